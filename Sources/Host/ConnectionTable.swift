import Engine

/// Which connection the frames of each session go to. It is asked for each receiver of each message, so it does not hash.
struct ConnectionTable {
  private var byIndex: [ConnectionID?] = []

  /// The engine detaches a session before it gives its index to another one, so the index is enough.
  subscript(session: SessionID) -> ConnectionID? {
    get { session.index < byIndex.count ? byIndex[session.index] : nil }
    set {
      if session.index >= byIndex.count {
        byIndex += Array(repeating: nil, count: session.index + 1 - byIndex.count)
      }
      byIndex[session.index] = newValue
    }
  }

  /// The connections of an audience; sessions that have none get their frames when they are resumed.
  func receivers(in audience: Audience) -> [ConnectionID] {
    [ConnectionID](unsafeUninitializedCapacity: audience.count) { buffer, count in
      for case .some(let session) in audience.slots {
        guard let connection = self[session] else { continue }
        buffer.initializeElement(at: count, to: connection)
        count += 1
      }
    }
  }
}
