import Server
import Testing
import Wire

@testable import class Server.Histogram
@testable import struct Server.PrometheusText

@Suite struct `Metrics` {
  @Test func `are text that Prometheus reads`() async throws {
    try await ServerUnderTest.run { server in
      let reply = try await server.ask("GET /metrics")
      #expect(reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
      let page = try PrometheusPage(reply.body)
      #expect(page.names.count > 20)
      #expect(page.kinds.keys.sorted() == page.names.sorted())
    }
  }

  @Test func `move with what happens`() async throws {
    try await ServerUnderTest.run { server in
      let before = try await server.metrics()
      let alice = try await ChatSocket(server)
      _ = try await alice.next("hello")
      try await alice.send(#"{"type":"register","user":"alice","password":"long enough"}"#)
      _ = try await alice.next("ready")
      try await alice.send(#"{"type":"join","room":"lobby"}"#)
      let bob = try await ChatSocket(server)
      try await bob.send(#"{"type":"join","room":"lobby"}"#)
      _ = try await bob.next("user_list")
      try await bob.send(#"{"type":"chat_message","room":"lobby","message":"hi"}"#)
      _ = try await bob.next("error")
      try await bob.send(#"{"type":"login","user":"alice","password":"wrong"}"#)
      _ = try await bob.next("error")
      try await alice.send(#"{"type":"chat_message","room":"lobby","message":"hi"}"#)
      _ = try await bob.next("chat_message")
      let during = try await server.metrics()
      try await bob.sayGoodbye(1000)
      #expect(await bob.closeCode() == 1000)
      while await bob.nextFrame() != nil {}
      #expect(try await server.ask("GET /ws?token=x").status == 400)
      var after = try await server.metrics()
      try await eventually {
        after = try await server.metrics()
        return after["verbatim_connections"] == 1
      }

      func grown(_ name: String, by: Double) -> Bool {
        during[name, default: 0] - before[name, default: 0] == by
      }
      #expect(grown("verbatim_connections", by: 2))
      #expect(grown("verbatim_connections_opened_total", by: 2))
      #expect(grown("verbatim_sessions", by: 2))
      #expect(grown("verbatim_users_online", by: 1))
      #expect(grown("verbatim_rooms", by: 1))
      #expect(grown("verbatim_frames_received_total", by: 6))
      #expect(grown(#"verbatim_refused_total{code="auth_required"}"#, by: 1))
      #expect(grown(#"verbatim_refused_total{code="auth_failed"}"#, by: 1))
      #expect(grown(#"verbatim_logins_total{outcome="accepted"}"#, by: 1))
      #expect(grown(#"verbatim_logins_total{outcome="rejected"}"#, by: 1))
      // Two greetings, two replies to joins, `ready`, two errors, and the message, which two people get.
      #expect(grown("verbatim_frames_sent_total", by: 8))
      #expect(grown("verbatim_deliveries_total", by: 9))
      for name in ["inputs", "turns", "commits"] {
        #expect(during["verbatim_\(name)_total", default: 0] > before["verbatim_\(name)_total", default: 0])
      }
      #expect(during["verbatim_commit_seconds_count"] == during["verbatim_commits_total"])
      #expect(during["verbatim_arrivals_waiting"] == 0)
      #expect(during["verbatim_send_queue_bytes"] == 0)
      #expect(after[#"verbatim_connections_closed_total{by="client",code="1000"}"#] == 1)
      #expect(after[#"verbatim_upgrades_refused_total{reason="token_in_query"}"#] == 1)
      #expect(after[#"verbatim_http_requests_total{route="ws",status="400"}"#] == 1)
      #expect(after["verbatim_users_online"] == 1)
    }
  }

  @Test func `escape what would break a line`() throws {
    var text = PrometheusText()
    text.add("verbatim_odd", .gauge, "back\\slash, \"quote\"\nline", [.init(1, ("label", "a\\b\"c\nd"))])
    #expect(
      text.text == """
        # HELP verbatim_odd back\\\\slash, "quote"\\nline
        # TYPE verbatim_odd gauge
        verbatim_odd{label="a\\\\b\\"c\\nd"} 1

        """)
    _ = try PrometheusPage(text.text)
  }

  @Test func `count durations in the class that they belong to`() throws {
    let histogram = Histogram()
    for duration in [0, 100, 101, 6_553_600, 6_553_601] { histogram.record(microseconds: duration) }
    let reading = histogram.read()
    #expect(reading.buckets.first?.count == 2)
    #expect(reading.buckets[1].count == 3)
    #expect(reading.buckets.last?.count == 4)
    #expect(reading.count == 5)
    #expect(reading.sum == 13.107402)
  }

  @Test(arguments: [
    "verbatim_a 1\n", "# HELP a text\n# TYPE a counter\na 1\n", "# HELP a text\n# TYPE a gauge\na 1",
    "# HELP a text\n# TYPE a gauge\na{b=\"c} 1\n", "# HELP a text\n# TYPE a gauge\na x\n",
    "# HELP a text\n# TYPE a gauge\na 1\na 2\n", "# HELP a text\n# TYPE b gauge\n",
    "# HELP a text\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
  ])
  func `that are malformed are found by the reader of these tests`(text: String) {
    #expect(throws: PrometheusPage.Problem.self) { try PrometheusPage(text) }
  }
}
