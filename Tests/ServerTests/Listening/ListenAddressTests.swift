import Testing

@testable import enum Server.ListenAddress

@Suite struct `Where a server listens` {
  @Test(
    arguments: [
      ("127.0.0.1:80", ListenAddress.tcp(host: "127.0.0.1", port: 80)),
      ("[::1]:0", .tcp(host: "::1", port: 0)), ("chat.example:8080", .tcp(host: "chat.example", port: 8080)),
      ("unix:/run/chat.sock", .unix(path: "/run/chat.sock")),
    ] as [(String, ListenAddress)])
  func `is read as it is written`(text: String, address: ListenAddress) {
    #expect(ListenAddress(text) == address)
    #expect(address.description == text)
  }

  @Test(arguments: [
    "", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "127.0.0.1:-1", "unix:",
    "unix:/" + String(repeating: "a", count: 107),
  ])
  func `is refused where it is no address`(text: String) {
    #expect(ListenAddress(text) == nil)
  }
}
