import Engine
import Foundation
import Logging
import Server
import ServiceLifecycle

/// The requests over HTTP that take a server the longest: each field, header and parameter with each of the worst texts in it, to a
/// server with a virtual clock, on which passwords cost nothing.
///
/// What is measured is from the request to its answer, with the reading, two hand-overs between threads and the network in it, so that
/// the work for it is less.
enum WorstRequests {
  private struct Request {
    let name: String
    let head: String
    var body = ""

    var bytes: [UInt8] {
      Array("\(head)Host: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
    }
  }

  /// The longest answer of each route, and of all.
  static func measure(_ size: BenchmarkSize) async throws -> [Measurement] {
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.clock = .virtual
    configuration.limits.removeRates()
    var logger = Logger(label: "benchmark")
    logger.logLevel = .critical
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let server = try LiveServer(configuration, logger: logger) { continuation.yield($0) }
    let group = ServiceGroup(services: [server], logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      var longest: [String: Double] = [:]
      for await port in ports {
        for request in requests() {
          let seconds =
            try (0..<(size == .full ? 3 : 1)).map { _ in try answer(to: request, port: port) }.min() ?? 0
          longest[request.name] = max(longest[request.name] ?? 0, seconds)
        }
        break
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      return longest.sorted { $0.key < $1.key }.map {
        Measurement(name: "strangers/http/\($0.key)", value: $0.value * 1000, unit: "ms")
      } + [
        Measurement(
          name: "strangers/longest_request", value: (longest.values.max() ?? 0) * 1000, unit: "ms",
          goal: .atMost(5))
      ]
    }
  }

  private static func requests() -> [Request] {
    let routes = [
      "healthz", "readyz", "metrics", "rooms", "register", "login", "logout", "password", "ws", "nothing",
    ]
    return routes.flatMap { route in
      WorstText.allCases.flatMap { text -> [Request] in
        let (short, long) = (text.text(bytes: 6_000), text.text(bytes: 15_000))
        let encoded = short.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let isForm = ["register", "login", "logout", "password"].contains(route)
        let method = isForm ? "POST" : "GET"
        let form = "Content-Type: application/x-www-form-urlencoded\r\n"
        var requests = ["cookie: session=", "authorization: Bearer ", "origin: http://", "x-forwarded-for: "]
          .map {
            Request(
              name: route,
              head: "\(method) /\(route) HTTP/1.1\r\n\($0)\(ascii(short))\r\n\(isForm ? form : "")")
          }
        requests.append(
          Request(name: route, head: "\(method) /\(route)?cursor=\(encoded)&limit=9 HTTP/1.1\r\n"))
        requests.append(Request(name: route, head: "\(method) /\(route)/\(encoded) HTTP/1.1\r\n"))
        guard isForm else { return requests }
        for field in ["username", "password", "old_password"] {
          let others = ["username", "password", "old_password"].filter { $0 != field }.map { "\($0)=bob" }
          let body = (others + ["\(field)=\(encoded.prefix(14_000))"]).joined(separator: "&")
          requests.append(Request(name: route, head: "POST /\(route) HTTP/1.1\r\n\(form)", body: body))
          requests.append(
            Request(
              name: route, head: "POST /\(route) HTTP/1.1\r\nContent-Type: application/json\r\n",
              body: #"{"username":"bob","password":"a password","\#(field)":"\#(long)"}"#))
        }
        requests.append(
          Request(
            name: route, head: "POST /\(route) HTTP/1.1\r\n\(form)",
            body: String(repeating: "a=&", count: 5000)))
        return requests
      }
    }
  }

  /// What a header can hold.
  private static func ascii(_ text: String) -> String {
    String(decoding: text.utf8.map { $0 < 32 || $0 == 127 ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
  }

  /// How long it takes until the answer is there.
  private static func answer(to request: Request, port: Int) throws -> Double {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw UnexpectedOutcome("cannot connect to 127.0.0.1:\(port)") }
    let bytes = request.bytes
    var answer = [UInt8](repeating: 0, count: 4096)
    return try Timing.of {
      guard send(socket, bytes, bytes.count, 0) == bytes.count, recv(socket, &answer, answer.count, 0) > 0
      else {
        throw UnexpectedOutcome("no answer to \(request.head.prefix(80))")
      }
    }.seconds
  }
}
