import GRDBSQLite

/// How much a search may look at, counted and not timed: what is too much on one machine is too much on all.
///
/// Every page of a full-text index that is read, and every row that is found, takes some steps of SQLite's virtual machine
/// (sqlite.org/c3ref/progress_handler.html). Reading a page takes as long as finding many rows, so that rows are counted apart.
final class SearchBudget {
  private var steps: Int
  private var rows: Int
  fileprivate private(set) var isSpent = false

  init(steps: Int, rows: Int) { (self.steps, self.rows) = (steps, rows) }

  /// Takes note of a row that was found; false where no further one may be looked at.
  func row() -> Bool {
    rows -= 1
    steps += Self.stepsForRow
    if rows < 0 { isSpent = true }
    return !isSpent
  }

  /// Takes note of a step; false where no further one may be taken.
  fileprivate func step() -> Bool {
    steps -= 1
    if steps < 0 { isSpent = true }
    return !isSpent
  }

  /// About what finding a row takes beside what it takes to read the index.
  private static let stepsForRow = 16
}

extension Connection {
  /// Runs a reading that looks at no more than it may; returns whether that was enough.
  func within(_ budget: SearchBudget, _ body: () throws(StoreError) -> Void) throws(StoreError) -> Bool {
    sqlite3_progress_handler(
      handle, 1,
      { budget in
        guard let budget else { return 1 }
        return Unmanaged<SearchBudget>.fromOpaque(budget).takeUnretainedValue().step() ? 0 : 1
      }, Unmanaged.passUnretained(budget).toOpaque())
    defer { sqlite3_progress_handler(handle, 0, nil, nil) }
    do throws(StoreError) {
      try withExtendedLifetime(budget) { () throws(StoreError) in try body() }
    } catch {
      guard budget.isSpent else { throw error }
    }
    return !budget.isSpent
  }
}
