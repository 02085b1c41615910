import Client
import LiveStage

/// What a server does because time passes on its own clock. These really wait, so that they are begun first.
extension Check {
  static let waiting: [Check] = [
    Check("requests/slow", "A request whose head does not come is answered with 408", covers: "WS-2") {
      probe throws(ProbeEnd) in
      var sockets: [(what: String, socket: ProbeSocket)] = []
      for beginning in ["", "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"] {
        let socket = try probe.socket()
        try probe.attempt { () throws(WebSocketError) in try socket.send(Array(beginning.utf8)) }
        sockets.append((beginning.isEmpty ? "a request that never begins" : "half of a request", socket))
      }
      let deadline = ContinuousClock.now + .seconds(Probe.patienceSeconds)
      for (what, socket) in sockets {
        let response = try probe.attempt { () throws(WebSocketError) in
          try HTTPResponse(from: socket, until: deadline)
        }
        try probe.expect(408, of: response, for: what)
      }
    },
    Check("websockets/unfinished", "A message whose rest does not come is closed with 1008", covers: "WS-11")
    {
      probe throws(ProbeEnd) in
      var clients: [(what: String, client: ProbeWebSocket)] = []
      for (what, bytes) in [
        ("half of a frame", ClientBytes.head(0x81, length: 100) + [1, 2, 3]), ("one byte of a frame", [0x81]),
        ("a fragment", ClientBytes.frame(.text, "{", isFinal: false)),
      ] {
        let client = try probe.rawGuest()
        try probe.attempt { () throws(WebSocketError) in try client.send(bytes) }
        clients.append((what, client))
      }
      let dripping = try probe.rawGuest()
      try probe.attempt { () throws(WebSocketError) in
        try dripping.send(ClientBytes.frame(.text, "{", isFinal: false))
      }
      let deadline = ContinuousClock.now + .seconds(Probe.patienceSeconds)
      var end: ProbeWebSocket.Inbound?
      while end == nil, ContinuousClock.now < deadline {
        let drop = ClientBytes.frame(.continuation, " ", isFinal: false) + ClientBytes.frame(.ping, "x")
        try probe.attempt { () throws(WebSocketError) in try dripping.send(drop) }
        end = try probe.ending(of: dripping, until: .now + .milliseconds(500))
      }
      guard end == .close(1008) else {
        throw probe.failure(
          "fragments may go on without end, with pings between", expected: "close 1008",
          came: end?.words ?? "nothing in \(Probe.patienceSeconds) s")
      }
      for (what, client) in clients { try probe.expectClose(1008, of: client, after: what, until: deadline) }
    },
    Check(
      "heartbeats/ping", "A silent client is pinged, and given up when it stays silent", covers: "CONN-11"
    ) {
      probe throws(ProbeEnd) in
      try probe.withShortHeartbeat { (probe, seconds) throws(ProbeEnd) in
        let client = try probe.rawGuest()
        let start = ContinuousClock.now
        let deadline = start + .seconds(3 * seconds + 10)
        let first = try probe.attempt { () throws(WebSocketError) in try client.next(until: deadline) }
        guard case .ping = first else {
          throw probe.failure("a client that is silent is not pinged", expected: "a ping", came: first.words)
        }
        try probe.expectClose(4003, of: client, after: "a silence", until: deadline)
        let silence = ContinuousClock.now - start
        guard silence > .seconds(2 * seconds) - .milliseconds(500) else {
          throw probe.failure(
            "a silent client is given up too early", expected: "\(2 * seconds) s", came: "\(silence)")
        }
      }
    },
    Check(
      "heartbeats/pong", "Who answers pings stays, and who sends nothing is closed with 4003", covers: "WS-12"
    ) {
      probe throws(ProbeEnd) in
      try probe.withShortHeartbeat { (probe, seconds) throws(ProbeEnd) in
        let silent = try probe.rawGuest()
        let patient = try probe.rawGuest()
        let deadline = ContinuousClock.now + .seconds(3 * seconds + 10)
        var pings = 0
        while pings < 2 {
          let came = try probe.attempt { () throws(WebSocketError) in
            let came = try patient.next(until: deadline)
            if case .ping(let data) = came { try patient.send(ClientBytes.frame(.pong, data)) }
            return came
          }
          guard case .ping = came else {
            throw probe.failure(
              "a client that answers each ping is given up", expected: "a ping", came: came.words)
          }
          pings += 1
        }
        try probe.expectClose(4003, of: silent, after: "a silence", until: deadline)
        try probe.expectPong(patient, after: "pings that were answered")
      }
    },
    Check(
      "heartbeats/unasked", "Who sends pongs that nobody asked for is pinged all the same", covers: "WS-15"
    ) {
      probe throws(ProbeEnd) in
      try probe.withShortHeartbeat { (probe, seconds) throws(ProbeEnd) in
        let client = try probe.rawGuest()
        // Such as a proxy between that closes what is silent in one direction would not wait for longer.
        let deadline = ContinuousClock.now + .seconds(2 * seconds + 5)
        var came: ProbeWebSocket.Inbound?
        while came == nil, ContinuousClock.now < deadline {
          let soon = ContinuousClock.now + .milliseconds(300)
          came = try probe.attempt { () throws(WebSocketError) in
            try client.send(ClientBytes.frame(.pong, "unasked"))
            return try probe.timely({ () throws(WebSocketError) in try client.next(until: soon) })
          }
        }
        guard case .ping? = came else {
          throw probe.failure(
            "a client that sends pongs gets nothing", expected: "a ping", came: came?.words ?? "nothing")
        }
      }
    },
  ]
}

extension Probe {
  /// Does something on a server whose heartbeat is so short that it can be waited for, and tells how long it is, in seconds.
  fileprivate func withShortHeartbeat(_ body: (Probe, Int) throws(ProbeEnd) -> Void) throws(ProbeEnd) {
    let seconds = try limit("heartbeat_seconds")
    guard seconds * 2 > server.abilities.longestWaitSeconds else { return try body(self, seconds) }
    try onServer(limits: [("heartbeat_seconds", 1)]) { probe throws(ProbeEnd) in
      try body(probe, try probe.limit("heartbeat_seconds"))
    }
  }
}
