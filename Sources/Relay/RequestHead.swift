import Client

/// The head of an HTTP/1.1 request on its way through a relay.
struct RequestHead {
  private var lines: [String]

  /// The longest head that is passed on, in bytes.
  static let longest = 65_536

  /// Reads a head up to its empty line.
  init(_ bytes: some Sequence<UInt8>) {
    // Every byte is one scalar, so that each comes out as it went in.
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(Unicode.Scalar(byte)) }
    lines = String(text).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0.last == "\r" ? $0.dropLast() : $0)
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
  }

  /// The path with its query.
  var path: String {
    let words = (lines.first ?? "").split(separator: " ")
    return words.count > 1 ? String(words[1]) : ""
  }

  var isUpgrade: Bool { values("upgrade").contains { $0.lowercased() == "websocket" } }

  /// What may not be written down: tokens and cookies.
  var secrets: [String] {
    let tokens = values("authorization").compactMap { $0.split(separator: " ").last.map(String.init) }
    let cookies = values("cookie").flatMap { $0.split(separator: ";") }.compactMap {
      $0.split(separator: "=", maxSplits: 1).last.map(String.init)
    }
    return tokens + cookies
  }

  private func values(_ name: String) -> [String] {
    lines.dropFirst().compactMap { line in
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { return nil }
      return String(line[line.index(after: colon)...].drop(while: \.isWhitespace))
    }
  }

  /// Turns it to the server that the relay goes to. Compression is not asked for, because it could not be read.
  mutating func redirect(to endpoint: Endpoint, from local: String) {
    if path == "/ws", let first = lines.first {
      lines[0] = first.split(separator: " ").enumerated().map {
        $0.offset == 1 ? endpoint.path : String($0.element)
      }
      .joined(separator: " ")
    }
    lines = lines.filter { !$0.lowercased().hasPrefix("sec-websocket-extensions:") }.map { line in
      switch line.lowercased() {
      case let line where line.hasPrefix("host:"): return "Host: \(endpoint.authority)"
      // A page that the relay's own address served has the server's own origin.
      case "origin: http://\(local)":
        return "Origin: \(endpoint.isSecure ? "https" : "http")://\(endpoint.authority)"
      case _: return line
      }
    }
  }

  var bytes: [UInt8] {
    (lines.joined(separator: "\r\n") + "\r\n\r\n").unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }
}
