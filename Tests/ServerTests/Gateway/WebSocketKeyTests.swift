import Testing

@testable import Server

@Suite struct WebSocketKeyTests {
  /// The example of RFC 6455, section 1.3.
  @Test func `a key is answered as the standard has it`() {
    #expect(WebSocketKey.accept("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }
}
