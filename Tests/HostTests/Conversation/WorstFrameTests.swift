import Engine
import Host
import Store
import Testing
import Wire

/// Texts that are far too long are refused by their length, whatever they are made of: comparing them would take minutes.
@Suite struct WorstFrameTests {
  private static let marks =
    "a" + String(repeating: "\u{0301}", count: 15_000) + String(repeating: "\u{0323}", count: 15_000)

  private static let commands = FrameCatalog.commands.flatMap { command in
    (FrameCatalog.commandFields + command.fields).filter(\.kind.isText).map { (command.type, $0.name) }
  }

  @Test func `what comes behind the frame that ended a session is kept nowhere`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let before = chat.store.journalEnd
    let said = #"{"type":"chat_message","room":"lobby","message":"behind the end"}"#
    for frame in Array(repeating: "nonsense", count: chat.configuration.limits[.badFrames] + 1) + [said] {
      try chat.host.receive(Array(frame.utf8), from: alice.connection, at: chat.now)
    }
    _ = try chat.host.commit()
    #expect(chat.store.journalEnd != before)
    var reader = chat.store.journal(after: before)
    while let entry = try reader.next() {
      #expect(!String(decoding: entry.input, as: UTF8.self).contains("behind the end"))
    }
  }

  @Test(arguments: commands)
  func `a long text in any field is refused, kept nowhere, and costs one turn`(type: String, field: String)
    throws
  {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let before = chat.store.journalEnd
    let command = try #require(FrameCatalog.commands.first { $0.type == type })
    var members = field == "type" ? [] : [#""type":"\#(type)""#]
    var partners: [String] = []
    for case .together(let names) in command.rules where names.contains(field) { partners += names }
    for other in command.fields
    where other.name != field && (other.need == .required || partners.contains(other.name)) {
      members.append(#""\#(other.name)":\#(other.plain)"#)
    }
    members.append(#""\#(field)":"\#(Self.marks)""#)
    let sender = ["register", "login"].contains(type) ? try chat.guest() : alice
    try sender.sends("{\(members.joined(separator: ","))}")
    let answers = sender.getsAll()
    #expect(answers.map { $0["type"] } == [.string("error")])
    var reader = chat.store.journal(after: before)
    while let entry = try reader.next() { #expect(entry.input.count < 400) }
  }
}

extension FrameCatalog.Kind {
  fileprivate var isText: Bool {
    switch self {
    case .text, .secret, .word, .time: true
    case .integer, .truth, .flag, .object, .list: false
    }
  }
}

extension FrameCatalog.Field {
  /// A value that is right, as JSON.
  fileprivate var plain: String {
    switch kind {
    case .text where name == "room": #""lobby""#
    case .text, .time: #""alice""#
    case .secret: #""a password""#
    case .word(let words): #""\#(words.first ?? "")""#
    case .integer(let least, _): String(least)
    case .truth, .flag: "true"
    case .object(let fields): "{\(fields.map { #""\#($0.name)":\#($0.plain)"# }.joined(separator: ","))}"
    case .list: "[]"
    }
  }
}
