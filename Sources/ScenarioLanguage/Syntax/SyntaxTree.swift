/// A scenario file line by line, with its comments and blank lines, so that it can be written back as it was.
package struct SyntaxTree: Sendable {
  /// The text that the offsets in the tree refer to.
  package let source: SourceText
  /// Every line of the file, in order.
  package let lines: [SyntaxLine]
  /// The macros that the file defines, in order.
  package let macros: [MacroSyntax]
  /// For each line that opens a macro, by its index, the index after the macro's end.
  let indexAfterMacro: [Int: Int]
  /// For each line that opens a loop, by its index, the index of the loop's end.
  let endOfLoop: [Int: Int]

  init(source: SourceText, lines: [SyntaxLine], macros: [MacroSyntax], endOfLoop: [Int: Int] = [:]) {
    self.source = source
    self.lines = lines
    self.macros = macros
    self.endOfLoop = endOfLoop
    indexAfterMacro = Dictionary(
      macros.map { ($0.span.line - 1, $0.body.upperBound + 1) }, uniquingKeysWith: { first, _ in first })
  }

  /// The path of the file.
  package var path: String { source.path }

  /// The place of a part of a line.
  package func span(_ range: Range<Int>, of line: SyntaxLine) -> SourceSpan {
    SourceSpan(path: source.path, line: line.number, range: range)
  }

  /// The place of a whole line without the white space and the comment around it.
  package func span(of line: SyntaxLine) -> SourceSpan {
    span(line.content, of: line)
  }

  /// Whether the file has a title, and so is a scenario and not a part to be included.
  package var hasTitle: Bool {
    lines.contains { line in
      if case .header(let header) = line.kind { header.key == .title } else { false }
    }
  }
}

/// One line of a scenario file.
package struct SyntaxLine: Sendable {
  /// What a line is.
  package enum Kind: Sendable {
    /// White space or nothing.
    case blank
    /// A comment that has the line to itself.
    case comment
    /// `key: value`.
    case header(HeaderSyntax)
    /// `| a | b |`, a row of the table after `cases:`.
    case caseRow([ValueSyntax])
    /// `== Title`.
    case section(title: Template)
    /// `WHO > …`.
    case send([NameSyntax], SendSyntax)
    /// `WHO < …`.
    case expectation(ExpectationSyntax)
    /// `order` or `any`.
    case block(BlockKind)
    /// `macro NAME PARAM …`; the tree's `macros` has what it holds.
    case macro
    /// `repeat 10` or `for each NAME in a b c`.
    case loop(LoopSyntax)
    /// The `end` of a block, a loop or a macro.
    case end
    /// `+2s`.
    case advance(milliseconds: Int64)
    /// `until 2026-03-29T09:00`, in milliseconds since 1970; the range is the instant's.
    case until(milliseconds: Int64, range: Range<Int>)
    /// `! cut bob`.
    case fault(FaultSyntax)
    /// `include path`; the path is as it was written.
    case include(path: String, range: Range<Int>)
    /// `NAME arg …`.
    case call(NameSyntax, arguments: [ValueSyntax])
    /// A line with an error.
    case invalid
  }

  /// The number of the line, counted from 1.
  package let number: Int
  /// The whole line without its ending.
  package let text: String
  /// What the line is.
  package let kind: Kind
  /// What the line says, as offsets into its Unicode scalars: without indentation, comment and trailing white space.
  package let content: Range<Int>
  /// The comment at its end, from `#` on.
  package let comment: Range<Int>?
}

/// A word with its place: the name of a user, an event, a fault or a macro.
package struct NameSyntax: Hashable, Sendable {
  /// The word, without `$` where it is a parameter.
  package var text: String
  /// Whether it is `$name`, which a macro's argument or a case's cell replaces.
  package var isParameter: Bool
  /// Where it stands, as offsets into the line's Unicode scalars.
  package var range: Range<Int>
}

/// What `>` sends.
package enum SendSyntax: Hashable, Sendable {
  /// A line as a person types it; the range is its place.
  case line(Template, Range<Int>)
  /// The text of one frame.
  case json(Template, Range<Int>)
  /// The bytes of one frame.
  case bytes([UInt8], Range<Int>)
  /// The bytes that a macro's argument or a case's cell gives.
  case bytesOfParameter(NameSyntax)
}

/// `WHO < type field=matcher …` as it stands in a line.
package struct ExpectationSyntax: Hashable, Sendable {
  /// What the operator asks for.
  package enum Operator: String, CaseIterable, Hashable, Sendable {
    /// The next unread event matches.
    case next = "<"
    /// The next unread event matches, and has no other fields.
    case exact = "<="
    /// The next unread event is taken where it matches.
    case optional = "<?"
    /// Unread events are skipped until one matches.
    case skip = "<~"
    /// No unread event matches.
    case never = "!<"
    /// The next unread event matches, and the run goes on where it does not.
    case soft = "<&"
  }

  /// What the event's `type` has to be, as it was written.
  package enum EventType: Hashable, Sendable {
    /// The word `nothing`: there is no unread event.
    case nothing
    /// A word, or a parameter that stands for one.
    case named(NameSyntax)
    /// `*`.
    case anything
    /// `absent`: the frame has no type.
    case absent
  }

  /// Who receives, each its own event.
  package var who: [NameSyntax]
  /// What is asked for.
  package var `operator`: Operator
  /// What the event's `type` has to be.
  package var eventType: EventType
  /// Where the type stands, as offsets into the line's Unicode scalars.
  package var typeRange: Range<Int>
  /// The fields in the order of the line.
  package var fields: [FieldSyntax]
}

/// What the order of the expectations in a block means.
package enum BlockKind: String, CaseIterable, Hashable, Sendable {
  /// The events come in exactly this order, also between users.
  case order
  /// The events come in any order.
  case any
}

/// `! fault names` as it stands in a line.
package struct FaultSyntax: Hashable, Sendable {
  /// What breaks or is mended.
  package var kind: FaultKind
  /// Whose connection; empty for what happens to the server.
  package var names: [NameSyntax]
}

/// `repeat 10` or `for each NAME in a b c` as it stands in a line.
package struct LoopSyntax: Hashable, Sendable {
  /// What says how often the steps are played.
  package enum Rounds: Hashable, Sendable {
    /// This often: an integer, or a parameter that stands for one.
    case count(ValueSyntax)
    /// Once for each of these values, or, where it is only one and a list, for each of its elements.
    case each([ValueSyntax])
  }

  /// What says how often the steps are played.
  package var rounds: Rounds
  /// What the value of a round is called in it, or its number where there is only a count.
  package var name: NameSyntax?
}

/// `macro NAME PARAM … end`.
package struct MacroSyntax: Hashable, Sendable {
  /// The macro's name, as calls have it.
  package var name: String
  /// What its arguments are called in the body.
  package var parameters: [String]
  /// The indices in the tree's `lines` between `macro` and `end`.
  package var body: Range<Int>
  /// Where the name stands.
  package var span: SourceSpan
}
