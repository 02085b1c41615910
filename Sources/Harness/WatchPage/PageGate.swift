/// Who gets the page: who knows its address, which has a secret in it, in a browser that is really at that address.
///
/// Pages of other sites can have a browser ask 127.0.0.1 too, by a name that they let lead there or by a WebSocket. The first shows in
/// `Host`, the second in `Origin`, and neither knows the secret.
package struct PageGate: Hashable, Sendable {
  /// What is asked for.
  package enum Place: Hashable, Sendable {
    case page
    case live
  }

  /// Why it is not given.
  package enum Refusal: Error, Hashable, Sendable {
    /// The address has no such place, or not the secret.
    case unknownPlace
    /// The browser was led here by another name.
    case foreignHost
    /// A page of another site asks.
    case foreignOrigin
  }

  private let secret: String
  private let port: Int

  /// - Parameter secret: Letters and digits that cannot be guessed.
  package init(secret: String, port: Int) { (self.secret, self.port) = (secret, port) }

  /// The address of the page.
  package var pageAddress: String { "http://127.0.0.1:\(port)/\(secret)/" }
  /// The address of its WebSocket.
  package var liveAddress: String { "ws://127.0.0.1:\(port)/\(secret)/live" }

  /// Where a request leads.
  ///
  /// - Parameters:
  ///   - path: The target of the request, without a query.
  ///   - hosts: The values of its `Host`.
  ///   - origins: The values of its `Origin`; browsers send one with every WebSocket.
  package func place(_ path: String, hosts: [String], origins: [String]) throws(Refusal) -> Place {
    guard hosts == ["127.0.0.1:\(port)"] else { throw .foreignHost }
    let own = "http://127.0.0.1:\(port)"
    switch path {
    case "/\(secret)/":
      guard origins.allSatisfy({ $0 == own }) else { throw .foreignOrigin }
      return .page
    case "/\(secret)/live":
      guard origins == [own] else { throw .foreignOrigin }
      return .live
    case _: throw .unknownPlace
    }
  }
}
