import Engine
import Wire

/// Which connection the frames of each session go to, and how they look there. It is asked for each receiver of each
/// message, so it does not hash.
struct ConnectionTable {
  /// Where the frames of a session go.
  struct Endpoint {
    var connection: ConnectionID
    var shape: Dialect.Shape
  }

  private var byIndex: [Endpoint?] = []
  /// How many sessions are attached in each shape, so that a server without tutorial clients looks once.
  private var counts = [Int](repeating: 0, count: Dialect.Shape.allCases.count)

  /// The engine detaches a session before it gives its index to another one, so the index is enough.
  subscript(session: SessionID) -> Endpoint? {
    get { session.index < byIndex.count ? byIndex[session.index] : nil }
    set {
      if session.index >= byIndex.count {
        byIndex += Array(repeating: nil, count: session.index + 1 - byIndex.count)
      }
      if let old = byIndex[session.index] { counts[Int(old.shape.rawValue)] -= 1 }
      if let newValue { counts[Int(newValue.shape.rawValue)] += 1 }
      byIndex[session.index] = newValue
    }
  }

  /// The connections of an audience that speak this shape; sessions that have none get their frames when they are resumed.
  func receivers(in audience: Audience, speaking shape: Dialect.Shape) -> [ConnectionID] {
    guard counts[Int(shape.rawValue)] > 0 else { return [] }
    return [ConnectionID](unsafeUninitializedCapacity: audience.count) { buffer, count in
      for case .some(let session) in audience.slots {
        guard let endpoint = self[session], endpoint.shape == shape else { continue }
        buffer.initializeElement(at: count, to: endpoint.connection)
        count += 1
      }
    }
  }
}
