import Engine
import Host
import Server
import TestSupport
import Testing

@Suite struct `The frames of a turn` {
  @Test func `are written at once where their receivers are the same`() {
    let room = [ConnectionID(1), ConnectionID(2), ConnectionID(3)]
    let runs = FrameRun.runs(of: [
      .sendToMany(frame(1), to: room), .send(frame(2), to: ConnectionID(2)), .sendToMany(frame(3), to: room),
    ])
    #expect(
      runs.map(\.text) == ["1 3 to 1 3", "1 to 2", "2 to 2", "3 to 2"])
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `reach each connection in their order, once`(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    let turn = (0..<40).map { number -> Outgoing in
      switch Int.random(in: 0..<10, using: &random) {
      case 0: .close(connection(&random), .normal)
      case 1...4: .send(frame(number), to: connection(&random))
      case _: .sendToMany(frame(number), to: [room(1), room(1), room(2)].randomElement(using: &random) ?? [])
      }
    }
    var direct: [UInt64: [String]] = [:]
    for outgoing in turn {
      switch outgoing {
      case .send(let frame, let id): direct[id.number, default: []].append(text(frame))
      case .sendToMany(let frame, let ids):
        for id in ids { direct[id.number, default: []].append(text(frame)) }
      case .close(let id, _): direct[id.number, default: []].append("closed")
      }
    }
    var inRuns: [UInt64: [String]] = [:]
    for run in FrameRun.runs(of: turn) {
      switch run {
      case .one(let frame, let id): inRuns[id.number, default: []].append(text(frame))
      case .many(let frames, let ids): for id in ids { inRuns[id.number, default: []] += frames.map(text) }
      case .close(let id, _): inRuns[id.number, default: []].append("closed")
      }
    }
    #expect(inRuns == direct)
  }

  private func connection(_ random: inout RandomNumbers) -> ConnectionID {
    ConnectionID(UInt64.random(in: 1...8, using: &random))
  }

  private func room(_ number: UInt64) -> [ConnectionID] {
    (number..<number + 5).map { ConnectionID($0) }
  }
}

private func frame(_ number: Int) -> Frame { Frame(Array("\(number)".utf8)) }

private func text(_ frame: Frame) -> String { String(decoding: frame.bytes, as: UTF8.self) }

extension FrameRun {
  fileprivate var text: String {
    func list(_ ids: [ConnectionID]) -> String { ids.map { "\($0.number)" }.joined(separator: " ") }
    return switch self {
    case .one(let frame, let id): "\(String(decoding: frame.bytes, as: UTF8.self)) to \(id.number)"
    case .many(let frames, let ids):
      "\(frames.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: " ")) to \(list(ids))"
    case .close(let id, let code): "\(id.number) closed with \(code.rawValue)"
    }
  }
}
