import LanguageServer
import Testing
import Wire

/// From `initialize` to `exit`.
@Suite struct LifeTests {
  @Test func `before initialize a request is refused and a notification has no effect`() throws {
    let client = try Conversation(capabilities: nil)
    #expect(try client.refusal("textDocument/hover", "{}").code == .integer(-32_002))
    #expect(try client.open("a.chat", "title: t\n").isEmpty)
  }

  @Test func `initialize says what the server can do, and comes once`() throws {
    let client = try Conversation(capabilities: nil)
    let result = try client.result("initialize", #"{"capabilities":{}}"#)
    let abilities = result["capabilities"]
    #expect(abilities?["positionEncoding"] == .string("utf-16"))
    #expect(try abilities?["executeCommandProvider"] == json(#"{"commands":["verbatim.run"]}"#))
    #expect(result["serverInfo"]?["name"] == .string("verbatim"))
    #expect(try client.refusal("initialize", "{}").code == .integer(-32_600))
  }

  @Test(arguments: [
    (#"["utf-8","utf-16"]"#, "utf-8"), (#"["utf-32"]"#, "utf-32"), (#"["utf-7","utf-16"]"#, "utf-16"),
    ("[]", "utf-16"),
  ])
  func `the first encoding of the client's that is known is taken`(offered: String, taken: String) throws {
    let client = try Conversation(capabilities: nil)
    let result = try client.result(
      "initialize", #"{"capabilities":{"general":{"positionEncodings":\#(offered)}}}"#)
    #expect(result["capabilities"]?["positionEncoding"] == .string(taken))
  }

  @Test func `exit after shutdown is a success`() throws {
    let client = try Conversation()
    #expect(try client.result("shutdown", "null") == .null)
    #expect(try client.refusal("textDocument/hover", "{}").code == .integer(-32_600))
    #expect(client.exitCode == nil)
    #expect(try client.notify("exit", "null").isEmpty)
    #expect(client.exitCode == 0)
  }

  @Test func `exit without shutdown is a failure`() throws {
    let client = try Conversation()
    _ = try client.notify("exit", "null")
    #expect(client.exitCode == 1)
  }

  @Test(
    arguments: [
      ("{", -32_700, "null"), ("[]", -32_600, "null"), (#"{"jsonrpc":"2.0"}"#, -32_600, "null"),
      (#"{"jsonrpc":"1.0","id":7,"method":"x"}"#, -32_600, "7"),
      (#"{"jsonrpc":"2.0","id":true,"method":"x"}"#, -32_600, "true"),
      (#"{"jsonrpc":"2.0","id":"x","method":"workspace/symbol"}"#, -32_601, #""x""#),
      (#"{"jsonrpc":"2.0","id":8,"method":"textDocument/hover"}"#, -32_602, "8"),
    ] as [(String, Int64, String)])
  func `what cannot be understood is answered with an error`(
    message: String, code: Int64, id: String
  ) throws {
    let client = try Conversation()
    let answers = client.send(message)
    #expect(answers.count == 1)
    #expect(answers.first?["error"]?["code"] == .integer(code))
    #expect(try answers.first?["id"] == json(id))
  }

  @Test func `an answer and an unknown notification are passed over`() throws {
    let client = try Conversation()
    #expect(client.send(#"{"jsonrpc":"2.0","id":1,"result":null}"#).isEmpty)
    #expect(try client.notify("$/setTrace", "{}").isEmpty)
  }
}
