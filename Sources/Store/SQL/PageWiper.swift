import GRDB
import GRDBSQLite

/// Zeroes the unallocated bytes of a file's b-tree pages, a portion of the pages at a time.
///
/// `secure_delete` zeroes a cell that is deleted, and not one that was moved to a neighbouring page before: the page that it left
/// keeps its bytes between the cell pointers and the cells (sqlite.org/fileformat2.html, "B-tree Pages"; `rebuildPage` in SQLite's
/// `btree.c`). Those bytes mean nothing, so that they can be written behind SQLite's back, in any order and at any crash: all that
/// it takes is that the log is empty, that no other program has the file, and that SQLite reads the pages again afterwards.
struct PageWiper {
  /// The page to go on with. The first one has the schema, which names nobody.
  private var page: Int64 = 2
  /// The file's last page when the first portion was wiped: later ones got nothing but cells that were there.
  private var end: Int64?

  /// Wipes as many pages as are enough for a portion; returns whether there are more. The log is empty, and no transaction is open.
  ///
  /// Errors: what the file system says.
  mutating func wipePortion(of connection: Connection) throws(StoreError) -> Bool {
    let end: Int64
    if let known = self.end { end = known } else { end = try Self.lastPage(of: connection) }
    self.end = end
    let pages = page..<min(page + Self.pagesPerPortion, end + 1)
    guard !pages.isEmpty else { return false }
    try connection.seldom { db in
      // What SQLite has in memory would be written again, with the bytes that are to go.
      sqlite3_db_release_memory(connection.handle)
      var pointer: UnsafeMutablePointer<sqlite3_file>?
      try Self.check(sqlite3_file_control(connection.handle, "main", SQLITE_FCNTL_FILE_POINTER, &pointer))
      guard let file = pointer, let methods = file.pointee.pMethods?.pointee else { return }
      let size = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
      var bytes = [UInt8](repeating: 0, count: size)
      for number in pages {
        let offset = (number - 1) * Int64(size)
        try Self.check(methods.xRead(file, &bytes, Int32(size), offset))
        guard let gap = Self.gap(in: bytes), bytes[gap].contains(where: { $0 != 0 }) else { continue }
        let zeros = [UInt8](repeating: 0, count: gap.count)
        try Self.check(methods.xWrite(file, zeros, Int32(gap.count), offset + Int64(gap.lowerBound)))
      }
      if pages.upperBound > end { try Self.check(methods.xSync(file, SQLITE_SYNC_NORMAL)) }
    }
    page = pages.upperBound
    return page <= end
  }

  /// The last page to be wiped; 0 for a file whose pages cannot be told apart.
  private static func lastPage(of connection: Connection) throws(StoreError) -> Int64 {
    try connection.seldom { db in
      // The pages that map the others in a file with auto-vacuum look like those of a b-tree. No file of ours has it.
      let mapsPages = try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") != 0
      let count = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      return mapsPages || count >= pageLimit ? 0 : count
    }
  }

  /// The bytes of a b-tree page between its cell pointers and its cells; nil for a page of another kind.
  static func gap(in page: [UInt8]) -> Range<Int>? {
    func number(at index: Int) -> Int { Int(page[index]) << 8 | Int(page[index + 1]) }
    let headerBytes: Int
    switch page.first {
    case 0x02, 0x05: headerBytes = 12
    case 0x0a, 0x0d: headerBytes = 8
    default: return nil
    }
    let start = headerBytes + 2 * number(at: 3)
    // A page of 65,536 bytes without cells says 0.
    let end = number(at: 5) == 0 ? 65536 : number(at: 5)
    return start <= end && end <= page.count ? start..<end : nil
  }

  private static func check(_ code: Int32) throws(DatabaseError) {
    if code != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  private static let pagesPerPortion: Int64 = 256
  /// A page that is no b-tree's begins with the number of another page, whose first byte is that of a b-tree from here on:
  /// 128 GiB with pages of 4 KiB. Larger files are left as they are.
  private static let pageLimit: Int64 = 1 << 25
}
