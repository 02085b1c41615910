import Metrics

/// What is counted about a bot. Nothing that anybody said is ever a dimension.
struct BotNumbers: Sendable {
  enum Name: String {
    case events = "verbatim_bot_events_total"
    case actions = "verbatim_bot_actions_total"
    case refusals = "verbatim_bot_refusals_total"
    case retries = "verbatim_bot_retries_total"
    case reconnects = "verbatim_bot_reconnects_total"
    case problems = "verbatim_bot_problems_total"
    case dropped = "verbatim_bot_dropped_total"
  }

  private let factory: any MetricsFactory
  private let replies: Timer

  init(_ factory: any MetricsFactory) {
    self.factory = factory
    replies = Timer(label: "verbatim_bot_reply_seconds", factory: factory)
  }

  func count(_ name: Name, _ dimensions: (String, String)..., by amount: Int = 1) {
    // The factory gives the same counter for the same label and dimensions.
    Counter(label: name.rawValue, dimensions: dimensions, factory: factory).increment(by: amount)
  }

  /// How long the server took to answer a command.
  func record(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    replies.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
