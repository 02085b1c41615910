import HTTPTypes
import NIOPosix
import ServiceLifecycle

/// Shows metrics of a program that is no server itself, at `/metrics` of a port of this machine.
package struct MetricsEndpoint: Service {
  private let port: Int
  private let onRunning: @Sendable (Int) -> Void
  private let answer: Answer

  private struct Answer: HTTPService {
    let page: @Sendable () -> String

    func respond(to request: PlainRequest) async -> PlainResponse {
      guard request.route == .metrics else {
        return PlainResponse(.notFound, code: "not_found", message: "There is no such page; see /metrics.")
      }
      return PlainResponse(text: page(), contentType: PrometheusText.contentType)
    }
  }

  /// An endpoint at a port of 127.0.0.1; 0 takes a free one.
  ///
  /// - Parameters:
  ///   - onRunning: Is told the port once it can be asked.
  ///   - page: Makes the text of `PrometheusText` each time that somebody asks.
  package init(
    port: Int, onRunning: @escaping @Sendable (Int) -> Void, page: @escaping @Sendable () -> String
  ) {
    self.port = port
    self.onRunning = onRunning
    answer = Answer(page: page)
  }

  /// Answers until it is stopped. Errors: an `IOError` where the port cannot be had.
  package func run() async throws {
    let listener = Listener(
      address: .tcp(host: "127.0.0.1", port: port), service: answer,
      group: .singletonMultiThreadedEventLoopGroup)
    let bound = try await listener.bind()
    onRunning(bound.address.port ?? 0)
    try await Listener.serve([bound])
  }
}
