import Engine
import Logging
import Server
import Testing
import Wire

/// What clients say and are told in confidence is in no log and no metric, whatever the level.
@Suite struct `A log` {
  @Test(arguments: [LogFormat.json, .text])
  func `has nothing that a client said or a secret in it`(format: LogFormat) async throws {
    var configuration = ServerConfiguration.simulated
    configuration.adminToken = "planted-admin-token"
    // Once with passwords that cost what they cost, and once without.
    configuration.clock = format == .json ? .wall : .virtual
    var planted = [
      "planted-admin-token", "planted-password", "planted-wrong", "planted-new", "planted-nobody",
      "planted-text",
      "planted-whisper", "planted-key", "planted-query", "planted-cookie", "planted-header", "planted-bearer",
      "planted-broken", "planted-path", "planted-session", "planted-reason", "planted-id",
    ]
    let (lines, page) = try await ServerUnderTest.run(configuration, format: format) { server in
      let socket = try await ChatSocket(server, ["X-Planted": "planted-header"])
      try await socket.send(
        #"{"type":"register","user":"alice","password":"planted-password","id":"planted-id"}"#)
      let ready = try await socket.next("ready")
      for name in ["token", "session"] {
        guard case .string(let secret)? = ready[name] else { continue }
        planted.append(secret)
      }
      for frame in [
        #"{"type":"join","room":"lobby"}"#,
        #"{"type":"chat_message","room":"lobby","message":"planted-text","key":"planted-key"}"#,
        #"{"type":"private_message","to":"alice","message":"planted-whisper"}"#,
        #"{"type":"search","in":"messages","query":"planted-query"}"#, #"{"type":"planted-broken","#,
        #"{"type":"planted-broken"}"#,
      ] { try await socket.send(frame) }
      let other = try await ChatSocket(server)
      try await other.send(#"{"type":"login","user":"alice","password":"planted-wrong"}"#)
      _ = try await other.next("error")
      try await other.send(#"{"type":"login","user":"planted-nobody","password":"planted-wrong"}"#)
      _ = try await other.next("error")
      try await other.send(
        #"{"type":"login","token":"planted-bearer","resume":{"session":"planted-session","received":0}}"#)
      _ = try await other.next("error")
      try await other.send("\u{3}\u{e8}planted-reason", opcode: 8)
      _ = await other.closeCode()
      _ = try? await ChatSocket(server, path: "/ws?token=planted-query")
      _ = try await server.ask("GET /ws?token=planted-query")
      _ = try? await ChatSocket(server, path: "/planted-path")
      let bearer = try? await ChatSocket(server, ["Authorization": "Bearer planted-bearer"])
      _ = await bearer?.closeCode()
      let cookie = try? await ChatSocket(server, ["Cookie": "session=planted-cookie"])
      _ = await cookie?.closeCode()
      let operatorSocket = try await ChatSocket(server, ["Authorization": "Bearer planted-admin-token"])
      _ = try await operatorSocket.next("hello")
      _ = try await server.ask("GET /planted-path?planted-query", ["Cookie": "planted-cookie"])
      _ = try await server.post("/login", "username=alice&password=planted-wrong")
      let login = try await server.post("/login", "username=alice&password=planted-password")
      let token = try #require(login.cookie)
      planted.append(String(token.dropFirst("session=".count)))
      _ = try await server.post(
        "/password", "old_password=planted-password&password=planted-new", ["Cookie": token])
      return (server.log, try await server.ask("GET /metrics").body)
    }
    let text = lines.all.joined()
    #expect(planted.count == 20)
    for secret in planted {
      #expect(!text.contains(secret), "the log")
      #expect(!page.contains(secret), "the metrics")
    }
    // It is not empty for that: what happened is there, with the account that was meant.
    for message in [
      "listening", "connection opened", "connection closed", "upgrade refused", "log-in failed", "stopped",
    ] {
      #expect(text.contains(message), "\(message)")
    }
    #expect(text.contains("alice"))
  }

  @Test func `is one JSON object a line`() async throws {
    let log = try await ServerUnderTest.run { server in
      _ = try await ChatSocket(server)
      return server.log
    }
    #expect(log.all.count >= 4)
    for line in log.all {
      #expect(line.hasSuffix("\n"))
      let json = try JSON.parse(Array(line.dropLast().utf8), maximumBytes: 4096, maximumDepth: 4)
      guard case .string(let time)? = json["time"] else {
        Issue.record("no time in \(line)")
        continue
      }
      #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
      #expect(json["level"] != nil && json["message"] != nil)
    }
  }

  @Test func `for people keeps a line one line`() {
    let lines = LogLines()
    var logger = Logger.lines(.text, level: .info) { lines.add($0) }
    logger[metadataKey: "odd"] = "two\nlines"
    logger.info("a\nb", metadata: ["plain": "x", "n": .stringConvertible(3)])
    logger.debug("not wanted")
    #expect(lines.all.count == 1)
    #expect(lines.all.first?.hasSuffix(" info     a b n=3 odd=\"two\\nlines\" plain=x\n") == true)
  }
}
