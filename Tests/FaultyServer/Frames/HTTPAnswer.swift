/// An answer of HTTP that a defect may change; its length is told anew.
struct HTTPAnswer {
  var status: Int
  var headers: [(name: String, value: String)]
  var body: String

  /// The answer, or nil where its end has not come yet.
  init?(_ bytes: [UInt8]) {
    guard let end = bytes.endOfHead else { return nil }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count >= 2, let status = Int(words[1]) else { return nil }
    headers = lines.dropFirst().compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      return (String(line[..<colon]), String(value))
    }
    let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
    guard bytes.count >= end + length else { return nil }
    (self.status, body) = (status, String(decoding: bytes[end..<end + length], as: UTF8.self))
  }

  var bytes: [UInt8] {
    let others = headers.filter { $0.name.lowercased() != "content-length" }
    let head = ["HTTP/1.1 \(status) Defect"] + others.map { "\($0.name): \($0.value)" }
    return Array((head + ["Content-Length: \(body.utf8.count)"]).joined(separator: "\r\n").utf8)
      + Array("\r\n\r\n\(body)".utf8)
  }

  /// Takes a header away.
  mutating func remove(_ name: String) { headers.removeAll { $0.name.lowercased() == name.lowercased() } }
}

extension [UInt8] {
  /// Where the head of a request or an answer ends that begins here.
  var endOfHead: Int? {
    guard count >= 4 else { return nil }
    return (4...count).first { self[$0 - 4..<$0].elementsEqual([13, 10, 13, 10]) }
  }
}
