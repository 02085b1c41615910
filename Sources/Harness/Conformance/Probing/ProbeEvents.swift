import Client
import LiveStage
import Wire

/// A client that reads the events of a room over HTTP.
final class ProbeEvents {
  private let probe: Probe
  private let socket: ProbeSocket
  private let isChunked: Bool
  /// What has come of the body and is no whole event yet.
  private var text = ""

  /// Asks for the events, which have to begin.
  init(of room: String, for user: ProbeUser, after seq: Int? = nil, on probe: Probe) throws(ProbeEnd) {
    let line = "GET /rooms/\(room)/events"
    let headers = seq.map { ["Last-Event-ID": "\($0)"] } ?? [:]
    let request = ClientBytes.request(
      line, to: probe.server.endpoint, headers: headers, token: user.token)
    let socket = try probe.socket()
    let answer = try probe.attempt { () throws(WebSocketError) in
      try socket.send(request)
      return try socket.read(to: "\r\n\r\n", until: socket.deadline)
    }
    guard let head = answer?.lowercased(), head.hasPrefix("http/1.1 200"), head.contains("text/event-stream")
    else {
      throw probe.failure(
        "\(line) does not begin events", expected: "status 200, text/event-stream",
        came: answer ?? "the end of the connection")
    }
    (self.probe, self.socket) = (probe, socket)
    isChunked = head.contains("transfer-encoding: chunked")
  }

  /// Waits for the next event, which has to have these members, and where they are given an id and a name.
  func gets(_ pattern: String, id: String? = nil, event: String? = nil) throws(ProbeEnd) {
    let expected = (event.map { "\($0) " } ?? "") + pattern + (id.map { " as \($0)" } ?? "")
    while true {
      guard let block = try nextBlock() else {
        throw probe.failure("an event does not come", expected: expected, came: "the end of the events")
      }
      guard !block.hasPrefix(":") else { continue }
      var fields: [String: String] = [:]
      for line in block.split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 1)
        let value = parts.count > 1 ? parts[1] : ""
        fields[String(parts[0])] = String(value.hasPrefix(" ") ? value.dropFirst() : value)
      }
      let data = JSON.read(Array(fields["data", default: ""].utf8))
      guard data?.has(JSON.trusted(pattern)) == true, fields["event"] == event,
        id == nil || fields["id"] == id
      else { throw probe.failure("another event comes", expected: expected, came: block) }
      return
    }
  }

  /// Waits for so many comments, which have to come before anything else.
  func getsComments(_ count: Int) throws(ProbeEnd) {
    for _ in 0..<count {
      let block = try nextBlock()
      guard block?.hasPrefix(":") == true else {
        throw probe.failure(
          "a silent room has something else", expected: "a comment", came: block ?? "the end of the events")
      }
    }
  }

  /// Waits for the end of the connection.
  func ends() throws(ProbeEnd) {
    if let block = try nextBlock() {
      throw probe.failure("the events go on", expected: "the end of the connection", came: block)
    }
  }

  /// What comes before the next empty line; nil at the end of the connection.
  private func nextBlock() throws(ProbeEnd) -> String? {
    let deadline = socket.deadline
    while true {
      if let end = text.firstRange(of: "\n\n") {
        defer { text = String(text[end.upperBound...]) }
        return String(text[..<end.lowerBound])
      }
      guard
        let more = try probe.attempt({ () throws(WebSocketError) in try read(until: deadline) })
      else { return nil }
      text += more
    }
  }

  /// More of the body; nil at its end.
  private func read(until deadline: ContinuousClock.Instant) throws(WebSocketError) -> String? {
    guard isChunked else { return try socket.read(to: "\n\n", until: deadline).map { $0 + "\n\n" } }
    return try socket.readChunk(until: deadline).map { String(decoding: $0, as: UTF8.self) }
  }
}
