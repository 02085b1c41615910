/// Where a server listens.
package enum ListenAddress: Hashable, Sendable {
  case tcp(host: String, port: Int)
  /// A socket in the file system.
  case unix(path: String)
  /// A socket that whoever started the process has bound already.
  case passed(descriptor: CInt)

  /// Reads `HOST:PORT`, `[ADDRESS]:PORT` or `unix:PATH`; nil where it is none of them.
  package init?(_ text: String) {
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst("unix:".count))
      guard !path.isEmpty, path.utf8.count <= Self.longestPath else { return nil }
      self = .unix(path: path)
      return
    }
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[colon...].dropFirst()),
      (0...65535).contains(port)
    else { return nil }
    var host = text[..<colon]
    if host.first == "[", host.last == "]" {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty else { return nil }
    self = .tcp(host: String(host), port: port)
  }

  /// The longest path that a `sockaddr_un` takes, with the zero behind it.
  private static let longestPath = 107

  /// The port, where there is one.
  package var port: Int? {
    switch self {
    case .tcp(_, let port): port
    case .unix, .passed: nil
    }
  }

  /// Whether whoever connects is on this machine, so that nothing is encrypted.
  var isFile: Bool {
    switch self {
    case .unix: true
    case .tcp, .passed: false
    }
  }
}

extension ListenAddress: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    case .passed(let descriptor): "descriptor:\(descriptor)"
    }
  }
}

/// Why a server cannot listen somewhere.
package struct ListenProblem: Error, CustomStringConvertible {
  package enum Cause: Sendable {
    case inUse, forbidden, notOfThisMachine, unknownHost
    case other(String)
  }

  package let address: ListenAddress
  package let cause: Cause

  package var description: String {
    switch (address, cause) {
    case (.tcp(_, let port), .inUse): "the port \(port) is in use"
    case (_, .inUse): "\(address) is in use"
    case (.tcp(_, let port), .forbidden): "this user may not listen on the port \(port)"
    case (_, .forbidden): "this user may not listen at \(address)"
    case (.tcp(let host, _), .notOfThisMachine): "this machine does not have the address \(host)"
    case (.tcp(let host, _), .unknownHost): "the address \(host) is not known"
    case (_, .notOfThisMachine), (_, .unknownHost): "\(address) is no address of this machine"
    case (_, .other(let reason)): "the server cannot listen at \(address): \(reason)"
    }
  }
}
