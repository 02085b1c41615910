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
    case purge((Result<Void, StoreError>?) -> Void)
    /// A copy of the database is made under this path.
    case backup(String, (Result<Void, BackupProblem>?) -> Void)
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
  private let metrics: Metrics
  private let log: ServerLog

  init(_ turns: TurnThread, keeping retention: Retention, metrics: Metrics, log: ServerLog) {
    self.turns = turns
    self.retention = retention
    self.metrics = metrics
    self.log = log
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
      switch job {
      case .snapshot:
        writeSnapshot()
        tidy(.retain(retention))
      case .index: index()
      case .tidy:
        let isDue = portion { [retention] host throws(StoreError) in try host.needsSnapshot(for: retention) }
        if case .success(true)? = isDue { writeSnapshot() }
        tidy(.retain(retention))
      case .purge(let tell): tell(purge())
      case .backup(let path, let tell): tell(backup(to: path))
      }
    }
    for job in jobs {
      switch job {
      case .snapshot, .index, .tidy: break
      case .purge(let tell): tell(nil)
      case .backup(_, let tell): tell(nil)
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

  /// Does a portion between two turns; nil where the server stops, or reads only.
  private func portion<Success>(
    _ body: @escaping (Host) throws(StoreError) -> Success
  ) -> Result<Success, StoreError>? {
    guard !shouldStop else { return nil }
    return turns.betweenTurns { host in
      guard !host.isReadOnly else { return nil }
      do throws(StoreError) { return .success(try body(host)) } catch { return .failure(error) }
    }
  }

  // MARK: - Jobs

  /// Writes a snapshot of what was committed last; nil where the server stops, or reads only.
  @discardableResult private func writeSnapshot() -> Result<JournalEntry.Index, StoreError>? {
    defer { condition.withLock { hasSnapshotJob = false } }
    let start = NIODeadline.now()
    let begun = portion { host in
      let inputs = host.inputsSinceSnapshot
      return (begun: host.beginSnapshot(), inputs: inputs)
    }
    guard case .success(let (begun, inputs))? = begun else { return nil }
    let outcome = write(begun.pieces, with: begun.writer)
    switch outcome {
    case .success?:
      let seconds = Double((NIODeadline.now() - start).nanoseconds) / 1e9
      metrics.snapshots.note(bytes: begun.writer.bytes, seconds: seconds)
    case .failure(let error)?:
      // It costs nothing but a longer next start, and is tried again.
      log.write(.snapshotFailed(error))
      metrics.snapshots.noteFailure()
      condition.withLock { noSnapshotBefore = Date(timeIntervalSinceNow: Self.retryInterval) }
      _ = portion { host in host.snapshotFailed(after: inputs) }
    case nil: break
    }
    return outcome?.map { begun.writer.snapshot.through }
  }

  private func write(_ pieces: StatePieces, with writer: SnapshotWriter) -> Result<Void, StoreError>? {
    for piece in pieces {
      let outcome = portion { host throws(StoreError) in try writer.write(piece, to: host.store) }
      guard case .success? = outcome else { return outcome }
    }
    return portion { host throws(StoreError) in try writer.finish(in: host.store) }
  }

  /// Indexes messages until no more wait than may, or another job does.
  private func index() {
    // What becomes due from now on is asked for anew.
    condition.withLock { hasIndexJob = false }
    while true {
      switch portion({ host throws(StoreError) in try host.store.indexBetweenTurns() }) {
      case .success(true)?:
        guard condition.withLock({ jobs.isEmpty }) else { return request(.index) }
      case .success(false)?, nil: return
      // The next turn tries it, and fails with it where it stays.
      case .failure?: return
      }
    }
  }

  @discardableResult private func tidy(_ tidying: Store.Tidying) -> Result<Void, StoreError>? {
    while true {
      switch portion({ host throws(StoreError) in try host.tidy(tidying) }) {
      case .success(true)?: continue
      case .success(false)?: return .success(())
      case .failure(let error)?:
        log.write(.tidyingFailed(error))
        return .failure(error)
      case nil: return nil
      }
    }
  }

  /// The state is written first, so that nothing before it is needed any more.
  private func purge() -> Result<Void, StoreError>? {
    let begun = portion { host throws(StoreError) in try host.beginPurge() }
    guard case .success? = begun else { return begun }
    let snapshot = writeSnapshot()
    guard case .success(let through)? = snapshot else { return snapshot?.map { _ in } }
    let tidied = tidy(.purge(through: through))
    guard case .success? = tidied else { return tidied }
    return portion { host throws(StoreError) in try host.store.truncateLog() }
  }

  private func backup(to path: String) -> Result<Void, BackupProblem>? {
    let partial = path + ".partial"
    defer { try? FileManager.default.removeItem(atPath: partial) }
    if let taken = BackupFile.taken(path) { return .failure(.exists(taken)) }
    let copy: OnlineBackup
    switch portion({ host throws(StoreError) in try OnlineBackup(of: host.store, to: partial) }) {
    case .success(let begun)?: copy = begun
    case .failure(let error)?: return .failure(.store(error))
    case nil: return nil
    }
    var isComplete = false
    while !isComplete {
      switch portion({ _ throws(StoreError) in try copy.step() }) {
      case .success(let done)?: isComplete = done
      case .failure(let error)?: return .failure(.store(error))
      case nil: return nil
      }
    }
    return BackupFile.finish(partial, as: path)
  }

  private static let firstTidying: TimeInterval = 10
  private static let tidyingInterval: TimeInterval = 600
  private static let retryInterval: TimeInterval = 60
}
