import ArgumentParser
import Engine
import Foundation
import Host
import Store
import Wire

/// Does what an operator asks on a database file that no server is using.
struct FileAdministrator: Administrator {
  private let path: String
  private let creates: Bool

  /// An operator's way to a file. It must exist, unless the request may make it.
  init(path: String, creates: Bool) {
    self.path = path
    self.creates = creates
  }

  func answer(to request: AdminRequest) throws -> JSON {
    if !FileManager.default.fileExists(atPath: path) {
      guard creates else {
        throw ValidationError("There is no database \(path); --database names another one.")
      }
      // What is refused leaves no empty file behind.
      let answer = try carryOut(request, on: try Store(.memory, engineVersion: Engine.version))
      guard AdminAnswer.refusal(in: answer) == nil else { return answer }
    }
    do {
      return try carryOut(request, on: try Store(.file(path: path), engineVersion: Engine.version))
    } catch let error as StoreError {
      StandardError.write("verbatim: \(Self.sentence(for: error))\n")
      throw Outcome.unreachable
    }
  }

  private func carryOut(_ request: AdminRequest, on store: Store) throws -> JSON {
    let known = store.journalEnd == .start ? nil : try Recovery.engine(from: store)
    // What the server was set up with stays, and a virtual clock stands still while nobody moves it.
    let configuration = known?.configuration ?? Configuration(clock: .wall)
    let now =
      switch configuration.clock {
      case .wall: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
      case .virtual: known?.now ?? .virtualStart
      }
    let host = try Host(
      store: store, configuration: configuration, credentials: .live(), at: now)
    let answer = try host.administer(request, at: now)
    // Without a commit nothing of this is in the file, not even that it was opened.
    if !request.isReading, AdminAnswer.refusal(in: answer) == nil { _ = try host.commit() }
    return answer
  }

  private static func sentence(for error: StoreError) -> String {
    switch error {
    case .locked(let path): "the database \(path) is locked: a server is using it: give --url"
    case .directoryMissing, .cannotOpen, .notADatabase, .foreignDatabase, .newerSchema, .olderSchema,
      .readOnly, .full,
      .corrupt, .journalBroken, .otherEngine, .contradiction, .failed:
      error.description
    }
  }
}
