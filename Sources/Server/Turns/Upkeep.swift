import Engine
import Foundation
import Host
import NIOCore
import Store

import class Host.Host

/// What a server does for its file beside the chat: snapshots, cutting the journal, backups.
///
/// It has one thread and one job at a time. The work that needs the database is done by the turn thread between two turns,
/// a portion at a time, so that no turn waits for more than a portion.
final class Upkeep: @unchecked Sendable {
  /// What there is to do.
  enum Job {
    /// A snapshot is due.
    case snapshot
    /// More messages wait to be indexed than turns have got through, or those of an earlier program do.
    case index
    /// Whatever is older than what is kept may go.
    case tidy
    /// Everything that came before goes, at once.
    case purge((Outcome) -> Void)
    /// A copy of the database is made under this path.
    case backup(String, (Outcome) -> Void)
  }

  /// What became of a job that somebody waits for.
  typealias Outcome = Result<Void, Interruption>

  /// Why a job was not finished.
  enum Interruption: Error {
    /// The server stops, or reads only.
    case unavailable
    case failed(StoreError)
    case noBackup(BackupProblem)

    /// What the operator is told.
    var refusal: Refusal {
      switch self {
      case .unavailable: Refusal(.unavailable, "The server goes away, or cannot write.")
      case .failed(let error): Refusal(.unavailable, error.description)
      case .noBackup(let problem): Refusal(.unavailable, problem.message)
      }
    }
  }

  private let condition = NSCondition()
  /// Nobody need say anything for the messages of an earlier program to be indexed.
  private var jobs: [Job] = [.index]
  private var isStopping = false
  private var hasSnapshotJob = false
  private var hasIndexJob = true
  private var whenStopped: (@Sendable () -> Void)?
  private var nextTidying = Date(timeIntervalSinceNow: firstTidying)
  /// After a snapshot that failed, the next one waits.
  private var noSnapshotBefore = Date.distantPast

  private let turns: TurnThread
  let retention: Retention

  init(_ turns: TurnThread, keeping retention: Retention) {
    self.turns = turns
    self.retention = retention
  }

  // MARK: - From other threads

