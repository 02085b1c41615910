import HTTPTypes
import NIOCore
import Testing

@testable import Server

@Suite struct `A proxy that is trusted` {
  private static let proxies = TrustedProxies(
    ["127.0.0.1", "10.0.0.0/8", "2001:db8::/32"].compactMap(IPRange.init))

  struct Case: Sendable, CustomTestStringConvertible {
    let headers: [String]
    var from = "127.0.0.1"
    let client: String?
    var testDescription: String { "\(headers) from \(from)" }

    var fields: HTTPFields {
      var fields = HTTPFields()
      for header in headers {
        let parts = header.split(separator: ": ", maxSplits: 1)
        fields.append(HTTPField(name: .init(String(parts[0]))!, value: String(parts[1])))
      }
      return fields
    }
  }

  @Test(arguments: [
    Case(headers: [], client: "127.0.0.1"),
    Case(headers: ["X-Forwarded-For: 192.0.2.7"], client: "192.0.2.7"),
    Case(headers: ["X-Forwarded-For: 192.0.2.7"], from: "192.0.2.1", client: "192.0.2.1"),
    // What the client said itself stands before what the first proxy adds.
    Case(headers: ["X-Forwarded-For: 198.51.100.1, 192.0.2.7, 10.1.2.3"], client: "192.0.2.7"),
    Case(headers: ["X-Forwarded-For: 198.51.100.1", "X-Forwarded-For: 192.0.2.7"], client: "192.0.2.7"),
    Case(headers: ["X-Forwarded-For: 10.1.1.1, 10.1.1.2"], client: "10.1.1.1"),
    Case(headers: ["X-Forwarded-For: [2001:db9::5]:4711"], client: "2001:db9::5"),
    Case(headers: ["X-Forwarded-For: 192.0.2.7:80"], client: "192.0.2.7"),
    Case(headers: ["X-Forwarded-For: ::ffff:192.0.2.7"], client: "192.0.2.7"),
    Case(headers: ["X-Forwarded-For: unknown"], client: "127.0.0.1"),
    Case(headers: ["X-Forwarded-For: 192.0.2.7, nonsense, 10.0.0.1"], client: "10.0.0.1"),
    Case(headers: ["X-Forwarded-For: 192.0.2.7, \u{e9}"], client: "127.0.0.1"),
    Case(headers: ["X-Forwarded-For: \u{e9}, 192.0.2.7"], client: "192.0.2.7"),
    Case(headers: ["X-Forwarded-For: a\u{301},\u{301}192.0.2.9, 192.0.2.7"], client: "192.0.2.7"),
    Case(headers: ["Forwarded: for=192.0.2.7;proto=https;by=10.0.0.1"], client: "192.0.2.7"),
    Case(headers: ["Forwarded: For=\"[2001:db9::5]:4711\", for=10.0.0.1"], client: "2001:db9::5"),
    Case(headers: ["Forwarded: for=_hidden"], client: "127.0.0.1"),
    Case(headers: ["Forwarded: proto=https"], client: "127.0.0.1"),
    Case(headers: ["Forwarded: for=192.0.2.7", "X-Forwarded-For: 192.0.2.7"], client: "192.0.2.7"),
    Case(headers: ["Forwarded: for=192.0.2.8", "X-Forwarded-For: 192.0.2.7"], client: nil),
    Case(
      headers: ["Forwarded: for=192.0.2.8", "X-Forwarded-For: 192.0.2.7"], from: "192.0.2.1",
      client: "192.0.2.1"),
  ])
  func `is believed when it says for whom it asks, and nobody else is`(_ example: Case) throws {
    let client = try? Self.proxies.client(behind: IPAddress(example.from), saying: example.fields)
    #expect(client == example.client.flatMap { IPAddress($0) })
  }

