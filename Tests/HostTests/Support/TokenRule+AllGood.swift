import Engine
import Store

extension Store.TokenRule {
  /// Lets every token be good.
  static var allGood: Store.TokenRule {
    Store.TokenRule(oldestUse: Instant(milliseconds: .min)) { [] }
  }
}
