import Engine
import Foundation
import GRDB
import Host
import Store
import TestSupport
import Testing
import Wire

/// What is taken away is nowhere in the file afterwards, and what stays is as it was.
@Suite struct PurgeTests {
  private let folder: TemporaryFolder
  private let chat: Chat
  private let ann: Client
  private let ben: Client

  init() throws {
    folder = try TemporaryFolder()
    chat = try Chat(store: .file(path: folder.file()))
    ann = try chat.user("annabella", in: "lobby")
    ben = try chat.user("ben", in: "lobby")
    try ann.says("zanzibar is a secret", in: "lobby")
    try ben.says("yokohama stays", in: "lobby")
    try ann.whispers("quetzal in private", to: "ben")
    try ben.whispers("wombat for you", to: "annabella")
  }

  /// Whether the file or its log has these bytes.
  private func fileHas(_ text: String) throws -> Bool {
    try ["", "-wal"].contains { suffix in
      let data = try Data(contentsOf: URL(fileURLWithPath: folder.file() + suffix))
      return data.range(of: Data(text.utf8)) != nil
    }
  }

  private func purge() throws {
    try chat.host.purge()
    _ = try chat.host.commit()
    try chat.store.truncateLog()
  }

  private func found(_ word: String) throws -> Int {
    // What a session asked for is kept with it; nothing is kept for a guest.
    let guest = try chat.guest()
    try guest.sends(#"{"type":"search","in":"messages","query":"\#(word)"}"#)
    guard case .array(let results)? = guest.getsAll().last?["results"] else { return -1 }
    return results.count
  }

  @Test func `data of a deleted message is gone with its text`() throws {
    try ann.sends(
      #"{"type":"chat_message","room":"lobby","message":"a card","data":{"card":"jabberwock"}}"#)
    try ann.sends(#"{"type":"delete_message","room":"lobby","seq":3}"#)
    try chat.store.truncateLog()
    #expect(try fileHas("jabberwock"))
    try purge()
    #expect(try !fileHas("jabberwock"))
  }

  @Test func `an erased name is in no mention`() throws {
    try ben.says("hello @annabella", in: "lobby")
    _ = ben.getsAll()
    try chat.administer(.eraseUser("annabella"))
    try ben.sends(#"{"type":"history","room":"lobby"}"#)
    let messages = ben.getsAll().last?.array("messages") ?? []
    #expect(messages.last?["mentions"] == .array([.string("(erased 1)")]))
  }

  @Test func `an edited text is in the file until it is purged, and not afterwards`() throws {
    #expect(try found("zanzibar") == 1)
    try ann.sends(#"{"type":"edit_message","room":"lobby","seq":1,"message":"xanadu is none"}"#)
    try ann.sends(#"{"type":"edit_message","with":"ben","seq":1,"message":"xylophone in private"}"#)
    #expect(try found("zanzibar") == 0)
    #expect(try found("xanadu") == 1)
    try chat.store.truncateLog()
    #expect(try fileHas("zanzibar"))
    #expect(try fileHas("quetzal"))
    try purge()
    for gone in ["zanzibar", "quetzal"] { #expect(try !fileHas(gone), "\(gone)") }
    for kept in ["xanadu", "xylophone", "yokohama"] { #expect(try fileHas(kept), "\(kept)") }
    #expect(try found("xanadu") == 1)
  }

  @Test func `a reaction is in the file until it is purged, and not afterwards`() throws {
    for (user, seq, reaction) in [(ben, 1, "xylograph"), (ben, 2, "vibraphone"), (ann, 2, "theremin")] {
      try user.sends(#"{"type":"react","room":"lobby","seq":\#(seq),"reaction":"\#(reaction)"}"#)
    }
    try ann.sends(#"{"type":"delete_message","room":"lobby","seq":1}"#)
    try chat.administer(.eraseUser("annabella"))
    try chat.store.truncateLog()
    for reaction in ["xylograph", "vibraphone", "theremin"] { #expect(try fileHas(reaction), "\(reaction)") }
    try purge()
    for gone in ["xylograph", "theremin"] { #expect(try !fileHas(gone), "\(gone)") }
    #expect(try fileHas("vibraphone"))
    _ = ben.getsAll()
    try ben.sends(#"{"type":"history","room":"lobby","after":1}"#)
    try ben.gets(
      #"{"messages":[{"seq":2,"reactions":[{"reaction":"vibraphone","count":1,"users":["ben"]}]}]}"#)
  }

  @Test func `a purge leaves a journal that can be run, and sessions that can be resumed`() throws {
    try ben.isCut()
    try ann.says("while ben is away", in: "lobby")
    try purge()
    #expect(try chat.store.journalStart() == chat.store.journalEnd)
    try chat.restarts()
    #expect(try ben.returns()["resumed"] == .bool(true))
    #expect(ben.getsAll().contains { $0.string("message") == "while ben is away" })
    #expect(try Recovery.find(in: chat.store).engine.canonicalBytes == chat.host.engine.canonicalBytes)
  }

  @Test func `an erased user and all that they said are gone, and others find what they said themselves`()
    throws
  {
    _ = ben.getsAll()
    try ben.isCut()
    try ann.says("zeppelin for later", in: "lobby")
    #expect(try chat.administer(.eraseUser("annabella")).text == #"{"erased":{"number":1}}"#)
    try purge()
    for gone in ["annabella", "zanzibar", "zeppelin", "quetzal"] {
      #expect(try !fileHas(gone), "\(gone)")
    }
    // What ben wrote to her stays his.
    #expect(try fileHas("wombat"))
    #expect(try ben.returns()["resumed"] == .bool(true))
    let missed = ben.getsAll()
    #expect(missed.contains { $0.string("user") == "(erased 1)" && $0["deleted"] == .bool(true) })
    #expect(!missed.contains { $0.text.contains("annabella") })
    #expect(try found("yokohama") == 1)
    #expect(try found("zanzibar") == 0)
    #expect(try Recovery.find(in: chat.store).engine.canonicalBytes == chat.host.engine.canonicalBytes)
    #expect(
      try chat.administer(.eraseUser("annabella")).text.contains("no_such_user"),
      "nobody has the name any more")
    // The name is free.
    _ = try chat.user("annabella")
  }
}
