import Engine
import Host
import NIOCore

/// What each event loop is to write for a turn, made in one pass over its frames: what the same receivers get one after the
/// other is one buffer, which they share.
///
/// In a busy room a turn has many messages, each for the same members, with a reply to its sender in between. Whoever is
/// replied to gets everything in its order, frame by frame; all others get the messages at once.
struct TurnWrites<Receiver> {
  enum Write {
    case one(ByteBuffer, Receiver)
    case many(ByteBuffer, [Receiver])
    case close(CloseCode, Receiver)
  }

  private typealias Entry = ConnectionMap<Receiver>.Entry

  private var lanes: [[Write]]
  /// Who gets the frames of the run: those that are not written yet, the first of which is for all of these.
  private var receivers: [ConnectionID] = []
  /// Each frame of the run, and the one connection that it is for, or nil where it is for all.
  private var run: [(frame: Frame, to: Entry?)] = []

  /// No writes yet, for so many event loops.
  init(lanes: Int) {
    self.lanes = Array(repeating: [], count: lanes)
  }

  /// Adds a frame for one connection, or returns false where that is not there.
  mutating func send(
    _ frame: Frame, to id: ConnectionID, in connections: inout ConnectionMap<Receiver>
  ) -> Bool {
    guard let entry = connections.marking(id) else { return false }
    if run.isEmpty { write(frame, to: entry) } else { run.append((frame, entry)) }
    return true
  }

  /// Adds a frame for those of the connections that are there.
  mutating func send(
    _ frame: Frame, toAll ids: [ConnectionID], in connections: inout ConnectionMap<Receiver>
  ) {
    guard !ids.isEmpty else { return }
    if ids != receivers {
      finishRun(in: connections)
      receivers = ids
      connections.clearMarks()
    }
    run.append((frame, nil))
  }

  /// Closes a connection and takes it out, or returns false where it is not there.
  mutating func close(
    _ id: ConnectionID, _ code: CloseCode, in connections: inout ConnectionMap<Receiver>
  ) -> Bool {
    guard let entry = connections.entry(of: id) else { return false }
    finishRun(in: connections)
    lanes[entry.lane].append(.close(code, entry.receiver))
    connections.remove(id)
    return true
  }

  /// The writes of each event loop. The frames of each connection are in their order.
  mutating func finish(in connections: ConnectionMap<Receiver>) -> [[Write]] {
    finishRun(in: connections)
    return lanes
  }

  /// Writes the frames of the run, those for all at once but to whoever gets another one in between.
  private mutating func finishRun(in connections: ConnectionMap<Receiver>) {
    guard !run.isEmpty else { return }
    let shared = run.compactMap { $0.to == nil ? $0.frame.bytes : nil }
    let isSplit = shared.count > 1
    var atOnce = emptyLanes
    var inOrder = emptyLanes
    for id in receivers {
      guard let entry = connections.entry(of: id) else { continue }
      if isSplit, connections.isMarked(entry) {
        inOrder[entry.lane].append(entry.receiver)
      } else {
        atOnce[entry.lane].append(entry.receiver)
      }
    }
    write(FrameBytes.texts(shared), to: atOnce)
    let isAnyInOrder = inOrder.contains { !$0.isEmpty }
    for (frame, entry) in run {
      if let entry {
        write(frame, to: entry)
      } else if isAnyInOrder {
        write(FrameBytes.text(frame.bytes), to: inOrder)
      }
    }
    receivers = []
    run = []
  }

  private var emptyLanes: [[Receiver]] { Array(repeating: [], count: lanes.count) }

  private mutating func write(_ frame: Frame, to entry: Entry) {
    lanes[entry.lane].append(.one(FrameBytes.text(frame.bytes), entry.receiver))
  }

  private mutating func write(_ buffer: ByteBuffer, to receivers: [[Receiver]]) {
    for (lane, receivers) in receivers.enumerated() where !receivers.isEmpty {
      lanes[lane].append(.many(buffer, receivers))
    }
  }
}

extension TurnWrites.Write: Sendable where Receiver: Sendable {}
