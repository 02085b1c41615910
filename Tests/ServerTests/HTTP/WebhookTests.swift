import Engine
import Server
import Testing
import Wire

@Suite struct `Webhooks` {
  @Test func `say messages in their room by a bot, and are good for nothing else`() async throws {
    var configuration = ServerConfiguration.simulated
    configuration.adminToken = "open sesame"
    configuration.limits[.messagesBurst] = 3
    try await ServerUnderTest.run(configuration) { server in
      let alice = try await server.user("alice")
      let socket = try await ChatSocket(server, alice)
      try await socket.send(#"{"type":"join","room":"lobby"}"#)
      _ = try await socket.next("user_list")
      let control = try await ChatSocket(server, ["Authorization": "Bearer open sesame"])
      try await control.send(
        #"{"type":"administer","request":{"do":"create_token","user":"ci","bot":true,"label":"hook:lobby"}}"#)
      let made = try await control.next("administered")["answer"]
      guard case .string(let secret)? = made?["token"], case .string(let id)? = made?["id"] else {
        Issue.record("no token")
        return
      }
      let json = ["Content-Type": "application/json"]
      for _ in 1...2 {
        let said = try await server.ask(
          "POST /hooks/\(secret)", json, body: #"{"message":"built","key":"b-1"}"#)
        #expect(said.status == 201)
        #expect(said.json["seq"] == .integer(1))
      }
      let heard = try await socket.next("chat_message")
      #expect(heard["user"] == .string("ci"))
      #expect(heard["bot"] == .bool(true))

      let statuses = [
        try await server.ask("GET /hooks/\(secret)").status,
        try await server.ask("POST /hooks/\(secret)", body: "message=built").status,
        try await server.ask("POST /hooks/\(secret)", json, body: #"{"message":"a","room":"den"}"#).status,
        try await server.ask("POST /hooks/", json, body: #"{"message":"a"}"#).status,
        try await server.ask("GET /rooms/lobby/users", ["Authorization": "Bearer \(secret)"]).status,
      ]
      #expect(statuses == [405, 415, 400, 404, 401])
      let token = alice["Authorization"]?.dropFirst("Bearer ".count) ?? ""
      #expect(try await server.ask("POST /hooks/\(token)", json, body: #"{"message":"a"}"#).status == 404)
      let intruder = try await ChatSocket(server, ["Authorization": "Bearer \(secret)"])
      #expect(try await intruder.next("error")["code"] == .string("auth_failed"))

      var limited: HTTPReply?
      for _ in 1...3 {
        limited = try await server.ask("POST /hooks/\(secret)", json, body: #"{"message":"a"}"#)
      }
      #expect(limited?.code == "rate_limited")
      try await control.send(
        #"{"type":"administer","id":"2","request":{"do":"revoke_token","id":"\#(id)"}}"#)
      _ = try await control.next("administered")
      #expect(try await server.ask("POST /hooks/\(secret)", json, body: #"{"message":"a"}"#).status == 404)
    }
  }
}
