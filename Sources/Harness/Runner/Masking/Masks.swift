package import ScenarioLanguage
import Wire

/// Puts placeholders in the place of secrets: `‹password 1›` for one that it has learned, `‹API_KEY›` for the value of a variable.
///
/// What is shown is gone through twice, in the same order. The first time the masks learn what is secret: the values of fields that
/// `FrameCatalog` marks as secret, wherever they stand. The second time these values are replaced, there and everywhere else. Placeholders
/// are numbered in the order in which they are put, so that the same texts have the same placeholders.
package struct Masks: Sendable {
  /// Shorter secrets are replaced in their own fields only: they are found in too many words.
  package static let shortestBytes = 4
  /// Shorter ones that are not the value of a variable are found only as whole words.
  private static let shortestPartBytes = 8

  /// Everything that is known to be secret, in the order in which it was learned.
  package private(set) var secrets: [KnownSecret] = []
  private var kinds: [String: KnownSecret.Placeholder] = [:]
  private var placeholders: [String: String] = [:]
  private var counts: [String: Int] = [:]
  private var publicWords = Masks.wordsOfTheProtocol
  private var search = SecretSearch()
  /// Whether texts are still gone through to learn, and given back as they are.
  private var isLearning = true

  /// - Parameters:
  ///   - secrets: What is known from the beginning.
  ///   - names: Words that everybody knows, such as the names of users; a password that is one of them is hidden only in its fields.
  package init(hiding secrets: [KnownSecret] = [], except names: [String] = []) {
    publicWords.formUnion(names)
    for secret in secrets { hide(secret) }
  }

  /// Everything was gone through once, and is to be shown now.
  package mutating func show() { isLearning = false }

  /// Hides a text from now on.
  package mutating func hide(_ secret: KnownSecret) {
    guard kinds[secret.text] == nil, !secret.text.isEmpty else { return }
    kinds[secret.text] = secret.placeholder
    secrets.append(secret)
    let count = secret.text.utf8.count
    guard count >= Self.shortestBytes, !publicWords.contains(secret.text) else { return }
    let isVariable = if case .variable = secret.placeholder { true } else { false }
    search.add(secret.text, isWord: !isVariable && count < Self.shortestPartBytes)
  }

  /// Whether a text is the name of a frame or a field, which reports show whatever is secret.
  package static func isWordOfProtocol(_ text: String) -> Bool { wordsOfTheProtocol.contains(text) }

  // MARK: - Texts

  /// A text that stands alone, as it may be shown.
  package static func masked(_ text: String, hiding secrets: [KnownSecret] = []) -> String {
    var masks = Masks(hiding: secrets)
    _ = masks.maskScenario(text)
    masks.show()
    return masks.maskScenario(text)
  }

  /// Whether a text has a secret in it, however it is written there.
  static func finds(_ secret: KnownSecret, in text: String) -> Bool {
    var search = SecretSearch()
    search.add(secret.text, isWord: false)
    return search.finds(in: Array(text.utf8))
  }

  /// A text as it may be shown.
  package mutating func mask(_ text: String) -> String { mask(text, .plain) }

  /// A text in the words of a scenario, as it may be shown.
  package mutating func maskScenario(_ text: String) -> String { mask(text, .scenario) }

  private mutating func mask(_ text: String, _ syntax: SecretFieldScan.Syntax) -> String {
    let (bytes, replaced) = mask(Array(text.utf8), syntax)
    return replaced.isEmpty ? text : String(decoding: bytes, as: UTF8.self)
  }

  /// Bytes as they may be shown. Their placeholders are of ASCII, as `<password 1>`, so that they can be read where bytes are printed.
  mutating func mask(_ bytes: [UInt8]) -> [UInt8] {
    mask(bytes, .plain) { "<\($0.dropFirst().dropLast())>" }.bytes
  }

  /// The lines of a file, as they may be shown.
  mutating func mask(_ source: SourceText) -> SourceText {
    source.shown { line in
      let bytes = Array(line.utf8)
      let (shown, replaced) = mask(bytes, .scenario)
      guard !replaced.isEmpty else { return (line, []) }
      let parts = replaced.map { part in
        let start = bytes[..<part.range.lowerBound].scalarCount
        return SourceText.Replacement(
          start..<(start + bytes[part.range].scalarCount), count: part.placeholder.scalarCount)
      }
      return (String(decoding: shown, as: UTF8.self), parts)
    }
  }

  /// A frame as it may be shown.
  mutating func mask(_ json: JSON) -> JSON {
    switch json {
    case .string(let text): .string(mask(text))
    case .array(let elements): .array(elements.map { mask($0) })
    case .object(let members): .object(members.map { mask($0) })
    case .null, .bool, .integer, .number: json
    }
  }

  private mutating func mask(_ member: JSON.Member) -> JSON.Member {
    guard FrameCatalog.secretNames.contains(member.name), case .string(let text) = member.value,
      !text.isEmpty, !Self.isPlaceholder(text)
    else { return .init(mask(member.name), mask(member.value)) }
    return .init(
      member.name, .string(placeholder(of: text, kind: SecretFieldScan.kind(of: member.name)) ?? text))
  }

  // MARK: - Placeholders

  /// Whether a text is a placeholder, as in a text that was masked before.
  static func isPlaceholder(_ text: String) -> Bool {
    text.wholeMatch(of: /‹\w+( \d+)?›|<\w+ \d+>/) != nil
  }

  /// The text with its secrets replaced, and where they were.
  ///
  /// - Parameter write: How a placeholder is written.
  private mutating func mask(
    _ bytes: [UInt8], _ syntax: SecretFieldScan.Syntax, write: (String) -> String = { $0 }
  ) -> (bytes: [UInt8], replaced: [(range: Range<Int>, placeholder: [UInt8])]) {
    var fields = SecretFieldScan.values(in: bytes, syntax)[...]
    guard !isLearning else {
      for field in fields { hide(KnownSecret(field.text, .numbered(field.kind))) }
      return (bytes, [])
    }
    guard !fields.isEmpty || !search.isEmpty else { return (bytes, []) }
    let hasEscapes = SecretSearch.hasEscapes(bytes)
    var result: [UInt8] = []
    var replaced: [(range: Range<Int>, placeholder: [UInt8])] = []
    var index = 0
    while index < bytes.count {
      while let field = fields.first, field.range.lowerBound < index { fields.removeFirst() }
      var found: (length: Int, placeholder: String)?
      if let field = fields.first, field.range.lowerBound == index {
        let quote = field.needsQuotes ? "\"" : ""
        found = placeholder(of: field.text, kind: field.kind).map {
          (field.range.count, quote + write($0) + quote)
        }
      } else if let match = search.match(at: index, in: bytes, hasEscapes: hasEscapes) {
        found = placeholder(of: match.secret, kind: "secret").map { (match.length, write($0)) }
      }
      if let found {
        let placeholder = Array(found.placeholder.utf8)
        replaced.append((index..<(index + found.length), placeholder))
        result += placeholder
        index += found.length
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return (result, replaced)
  }

  /// The placeholder of a secret; nil as long as the masks learn.
  private mutating func placeholder(of secret: String, kind: String) -> String? {
    if isLearning {
      hide(KnownSecret(secret, .numbered(kind)))
      return nil
    }
    if let placeholder = placeholders[secret] { return placeholder }
    let placeholder: String
    switch kinds[secret] ?? .numbered(kind) {
    case .variable(let name): placeholder = "‹\(name)›"
    case .numbered(let kind):
      counts[kind, default: 0] += 1
      placeholder = "‹\(kind) \(counts[kind, default: 0])›"
    }
    placeholders[secret] = placeholder
    return placeholder
  }

  /// The names of frames and fields, which a report cannot do without.
  private static let wordsOfTheProtocol: Set<String> = {
    func names(_ fields: [FrameCatalog.Field]) -> [String] {
      fields.flatMap { [$0.name] + names($0.kind.fields) }
    }
    let frames = FrameCatalog.commands + FrameCatalog.events + FrameCatalog.operatorReplies
    return Set(frames.flatMap { [$0.type] + names($0.fields) })
  }()
}

extension Sequence<UInt8> {
  /// How many Unicode scalars begin in the bytes of a text.
  fileprivate var scalarCount: Int { count { $0 & 0xC0 != 0x80 } }
}
