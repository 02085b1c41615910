import Engine
import Host
import NIOCore
import TestSupport
import Testing

@testable import Server

@Suite struct `The writes of a turn` {
  private var turn = Turn(connections: 1...12)

  @Test mutating func `are one where their receivers are the same`() {
    let room = [ConnectionID(1), ConnectionID(2), ConnectionID(3)]
    turn.add(.sendToMany(frame(1), to: room))
    turn.add(.send(frame(2), to: ConnectionID(2)))
    turn.add(.sendToMany(frame(3), to: room))
    let lanes = turn.finish()
    #expect(lanes == [["1 to 2", "2 to 2", "3 to 2"], ["1 3 to 1 3"]])
  }

  @Test mutating func `put a reply before or after the messages, where it was`() {
    let room = [ConnectionID(1), ConnectionID(3)]
    turn.add(.send(frame(1), to: ConnectionID(1)))
    turn.add(.sendToMany(frame(2), to: room))
    turn.add(.send(frame(3), to: ConnectionID(3)))
    let lanes = turn.finish()
    #expect(lanes == [[], ["1 to 1", "2 to 1 3", "3 to 3"]])
  }

  @Test mutating func `end with a close, and nothing is for who has gone`() {
    let room = [ConnectionID(1), ConnectionID(3), ConnectionID(99)]
    turn.add(.sendToMany(frame(1), to: room))
    turn.add(.close(ConnectionID(1), .kicked))
    turn.add(.sendToMany(frame(2), to: room))
    turn.add(.send(frame(3), to: ConnectionID(1)))
    turn.add(.close(ConnectionID(1), .kicked))
    let lanes = turn.finish()
    #expect(lanes == [[], ["1 to 1 3", "1 closed with 4504", "2 to 3"]])
    #expect(turn.unknown == [1, 1])
  }

  @Test(arguments: 0..<UInt64(Soak.rounds(20, of: 200)))
  func `reach each connection in their order, once`(seed: UInt64) {
    var turn = Turn(connections: 1...12)
    var random = RandomNumbers(seed: seed)
    let outgoing = (0..<40).map { number -> Outgoing in
      switch Int.random(in: 0..<10, using: &random) {
      case 0: .close(connection(&random), .normal)
      case 1...4: .send(frame(number), to: connection(&random))
      case _: .sendToMany(frame(number), to: [room(1), room(1), room(2)].randomElement(using: &random) ?? [])
      }
    }
    var gone: Set<UInt64> = []
    var direct: [UInt64: [String]] = [:]
    func note(_ text: String, for id: ConnectionID) {
      if !gone.contains(id.number) { direct[id.number, default: []].append(text) }
    }
    for item in outgoing {
      switch item {
      case .send(let frame, let id): note(text(frame.bytes), for: id)
      case .sendToMany(let frame, let ids): for id in ids { note(text(frame.bytes), for: id) }
      case .close(let id, _):
        note("closed", for: id)
        gone.insert(id.number)
      }
      turn.add(item)
    }
    var written: [UInt64: [String]] = [:]
    for write in turn.writes.finish(in: turn.connections).joined() {
      switch write {
      case .one(let buffer, let number): written[number, default: []] += texts(buffer)
      case .many(let buffer, let numbers):
        for number in numbers { written[number, default: []] += texts(buffer) }
      case .close(_, let number): written[number, default: []].append("closed")
      }
    }
    #expect(written == direct)
  }

  private func connection(_ random: inout RandomNumbers) -> ConnectionID {
    ConnectionID(UInt64.random(in: 1...8, using: &random))
  }

  private func room(_ number: UInt64) -> [ConnectionID] {
    (number..<number + 5).map { ConnectionID($0) }
  }
}

/// A turn on two event loops, whose connections are numbers.
private struct Turn {
  var connections = ConnectionMap<UInt64>()
  var writes = TurnWrites<UInt64>(lanes: 2)
  /// For whom there was something and who was not there.
  private(set) var unknown: [UInt64] = []

  init(connections numbers: ClosedRange<UInt64>) {
    for number in numbers { connections.insert(number, as: ConnectionID(number), lane: Int(number % 2)) }
  }

  mutating func add(_ outgoing: Outgoing) {
    switch outgoing {
    case .sendToMany(let frame, let ids): writes.send(frame, toAll: ids, in: &connections)
    case .send(let frame, let id):
      if !writes.send(frame, to: id, in: &connections) { unknown.append(id.number) }
    case .close(let id, let code):
      if !writes.close(id, code, in: &connections) { unknown.append(id.number) }
    }
  }

  /// The writes of each event loop, in a form that can be read.
  mutating func finish() -> [[String]] {
    writes.finish(in: connections).map { $0.map(Self.text) }
  }

  private static func text(_ write: TurnWrites<UInt64>.Write) -> String {
    switch write {
    case .one(let buffer, let number): "\(list(texts(buffer))) to \(number)"
    case .many(let buffer, let numbers): "\(list(texts(buffer))) to \(list(numbers.map { "\($0)" }))"
    case .close(let code, let number): "\(number) closed with \(code.rawValue)"
    }
  }

  private static func list(_ words: [String]) -> String { words.joined(separator: " ") }
}

private func frame(_ number: Int) -> Frame { Frame(Array("\(number)".utf8)) }

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// The texts of the frames in a buffer, which are short.
private func texts(_ buffer: ByteBuffer) -> [String] {
  var buffer = buffer
  var texts: [String] = []
  while let head = buffer.readBytes(length: 2), let bytes = buffer.readBytes(length: Int(head[1])) {
    texts.append(text(bytes))
  }
  return texts
}
