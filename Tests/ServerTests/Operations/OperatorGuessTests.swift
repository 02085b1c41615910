import Engine
import Server
import Testing
import Wire

@Suite struct OperatorGuessTests {
  @Test func `after many wrong tokens the operator's is answered as they are`() async throws {
    let right = "operator-token-of-a-test"
    var configuration = ServerConfiguration.simulated
    configuration.adminToken = right
    configuration.limits[.peerLoginFailuresBurst] = 3
    configuration.limits[.peerLoginFailuresPerMinute] = 1
    try await ServerUnderTest.run(configuration) { server in
      let early = try await ChatSocket(server, ["Authorization": "Bearer \(right)"])
      try await early.send(#"{"type":"settle"}"#)
      _ = try await early.next("ok")
      let failed = (1...3).map { ("guess-\($0)", "auth_failed") }
      for (token, code) in failed + [("guess-4", "rate_limited"), (right, "rate_limited")] {
        let socket = try await ChatSocket(server, ["Authorization": "Bearer \(token)"])
        try await socket.send(#"{"type":"settle"}"#)
        #expect(try await socket.next("error")["code"] == .string(code), "\(token)")
        #expect(await socket.closeCode() == 4502)
      }
      // A minute later there is one attempt more, and a right one leaves it.
      try await early.send(#"{"type":"clock_advance","milliseconds":60000}"#)
      _ = try await early.next("ok")
      for _ in 1...2 {
        let late = try await ChatSocket(server, ["Authorization": "Bearer \(right)"])
        try await late.send(#"{"type":"settle"}"#)
        _ = try await late.next("ok")
      }
    }
  }
}
