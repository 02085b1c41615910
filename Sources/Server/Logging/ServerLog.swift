import Logging

/// The log of a server. It takes nothing but `ServerEvent`, and that is what keeps secrets out.
struct ServerLog: Sendable {
  private let logger: Logger

  init(_ logger: Logger) {
    self.logger = logger
  }

  /// Writes an event, where its level is wanted.
  func write(_ event: ServerEvent) {
    guard event.level >= logger.logLevel else { return }
    logger.log(level: event.level, event.message, metadata: event.fields)
  }
}
