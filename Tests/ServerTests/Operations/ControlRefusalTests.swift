import Server
import Testing
import Wire

@Suite struct ControlRefusalTests {
  @Test func `an operator's command that is none is refused with the field, and nothing is done`()
    async throws
  {
    let token = "operator-token-of-a-test"
    var configuration = ServerConfiguration.simulated
    configuration.adminToken = token
    let examples: [(frame: String, code: String, field: String)] = [
      (#"{"type":"clock_advance","milliseconds":-1}"#, "bad_frame", "milliseconds"),
      (#"{"type":"clock_advance","milliseconds":"60000"}"#, "bad_frame", "milliseconds"),
      (#"{"type":"reset","limits":[]}"#, "bad_frame", "limits"),
      (#"{"type":"provision"}"#, "bad_frame", "user"), (#"{"type":"administer"}"#, "bad_frame", "request"),
      (#"{"type":"backup","path":"copy.db"}"#, "bad_frame", "path"),
    ]
    try await ServerUnderTest.run(configuration) { server in
      let socket = try await ChatSocket(server, ["Authorization": "Bearer \(token)"])
      for example in examples {
        try await socket.send(example.frame)
        let error = try await socket.next("error")
        #expect(error["code"] == .string(example.code), "\(example.frame)")
        #expect(error["field"] == .string(example.field), "\(example.frame)")
      }
      try await socket.send(#"{"type":"clock_advance","milliseconds":1}"#)
      _ = try await socket.next("ok")
    }
  }
}