  func start() {
    let thread = Thread { [self] in run() }
    thread.name = "upkeep"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Has something done when its turn comes. A snapshot is asked for once, and so is the index.
  func request(_ job: Job) {
    condition.withLock {
      switch job {
      case .snapshot:
        guard !hasSnapshotJob, Date() >= noSnapshotBefore else { return }
        hasSnapshotJob = true
      case .index:
        guard !hasIndexJob else { return }
        hasIndexJob = true
      case .tidy, .purge, .backup: break
      }
      jobs.append(job)
      condition.signal()
    }
  }

  /// Ends the thread; what is under way is given up.
  func stop() async {
    await withCheckedContinuation { continuation in
      condition.withLock {
        isStopping = true
        whenStopped = { continuation.resume() }
        condition.signal()
      }
    }
  }

  // MARK: - The thread

  private func run() {
    while let job = nextJob() {
      // What nobody waits for has been logged where it failed, and is tried again.
      switch job {
      case .snapshot:
        _ = try? writeSnapshot()
        try? tidy(.retain(retention))
      case .index: try? index()
      case .tidy:
        let isDue = try? portion { [retention] host throws(StoreError) in
          try host.needsSnapshot(for: retention)
        }
        if isDue == true { _ = try? writeSnapshot() }
        try? tidy(.retain(retention))
      case .purge(let tell): tell(Outcome { () throws(Interruption) in try purge() })
      case .backup(let path, let tell): tell(Outcome { () throws(Interruption) in try backup(to: path) })
      }
    }
    for job in jobs {
      switch job {
      case .snapshot, .index, .tidy: break
      case .purge(let tell), .backup(_, let tell): tell(.failure(.unavailable))
      }
    }
    condition.withLock { whenStopped }?()
  }

  private func nextJob() -> Job? {
    condition.withLock {
      while true {
        if isStopping { return nil }
        if !jobs.isEmpty { return jobs.removeFirst() }
        if Date() >= nextTidying {
          nextTidying = Date(timeIntervalSinceNow: Self.tidyingInterval)
          return .tidy
        }
        _ = condition.wait(until: nextTidying)
      }
    }
  }

  private var shouldStop: Bool { condition.withLock { isStopping } }

  /// Does a portion between two turns.
  private func portion<Success>(
    _ body: @escaping (Host) throws(StoreError) -> Success
  ) throws(Interruption) -> Success {
    guard !shouldStop else { throw .unavailable }
    let outcome: Result<Success, StoreError>? = turns.betweenTurns { host in
      guard !host.isReadOnly else { return nil }
      return Result { () throws(StoreError) in try body(host) }
    }
    switch outcome {
    case .success(let success)?: return success
    case .failure(let error)?: throw .failed(error)
    case nil: throw .unavailable
    }
  }

  // MARK: - Jobs

  /// Writes a snapshot of what was committed last; returns up to where it goes.
  private func writeSnapshot() throws(Interruption) -> JournalEntry.Index {
    defer { condition.withLock { hasSnapshotJob = false } }
    let start = NIODeadline.now()
    let (inputs, begun) = try portion { host in (host.inputsSinceSnapshot, host.beginSnapshot()) }
    let writer = begun.writer
    do throws(Interruption) {
      for piece in begun.pieces {
        try portion { host throws(StoreError) in try writer.write(piece, to: host.store) }
      }
      try portion { host throws(StoreError) in try writer.finish(in: host.store) }
    } catch {
      if case .failed(let error) = error {
        // It costs nothing but a longer next start, and is tried again.
        turns.log.write(.snapshotFailed(error))
        turns.metrics.snapshots.failures.add()
        condition.withLock { noSnapshotBefore = Date(timeIntervalSinceNow: Self.retryInterval) }
        try? portion { host in host.snapshotFailed(after: inputs) }
      }
      throw error
    }
    let seconds = Double((NIODeadline.now() - start).nanoseconds) / 1e9
    turns.metrics.snapshots.note(bytes: writer.bytes, seconds: seconds)
    return writer.snapshot.through
  }

  /// Indexes messages until no more wait than may, or another job does. Where it fails, the next turn tries it, and fails with it
  /// where that stays so.
  private func index() throws(Interruption) {
    // What becomes due from now on is asked for anew.
    condition.withLock { hasIndexJob = false }
    while try portion({ host throws(StoreError) in try host.store.indexBetweenTurns() }) {
      guard condition.withLock({ jobs.isEmpty }) else { return request(.index) }
    }
  }

  private func tidy(_ tidying: Store.Tidying) throws(Interruption) {
    do throws(Interruption) {
      while try portion({ host throws(StoreError) in try host.tidy(tidying) }) {}
    } catch {
      if case .failed(let error) = error { turns.log.write(.tidyingFailed(error)) }
      throw error
    }
  }

  /// The state is written first, so that nothing before it is needed any more.
  private func purge() throws(Interruption) {
    try portion { host throws(StoreError) in try host.beginPurge() }
    try tidy(.purge(through: writeSnapshot()))
    try portion { host throws(StoreError) in try host.store.truncateLog() }
  }

  private func backup(to path: String) throws(Interruption) {
    let partial = path + ".partial"
    defer { try? FileManager.default.removeItem(atPath: partial) }
    if let taken = BackupFile.taken(path) { throw .noBackup(.exists(taken)) }
    let copy = try portion { host throws(StoreError) in try OnlineBackup(of: host.store, to: partial) }
    while try !portion({ _ throws(StoreError) in try copy.step() }) {}
    if case .failure(let problem) = BackupFile.finish(partial, as: path) { throw .noBackup(problem) }
  }

  private static let firstTidying: TimeInterval = 10
  private static let tidyingInterval: TimeInterval = 600
  private static let retryInterval: TimeInterval = 60
}
