import Client
import Foundation
import Relay
import Synchronization
import Wire

/// What a proxy does to every so many texts of a connection.
enum Meddling: String, CaseIterable, Sendable {
  case nothing, drop, double
  /// A text comes after the three that follow it.
  case delay
  /// A text changes its place with the next one.
  case reorder
  /// Another message stands in a text.
  case edit
}

/// A proxy between clients and a right server, which does to every third text of one direction what it is for.
///
/// What the suite itself sends and asks for, as the operator and to know that everything has arrived, passes untouched: the proxy is to be found by
/// what becomes of the conversation. The count is that of the connection, so that a run does the same again.
final class MeddlingProxy: Sendable {
  fileprivate struct Line: Sendable {
    var isOperator = false
    var texts = 0
    /// Texts that are held back, and how many others have to pass before each.
    var held: [(text: [UInt8], others: Int)] = []
  }

  private let relay: Relay
  var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: relay.port) }

  /// - Parameter fromServer: Whether it meddles with what the server says, or else with what clients say.
  init(to server: Endpoint, operatorsToken token: String, _ meddling: Meddling, fromServer: Bool) throws {
    let shared = Shared()
    relay = try Relay(
      port: 0, upstream: server,
      meddling: { event in
        shared.lines.withLock { lines in
          switch (event.kind, fromServer) {
          case (.fromServer(let text), true), (.fromClient(let text), false):
            return RelayPassage(lines[event.connection, default: Line()].passing(text, meddling))
          case (.fromServer(let text), false), (.fromClient(let text), true): return RelayPassage([text])
          case (.opened, _), (.closedByClient, _), (.closedByServer, _), (.broken, _), (.gone, _):
            return RelayPassage([])
          }
        }
      },
      observe: { event in
        guard case .opened(let secrets) = event.kind else { return }
        shared.lines.withLock {
          $0[event.connection] = Line(isOperator: secrets.contains { $0.contains(token) })
        }
      })
  }

  func end() { relay.end() }

  fileprivate final class Shared: Sendable {
    let lines = Mutex<[Int: Line]>([:])
  }
}

extension MeddlingProxy.Line {
  /// What goes on in the place of a text.
  fileprivate mutating func passing(_ text: [UInt8], _ meddling: Meddling) -> [[UInt8]] {
    // The greeting and the log-in are what everything begins with.
    let types = ["hello", "ready", "register", "login"].map { Array(#""type":"\#($0)""#.utf8) }
    guard !isOperator, !types.contains(where: { text.contains($0) }) else { return [text] }
    texts += 1
    for index in held.indices { held[index].others -= 1 }
    defer { held.removeAll { $0.others <= 0 } }
    let late = held.filter { $0.others <= 0 }.map(\.text)
    guard texts.isMultiple(of: 3) else { return [text] + late }
    switch meddling {
    case .nothing: return [text]
    case .drop: return []
    case .double: return [text, text]
    case .delay:
      held.append((text, 3))
      return late
    case .reorder:
      held.append((text, 1))
      return late
    case .edit: return [Self.edited(text)]
    }
  }

  /// The text with other words in its message, or with another sequence number, user or room where it has none.
  private static func edited(_ text: [UInt8]) -> [UInt8] {
    guard let json = try? JSON.parse(text),
      case .object(var members) = json
    else { return text }
    for name in ["message", "line", "seq", "online", "user", "room", "code"] {
      guard let index = members.firstIndex(where: { $0.name == name }) else { continue }
      switch members[index].value {
      case .string(let old): members[index] = .init(name, .string(old + "x"))
      case .integer(let old): members[index] = .init(name, .integer(old + 1))
      case .null, .bool, .number, .array, .object: continue
      }
      return JSON.object(members).bytes
    }
    return text
  }
}