  @Test(arguments: [
    (["X-Forwarded-Proto: https"], true), (["X-Forwarded-Proto: http"], false),
    (["X-Forwarded-Proto: http, HTTPS"], true),
    (["Forwarded: for=192.0.2.7;Proto=https"], true), (["Forwarded: for=192.0.2.7"], false), ([], false),
  ])
  func `is believed when it says how its client came`(headers: [String], isEncrypted: Bool) {
    let fields = Case(headers: headers, client: nil).fields
    #expect(Self.proxies.isEncrypted(behind: IPAddress("127.0.0.1"), saying: fields) == isEncrypted)
    #expect(!Self.proxies.isEncrypted(behind: IPAddress("192.0.2.1"), saying: fields))
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
    ("10.0.0.0/9", "10.128.0.1", false),
    ("0.0.0.0/0", "192.0.2.1", true), ("0.0.0.0/0", "::1", false), ("::1", "::1", true),
    ("2001:db8::/33", "2001:db8:8000::1", false),
    ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
    ("192.0.2.1/32", "::ffff:192.0.2.1", true),
  ])
  func `is in a range or not`(range: String, address: String, isIn: Bool) throws {
    #expect(try #require(IPRange(range)).contains(try #require(IPAddress(address))) == isIn)
  }

  @Test(arguments: [
    "", "nonsense", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0/8", "::1/129", "localhost",
  ])
  func `is named by an address`(text: String) {
    #expect(IPRange(text) == nil)
  }

  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"),
    ("2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"),
  ])
  func `has clients that are counted by address`(text: String, counted: String) {
    #expect(ClientAddress(IPAddress(text)).description == counted)
    #expect(ClientAddress(nil).description == "local")
  }

  // MARK: - On sockets

  @Test func `may say so before all else`() async throws {
    try await RunningServer.run {
      $0.connectionsPerAddress = 1
      $0.expectsProxyHeader = true
      $0.proxies = TrustedProxies([IPRange("127.0.0.1")!])
    } _: { port in
      try await onThread {
        func answer(to bytes: [UInt8]) throws -> (RawSocket, String) {
          let socket = try RawSocket(port: port)
          socket.send(bytes)
          return (socket, try socket.readHead())
        }
        let line = Array("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n".utf8)
        let (first, accepted) = try answer(to: line + Bytes.upgrade())
        #expect(accepted.hasPrefix("HTTP/1.1 101 "))
        let (_, refused) = try answer(to: line + Bytes.upgrade())
        #expect(refused.hasPrefix("HTTP/1.1 429 "))
        first.close()
        // A proxy that does not know for whom it asks lets nobody else say so: the address has a place left.
        let forged = Bytes.upgrade(["X-Forwarded-For": "192.0.2.9"])
        let (unknown, asProxy) = try answer(to: Array("PROXY UNKNOWN\r\n".utf8) + forged)
        let (known, asClient) = try answer(
          to: Array("PROXY TCP4 192.0.2.9 198.51.100.1 56324 443\r\n".utf8) + Bytes.upgrade())
        #expect([asProxy, asClient].allSatisfy { $0.hasPrefix("HTTP/1.1 101 ") })
        unknown.close()
        known.close()
        // Without a header there is nobody.
        let silent = try RawSocket(port: port)
        silent.send(Bytes.upgrade())
        #expect(try silent.readToEnd() == "")
      }
    }
  }
}

@Suite struct `A header of the PROXY protocol` {
  private static let signature: [UInt8] = [
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a,
  ]

  private static func line(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func `is read in version 1`() {
    let line = Self.line("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\nGET")
    #expect(ProxyHeader.read(line) == .header(length: 45, IPAddress("192.0.2.1")))
    #expect(
      ProxyHeader.read(Self.line("PROXY TCP6 2001:db8::1 ::1 1 2\r\n"))
        == .header(length: 32, IPAddress("2001:db8::1")))
    #expect(ProxyHeader.read(Self.line("PROXY UNKNOWN ffff\r\n")) == .header(length: 20, nil))
    for count in 0..<45 { #expect(ProxyHeader.read(line.prefix(count)) == .incomplete) }
    for wrong in [
      "GET / HTTP/1.1\r\n", "PROXY TCP4 a b 1 2\r\n", "PROXY TCP4 192.0.2.1\r\n", "PROXY \r\n",
      "PROXY TCP4\n",
      "PROXY " + String(repeating: "a", count: 120),
    ] {
      #expect(ProxyHeader.read(Self.line(wrong)) == .invalid, "\(wrong)")
    }
  }

  @Test func `is read in version 2`() {
    let ports: [UInt8] = [0, 1, 0, 2]
    let four = Self.signature + [0x21, 0x11, 0, 12] + [192, 0, 2, 1, 198, 51, 100, 1] + ports
    #expect(ProxyHeader.read(four + [1, 2, 3]) == .header(length: 28, IPAddress("192.0.2.1")))
    let source: [UInt8] = [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]
    let six = Self.signature + [0x21, 0x21, 0, 36] + source + source + ports
    #expect(ProxyHeader.read(six) == .header(length: 52, IPAddress("2001:db8::1")))
    // A look whether the server is alive, and a family without addresses.
    #expect(ProxyHeader.read(Self.signature + [0x20, 0x00, 0, 0]) == .header(length: 16, nil))
    #expect(ProxyHeader.read(Self.signature + [0x21, 0x00, 0, 2, 9, 9]) == .header(length: 18, nil))
    for count in 0..<28 { #expect(ProxyHeader.read(four.prefix(count)) == .incomplete) }
    #expect(ProxyHeader.read(Self.signature + [0x11, 0x11, 0, 12]) == .invalid)
    #expect(ProxyHeader.read(Self.signature + [0x21, 0x11, 0xff, 0xff]) == .invalid)
  }
}
