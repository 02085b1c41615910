import Engine
import Foundation
import Host
import Store
import TestSupport
import Testing
import Wire

@Suite struct SecretTests {
  /// Credentials whose secrets can be found wherever they are.
  private static var marked: Credentials {
    var credentials = Credentials.simulated
    credentials.freshSecret = { "marked-\($0.rawValue)-\($1)-secret" }
    return credentials
  }

  private static let passwords = ["swordfish-one", "swordfish-two", "swordfish-wrong"]

  /// Everything that can be done with passwords, tokens and the names of sessions.
  private func handleSecrets(_ chat: Chat) throws -> [String] {
    let alice = try chat.guest()
    try alice.sends(#"{"type":"register","user":"alice","password":"swordfish-one"}"#)
    try alice.joins("lobby")
    try alice.sends(
      #"{"type":"set_password","old_password":"swordfish-one","password":"swordfish-two","id":"1"}"#)
    try alice.gets(#"{"type":"ok"}"#)
    let guest = try chat.guest()
    try guest.sends(#"{"type":"login","user":"alice","password":"swordfish-wrong"}"#)
    try guest.sends(#"{"type":"login","user":"alice","password":"swordfish-two"}"#)
    try guest.sends(#"{"type":"register","user":"alice","password":"swordfish-two"}"#)
    try guest.sends(#"{"type":"register","user":"","password":"swordfish-one"}"#)
    let bot = try chat.provision("echo", bot: true)
    try alice.isCut()
    try alice.returns()
    try alice.isCut()
    try chat.host.saveSnapshot()
    _ = try chat.host.commit()
    let secrets = [alice.token, alice.session, guest.session, bot].compactMap(\.self)
    try #require(secrets.count == 4)
    return secrets + Self.passwords
  }

  @Test func `no password, token or name of a session is in the store's files`() throws {
    let folder = try TemporaryFolder()
    let chat = try Chat(store: .file(path: folder.file()), credentials: Self.marked)
    let secrets = try handleSecrets(chat)
    var bytes = Data()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      bytes += try Data(contentsOf: URL(filePath: folder.file(name)))
    }
    // What is not secret is found, so the search works.
    #expect(bytes.range(of: Data("lobby".utf8)) != nil)
    for secret in secrets + ["swordfish", "marked-"] {
      #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret)")
    }
  }

  @Test func `no secret is in an input, in an effect or in the engine's state`() throws {
    let chat = try Chat(credentials: Self.marked)
    _ = try handleSecrets(chat)
    var texts: [String] = []
    _ = try Recovery.replay(chat.store) { entry, effects in
      texts.append(String(decoding: entry.input, as: UTF8.self))
      texts.append(effects.map { "\($0)" }.joined(separator: "\n"))
    }
    texts.append(String(decoding: chat.host.engine.canonicalBytes, as: UTF8.self))
    #expect(texts.contains { $0.contains("lobby") })
    for text in texts {
      #expect(!text.contains("swordfish"))
      #expect(!text.contains("marked-"))
    }
  }

  @Test func `a secret is told once, to the one it belongs to`() throws {
    let chat = try Chat(credentials: Self.marked)
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try alice.sends(#"{"type":"login","token":"\#(try #require(alice.token))"}"#)
    try alice.whispers("hi", to: "bob")
    for client in [alice, bob] {
      let heard = client.getsAll().map(\.text).joined()
      #expect(!heard.contains("marked-"))
      #expect(!heard.contains(Client.password))
    }
  }

  @Test func `every session, token and account has a secret of its own`() throws {
    let chat = try Chat()
    var secrets: [String] = []
    for number in 0..<5 {
      let user = try chat.user("u\(number)")
      let tab = try chat.tab(of: user)
      secrets += [user.token, user.session, tab.session].compactMap(\.self)
      secrets.append(try chat.provision("bot\(number)", bot: true))
      try chat.restarts()
    }
    #expect(secrets.count == 20)
    #expect(Set(secrets).count == secrets.count)
  }
}
