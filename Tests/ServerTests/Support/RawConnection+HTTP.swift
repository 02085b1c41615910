import Wire

/// An answer over HTTP, taken apart.
struct HTTPReply {
  let status: Int
  let headers: [String: String]
  let body: String

  init?(_ text: String) {
    guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
    let lines = text[..<end.lowerBound].split(separator: "\r\n")
    guard let first = lines.first, let status = Int(first.split(separator: " ")[1]) else { return nil }
    self.status = status
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    self.headers = headers
    body = String(text[end.upperBound...])
  }

  /// The body as JSON; null where it is none.
  var json: JSON { (try? JSON.parse(Array(body.utf8), maximumBytes: 1 << 20, maximumDepth: 8)) ?? .null }

  /// The `code` of an error.
  var code: String? {
    if case .string(let code)? = json["code"] { code } else { nil }
  }

  /// The cookie of a log-in, as a client sends it back.
  var cookie: String? { headers["set-cookie"].flatMap { $0.split(separator: ";").first.map(String.init) } }
}

extension ServerUnderTest {
  struct NoAnswer: Error { let text: String }

  /// Asks once, on a connection of its own.
  func ask(
    _ line: String, _ headers: [String: String] = [:], body: String = ""
  ) async throws -> HTTPReply {
    let connection = try await RawConnection(port: port)
    var head = "\(line) HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n"
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
    if !body.isEmpty { head += "Content-Length: \(body.utf8.count)\r\n" }
    try await connection.send(head + "\r\n" + body)
    let text = await connection.readToEnd()
    guard let reply = HTTPReply(text) else { throw NoAnswer(text: text) }
    return reply
  }

  /// Sends a form, as a web page does.
  func post(_ path: String, _ form: String, _ headers: [String: String] = [:]) async throws -> HTTPReply {
    try await ask(
      "POST \(path)", headers.merging(["Content-Type": "application/x-www-form-urlencoded"]) { $1 },
      body: form)
  }

  /// The metrics, each line's value under what stands before it.
  func metrics() async throws -> [String: Double] {
    try PrometheusPage(await ask("GET /metrics").body).values
  }
}
