package import Engine
package import Host

/// A part of a turn as it is written: frames that the same receivers get one after the other are written as one.
///
/// In a busy room a turn has many messages, each for the same members, with a reply to its sender in between. Connections
/// that get a reply receive all frames in order, one by one; all others receive the messages in one write.
package enum FrameRun {
  case one(Frame, ConnectionID)
  case many([Frame], [ConnectionID])
  case close(ConnectionID, CloseCode)

  /// The parts of a turn, in an order that keeps the order of each connection.
  package static func runs(of turn: [Outgoing]) -> [FrameRun] {
    var runs: [FrameRun] = []
    var open = Run()
    for outgoing in turn {
      switch outgoing {
      case .sendToMany(let frame, let ids):
        if !open.receivers.isEmpty, open.receivers != ids { open.finish(into: &runs) }
        open.receivers = ids
        open.frames.append((frame, nil))
      case .send(let frame, let id): open.frames.append((frame, id))
      case .close(let id, let code):
        open.finish(into: &runs)
        runs.append(.close(id, code))
      }
    }
    open.finish(into: &runs)
    return runs
  }

  /// Frames for the same receivers, and between them frames for one connection each.
  private struct Run {
    var receivers: [ConnectionID] = []
    /// A frame, and the one connection that it is for, or nil where it is for all.
    var frames: [(frame: Frame, to: ConnectionID?)] = []

    mutating func finish(into runs: inout [FrameRun]) {
      defer { self = Run() }
      let shared = frames.filter { $0.to == nil }.map(\.frame)
      guard shared.count > 1 else {
        for (frame, to) in frames { runs.append(to.map { .one(frame, $0) } ?? .many([frame], receivers)) }
        return
      }
      let singled = Set(frames.compactMap(\.to))
      runs.append(.many(shared, receivers.filter { !singled.contains($0) }))
      let alsoShared = singled.isEmpty ? [] : receivers.filter(singled.contains)
      for (frame, to) in frames {
        if let to {
          runs.append(.one(frame, to))
        } else if !alsoShared.isEmpty {
          runs.append(.many([frame], alsoShared))
        }
      }
    }
  }
}
