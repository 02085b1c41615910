extension RegexParser {
  /// Reads what follows a backslash outside of a set.
  mutating func escape() throws(Problem) -> RegexNode {
    switch scanner.next {
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.noWordBoundary)
    case "A": return assertion(.start)
    case "z", "Z": return assertion(.end)
    case "1", "2", "3", "4", "5", "6", "7", "8", "9", "k":
      throw Problem(
        "it refers back to a group, which is not supported",
        remedy: "name the group (?<name>…) and use $name in a later field")
    case _:
      return .scalar(ScalarSet(members: [try escapedMember()], ignoresCase: ignoresCase))
    }
  }

  private mutating func assertion(_ assertion: RegexAssertion) -> RegexNode {
    scanner.position += 1
    return .assertion(assertion)
  }

  /// Reads a set after its opening bracket.
  mutating func set() throws(Problem) -> ScalarSet {
    var set = ScalarSet(members: [], ignoresCase: ignoresCase)
    set.isNegated = scanner.take("^")
    if scanner.next == "]" {
      throw Problem("a set has no characters in it", remedy: "write \\] for a bracket in it")
    }
    while !scanner.take("]") {
      let member = try setMember()
      guard case .range(let low) = member, scanner.next == "-", let after = scanner.peek(1), after != "]"
      else {
        set.members.append(member)
        continue
      }
      scanner.position += 1
      let end = try setMember()
      guard case .range(let high) = end, low.lowerBound <= high.lowerBound else {
        throw Problem(
          "a range in a set goes from a character to a later one", remedy: "write \\- for the character")
      }
      set.members.append(.range(low.lowerBound...high.lowerBound))
    }
    return set
  }

  private mutating func setMember() throws(Problem) -> ScalarSet.Member {
    guard let scalar = scanner.next else {
      throw Problem("a [ has no ]", remedy: "close it, or write \\[ for the character")
    }
    for combination in ["&&", "--", "~~"] where scanner.take(combination) {
      throw Problem("sets cannot be combined with \(combination)", remedy: "write \\ before the second sign")
    }
    scanner.position += 1
    switch scalar {
    case "[": throw Problem("a set cannot stand inside a set", remedy: "write \\[ for the character")
    case "\\": return try escapedMember()
    case _: return .range(scalar.value...scalar.value)
    }
  }

  /// Reads what follows a backslash where it stands for scalars.
  private mutating func escapedMember() throws(Problem) -> ScalarSet.Member {
    guard let scalar = scanner.next else { throw Problem("nothing follows the last \\") }
    scanner.position += 1
    switch scalar {
    case "d": return .kind(.digit, isNegated: false)
    case "D": return .kind(.digit, isNegated: true)
    case "w": return .kind(.word, isNegated: false)
    case "W": return .kind(.word, isNegated: true)
    case "s": return .kind(.space, isNegated: false)
    case "S": return .kind(.space, isNegated: true)
    case "p": return .kind(try category(), isNegated: false)
    case "P": return .kind(try category(), isNegated: true)
    case "n": return .range(0x0A...0x0A)
    case "t": return .range(0x09...0x09)
    case "r": return .range(0x0D...0x0D)
    case "f": return .range(0x0C...0x0C)
    case "v": return .range(0x0B...0x0B)
    case "e": return .range(0x1B...0x1B)
    case "0": return .range(0...0)
    case "x": return try hexadecimal(digits: 2)
    case "u": return try hexadecimal(digits: 4)
    case _:
      guard !WordRules.isNamePart(scalar) || scalar == "_" else {
        throw Problem("no escape is called \\\(scalar)", remedy: "write \(scalar) for the letter itself")
      }
      return .range(scalar.value...scalar.value)
    }
  }

  private mutating func category() throws(Problem) -> ScalarKind {
    if scanner.take("{") {
      let name = scanner.text(scanner.takeWhile(WordRules.isNamePart))
      if let categories = ScalarKind.categories[name], scanner.take("}") { return .category(categories) }
    }
    throw Problem(
      "\\p names no category of characters that is known here",
      remedy: "known are \(ScalarKind.categories.keys.sorted().map { "\\p{\($0)}" }.joined(separator: " "))")
  }

  /// Reads so many digits, or any number of them in braces.
  private mutating func hexadecimal(digits: Int) throws(Problem) -> ScalarSet.Member {
    let text: String
    if scanner.take("{") {
      text = scanner.text(scanner.takeWhile { $0.properties.isASCIIHexDigit })
      guard scanner.take("}") else { throw Problem("the digits in braces have no }") }
    } else {
      let end = min(scanner.position + digits, scanner.scalars.count)
      text = scanner.text(scanner.position..<end)
      scanner.position = end
      guard text.unicodeScalars.count == digits else { throw Problem("\\x needs 2 digits, and \\u needs 4") }
    }
    guard text.unicodeScalars.allSatisfy({ $0.properties.isASCIIHexDigit }),
      let value = UInt32(text, radix: 16), Unicode.Scalar(value) != nil
    else { throw Problem("the digits after \\x or \\u are no Unicode scalar") }
    return .range(value...value)
  }
}
