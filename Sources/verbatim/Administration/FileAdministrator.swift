import ArgumentParser
import Engine
import Foundation
import Host
import Store
import Wire

import class Host.Host

/// Does what an operator asks on a database file that no server is using.
struct FileAdministrator: Administrator {
  let path: String
  /// Whether a request may make the file, which must exist otherwise.
  let creates: Bool

  func answer(to request: AdminRequest) throws -> JSON {
    if !FileManager.default.fileExists(atPath: path) {
      guard creates else { throw missing }
      // What is refused leaves no empty file behind.
      let answer = try carryOut(request, on: try Store(.memory))
      guard AdminAnswer.refusal(in: answer) == nil else { return answer }
    }
    return try opened { store in try carryOut(request, on: store) }
  }

  /// Does something for the file, in one transaction, and gives the space back that it does not need.
  func maintain(_ body: (Host) throws -> Void) throws {
    guard FileManager.default.fileExists(atPath: path) else { throw missing }
    try opened { store in
      let host = try host(on: store).host
      try body(host)
      _ = try host.commit()
      try store.shrink()
    }
  }

  private var missing: ValidationError {
    ValidationError("There is no database \(path); --database names another one.")
  }

  private func opened<Result>(_ body: (Store) throws -> Result) throws -> Result {
    do {
      return try body(try Store(.file(path: path)))
    } catch let error as StoreError {
      StandardError.write("verbatim: \(Self.sentence(for: error))\n")
      throw Outcome.unreachable
    }
  }

  private func carryOut(_ request: AdminRequest, on store: Store) throws -> JSON {
    let (host, now) = try host(on: store)
    let answer = try host.administer(request, at: now)
    // Without a commit nothing of this is in the file, not even that it was opened.
    if !request.isReading, AdminAnswer.refusal(in: answer) == nil {
      _ = try host.commit()
      // What was said in a room that is deleted goes with the command.
      try host.takeAwayRooms()
    }
    return answer
  }

  private func host(on store: Store) throws -> (host: Host, now: Instant) {
    let found = try Recovery.find(in: store)
    let known = store.journalEnd == .start ? nil : found.engine
    // What the server was set up with stays, and a virtual clock stands still while nobody moves it.
    let configuration = known?.configuration ?? Configuration(clock: .wall)
    let now =
      switch configuration.clock {
      case .wall: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
      case .virtual: known?.now ?? .virtualStart
      }
    return (try Host(found, in: store, configuration: configuration, credentials: .live(), at: now), now)
  }

  private static func sentence(for error: StoreError) -> String {
    if case .locked(let path) = error {
      "the database \(path) is locked: a server is using it: give --url"
    } else {
      error.description
    }
  }
}
