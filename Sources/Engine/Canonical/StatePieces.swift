/// The canonical bytes of a state, piece by piece, so that nobody needs the memory for all of them.
///
/// It has a copy of the state. The engine goes on meanwhile, and copies what it changes (`ChunkedArray`).
package struct StatePieces: Sequence, IteratorProtocol, Sendable {
  private let engine: Engine
  private var writer: CanonicalWriter
  private var stage = Stage.users(0)

  private enum Stage {
    case users(Int)
    case rooms(Int)
    case sessions(Int)
    case rest
    case end
  }

  /// From how many bytes on a piece is handed out.
  private static var pieceBytes: Int { 64 << 10 }

  /// Effects must have been taken before: they belong to the turn, not to the state.
  package init(of engine: Engine) { self.init(of: engine, .whole) }

  init(of engine: Engine, _ part: StatePart) {
    precondition(engine.effects.isEmpty, "effects wait to be taken")
    self.engine = engine.withoutIndexes
    writer = CanonicalWriter(part)
    writer.write(1, engine.configuration)
  }

  /// The next piece, or nil after the last one. No piece is empty.
  package mutating func next() -> [UInt8]? {
    while writer.bytes.count < Self.pieceBytes {
      switch stage {
      case .users(let index) where index < engine.users.values.count:
        writer.write(2, all: CollectionOfOne(engine.users.values[index]))
        stage = .users(index + 1)
      case .users: stage = .rooms(0)
      case .rooms(let index) where index < engine.rooms.values.count:
        writer.write(3, all: CollectionOfOne(engine.rooms.values[index]))
        stage = .rooms(index + 1)
      case .rooms: stage = .sessions(0)
      case .sessions(let index) where index < engine.sessions.slots.count:
        writer.write(4, all: CollectionOfOne(engine.sessions.slots[index]))
        stage = .sessions(index + 1)
      case .sessions: stage = .rest
      case .rest:
        writeRest()
        stage = .end
      case .end: return writer.bytes.isEmpty ? nil : writer.takeBytes()
      }
    }
    return writer.takeBytes()
  }

  private mutating func writeRest() {
    writer.write(5, all: engine.sessions.free)
    writer.write(6, all: engine.pairs.talks)
    writer.write(7, engine.messages)
    let requests = engine.requests
    writer.write(8, all: requests.keys.sorted().map { AskedRequest(id: $0, request: requests[$0]) })
    writer.write(9, engine.lastRequest)
    writer.write(10, engine.timers)
    writer.write(11, engine.lastConnection)
    if writer.part == .whole {
      writer.write(12, engine.lastDelivery)
      writer.write(13, engine.now)
      writer.write(14, engine.attempts)
      writer.write(15, engine.ages)
    }
    writer.write(16, all: engine.invitations)
    writer.write(17, all: engine.addressBans)
  }
}

extension Engine {
  /// The state without what can be derived from it, so that a copy does not make the next change copy that.
  fileprivate var withoutIndexes: Engine {
    var engine = self
    engine.userIDs = NameIndex()
    engine.roomIDs = NameIndex()
    engine.connections = [:]
    engine.sessionsByName = [:]
    engine.standing = [:]
    engine.owned = [:]
    engine.overflowing = []
    engine.effects = []
    return engine
  }
}
