import Engine
import Store

/// Messages that have another text in the tables than they were sent with, and whether the inputs gave it to them.
struct Edits {
  private struct Edited {
    let row: MessageRow
    let fault: TableCheck.Fault
    /// Whether the newest input that edited the message left it as the row is.
    var isExplained = false
  }

  private var rows: [Deletions.Place: Edited] = [:]

  /// A row was edited; some later input must have done it.
  mutating func expect(_ row: MessageRow, otherwise fault: TableCheck.Fault) {
    rows[.init(place: row.place, seq: row.seq)] = Edited(row: row, fault: fault)
  }

  /// An input edited a message; returns whether a row is expected to have been.
  mutating func edit(
    _ place: Deletions.Place, to text: String, mentioning mentions: [UserID], at instant: Instant
  ) -> Bool {
    guard let row = rows[place]?.row else { return false }
    rows[place]?.isExplained =
      row.editedAt == instant
      && (row.deleted || row.text.utf8.elementsEqual(text.utf8) && (row.extras?.mentions ?? []) == mentions)
    return true
  }

  /// The first row that nothing accounts for.
  var unexplained: TableCheck.Fault? {
    rows.values.filter { !$0.isExplained }.map(\.fault).min { $0.entry < $1.entry }
  }
}
