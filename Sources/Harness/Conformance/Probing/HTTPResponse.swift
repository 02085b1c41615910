import Client

/// A server's answer in HTTP/1.1.
struct HTTPResponse {
  let status: Int
  /// The headers, their names in lower case.
  let headers: [String: String]
  let body: [UInt8]

  /// Reads an answer with its body; nil where the connection ends before there is any.
  ///
  /// - Throws: `timeout`, and `protocolViolation` where it is no answer in HTTP.
  init?(from socket: ProbeSocket, until deadline: ContinuousClock.Instant) throws(WebSocketError) {
    guard let head = try socket.read(to: "\r\n\r\n", until: deadline) else { return nil }
    let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      throw .protocolViolation(reason: "it answers with `\(lines[0].prefix(100))`, which is no HTTP")
    }
    self.status = status
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
    }
    self.headers = headers
    if status == 101 || status == 204 {
      body = []
    } else if headers["transfer-encoding"]?.lowercased() == "chunked" {
      var chunks: [UInt8] = []
      while let chunk = try socket.readChunk(until: deadline) { chunks += chunk }
      body = chunks
    } else if let length = headers["content-length"].flatMap({ Int($0) }), length >= 0 {
      body = try socket.read(length, until: deadline) ?? []
    } else {
      body = try socket.readToEnd(until: deadline)
    }
  }
}
