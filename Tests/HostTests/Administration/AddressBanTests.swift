import Engine
import Host
import Store
import Testing
import Wire

@Suite struct AddressBanTests {
  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("192.0.2.7/24", "192.0.2.0/24"), ("0.0.0.0/0", "0.0.0.0/0"),
    ("::ffff:192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7/120", "192.0.2.0/24"),
    ("2001:db8::1", "2001:db8:0:0::/64"), ("2001:db8:1:2::/47", "2001:db8:0:0::/47"),
    ("2001:db8:0:0::/64", "2001:db8:0:0::/64"), ("::/0", "0:0:0:0::/0"),
  ])
  func `a range is written in one way`(text: String, written: String) {
    #expect(AddressRange(text)?.description == written)
    #expect(AddressRange(written)?.description == written)
  }

  @Test(arguments: [
    "", "/", "192.0.2", "192.0.2.7/", "192.0.2.7/33", "192.0.2.7/-1", "192.0.2.7/8/8", "::/129", "local",
    "a\0b",
    "192.0.2.7\0", "example.org",
  ])
  func `what is no address is no range`(text: String) { #expect(AddressRange(text) == nil) }

  @Test func `a range covers what begins alike, and nothing of the other kind`() throws {
    func covers(_ one: String, _ other: String) throws -> Bool {
      try #require(AddressRange(one)).covers(try #require(AddressRange(other)))
    }
    #expect(try covers("192.0.2.0/25", "192.0.2.127"))
    #expect(try !covers("192.0.2.0/25", "192.0.2.128"))
    #expect(try covers("192.0.2.0/25", "192.0.2.0/25"))
    #expect(try !covers("192.0.2.0/25", "192.0.2.0/24"))
    #expect(try covers("0.0.0.0/0", "255.255.255.255"))
    #expect(try !covers("0.0.0.0/0", "::1"))
    #expect(try covers("2001:db8::/32", "2001:db8:ffff:ffff::/64"))
    #expect(try !covers("2001:db8::/33", "2001:db8:8000:0::/64"))
  }

  @Test func `sessions from a banned network end, and the ban lasts over a restart until it is over`() throws
  {
    let chat = try Chat()
    func client(_ address: String, _ peer: UInt64) throws -> Client {
      try chat.guest(Opening(peer: Peer(peer), address: address))
    }
    let (near, far, own) = (
      try client("192.0.2.7", 1), try client("198.51.100.1", 2), try client("127.0.0.1", 3)
    )
    try near.sends(#"{"type":"register","user":"mallory","password":"\#(Client.password)"}"#)
    let answer = try chat.administer(.banAddress("192.0.2.9/24", seconds: 60))
    #expect(
      answer.text
        == #"{"banned":{"address":"192.0.2.0/24","at":"2026-01-01T00:00:00.000Z","until":"2026-01-01T00:01:00.000Z"}}"#
    )
    #expect(near.closeCode == .revoked && far.closeCode == nil)
    #expect(chat.host.engine.sessionCount(of: UserID(1)) == 0)
    let bytes = chat.host.engine.canonicalBytes
    #expect(try JournalWalk.toTheEnd(of: chat.store, .segments).engine.canonicalBytes == bytes)
    #expect(try Engine(canonicalBytes: bytes).canonicalBytes == bytes)
    // All addresses: the server's own machine stays.
    try chat.administer(.banAddress("0.0.0.0/0", seconds: nil))
    #expect(far.closeCode == .revoked && own.closeCode == nil)
    try chat.restarts()
    #expect(chat.host.engine.currentAddressBans(at: chat.now).map(\.range) == ["192.0.2.0/24", "0.0.0.0/0"])
    #expect(try chat.administer(.liftBan("0.0.0.0/0")).text == #"{"lifted":{"address":"0.0.0.0/0"}}"#)
    try chat.passes(seconds: 60)
    try chat.guest().closes()
    #expect(try chat.administer(.listBans).text == #"{"bans":[]}"#)
  }

  @Test func `a ban of the same network takes the place of the earlier one`() throws {
    let chat = try Chat()
    try chat.administer(.banAddress("192.0.2.0/24", seconds: 60))
    try chat.administer(.banAddress("192.0.2.1/24", seconds: nil))
    let bans = try chat.administer(.listBans).array("bans")
    #expect(bans.count == 1 && bans.first?["until"] == nil)
  }
}
