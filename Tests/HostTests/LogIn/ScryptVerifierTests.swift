import Engine
import Host
import Testing

@Suite struct ScryptVerifierTests {
  static let cheap = ScryptVerifier.Cost(log2N: 1, r: 1, p: 1)

  /// The vectors of RFC 7914, section 12, of whose 64 bytes the first 32 are a shorter key.
  @Test(arguments: [
    (
      "", "", ScryptVerifier.Cost(log2N: 4, r: 1, p: 1),
      "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
    ),
    (
      "password", "NaCl", .init(log2N: 10, r: 8, p: 16),
      "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    ),
    (
      "pleaseletmein", "SodiumChloride", .init(log2N: 14, r: 8, p: 1),
      "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    ),
  ])
  func `a key is the one of the standard`(
    password: String, salt: String, cost: ScryptVerifier.Cost, key: String
  ) {
    let verifier = ScryptVerifier(password: password, salt: Array(salt.utf8), cost: cost)
    let digits = verifier.bytes.suffix(32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(digits == key)
    #expect(verifier.matches(password))
    #expect(!verifier.matches(password + " "))
  }

  @Test func `a verifier tells its own cost`() throws {
    let verifier = ScryptVerifier(password: "correct horse", salt: [7, 8], cost: .init(log2N: 3, r: 2, p: 4))
    #expect(Array(verifier.bytes.prefix(7)) == [1, 3, 2, 4, 2, 7, 8])
    #expect(ScryptVerifier(bytes: verifier.bytes) == verifier)
    // It is read by credentials that make dearer ones.
    let credentials = Credentials.live(cost: .init(log2N: 5, r: 1, p: 1))
    #expect(credentials.matches("correct horse", verifier.bytes))
    #expect(!credentials.matches("wrong horse", verifier.bytes))
  }

  @Test func `bytes that are no verifier match nothing`() {
    let credentials = Credentials.live(cost: Self.cheap)
    let bytes = credentials.verifier("correct horse")
    #expect(credentials.matches("correct horse", bytes))
    for count in bytes.indices { #expect(!credentials.matches("correct horse", Array(bytes.prefix(count)))) }
    #expect(!credentials.matches("correct horse", bytes + [0]))
    for place in bytes.indices {
      var broken = bytes
      broken[place] ^= 0x80
      #expect(!credentials.matches("correct horse", broken), "byte \(place)")
    }
    for place in 1...3 {
      var broken = bytes
      broken[place] = 0
      #expect(!credentials.matches("correct horse", broken), "byte \(place)")
    }
  }

  @Test func `each verifier has a salt of its own, and the standard's cost unless told otherwise`() {
    let credentials = Credentials.live(cost: Self.cheap)
    let made = Set((1...20).map { _ in credentials.verifier("correct horse") })
    #expect(made.count == 20)
    #expect(made.allSatisfy { $0.count == 5 + 16 + 32 })
    #expect(ScryptVerifier.Cost.standard == .init(log2N: 17, r: 8, p: 1))
    #expect(!credentials.areInstant)
  }

  @Test func `the standard's cost can be borne`() {
    let credentials = Credentials.live()
    let bytes = credentials.verifier("correct horse")
    #expect(Array(bytes.prefix(5)) == [1, 17, 8, 1, 16])
  }

  @Test(arguments: [(Credentials.Purpose.token, "vbt_"), (.session, "vbs_")])
  func `a fresh secret has 256 bits and a prefix that can be searched for`(
    purpose: Credentials.Purpose, prefix: String
  ) {
    let credentials = Credentials.live(cost: Self.cheap)
    let secrets = (1...200).map { _ in credentials.freshSecret(purpose, 1) }
    #expect(Set(secrets).count == 200)
    let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    #expect(
      secrets.allSatisfy { $0.hasPrefix(prefix) && $0.count == 4 + 43 && $0.allSatisfy(alphabet.contains) })
    // Every character occurs somewhere, so that no bits are lost.
    #expect(Set(secrets.joined()) == alphabet)
  }
}
