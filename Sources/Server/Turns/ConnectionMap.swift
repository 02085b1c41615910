import Engine

/// The connections that the engine knows, by their numbers. Each receiver of each frame is looked up here, so it does not hash.
///
/// Numbers are given in order and never again, so that those in use are close together: a page has the places of 256 of them that
/// follow one another, and is there only while one of its connections is.
struct ConnectionMap<Receiver> {
  /// A connection, and where its frames are written.
  struct Entry {
    let receiver: Receiver
    private let narrowLane: UInt32
    fileprivate var mark: UInt32 = 0

    fileprivate init(_ receiver: Receiver, lane: Int) {
      self.receiver = receiver
      narrowLane = UInt32(lane)
    }

    /// The place of its event loop among the server's.
    var lane: Int { Int(narrowLane) }
  }

  private struct Page {
    /// A place for each number of the page, or none at all where the page has no connection.
    var places: [Entry?] = []
    var count = 0
  }

  private var pages: [Page] = []
  /// Which page of all the first of `pages` is.
  private var firstPage = 0
  /// What the marked connections are marked with.
  private var mark: UInt32 = 0

  /// How many numbers a page is for.
  private static var pageSize: Int { 256 }

  subscript(id: ConnectionID) -> Receiver? { entry(of: id)?.receiver }

  func entry(of id: ConnectionID) -> Entry? {
    guard let (page, place) = location(of: id) else { return nil }
    return pages[page].places[place]
  }

  /// Adds a connection, whose number is new.
  mutating func insert(_ receiver: Receiver, as id: ConnectionID, lane: Int) {
    let number = Int(id.number)
    let page = makePage(number / Self.pageSize)
    pages[page].places[number % Self.pageSize] = Entry(receiver, lane: lane)
    pages[page].count += 1
  }

  /// Takes a connection out; returns nil where it is not there.
  @discardableResult
  mutating func remove(_ id: ConnectionID) -> Entry? {
    guard let (page, place) = location(of: id), let entry = pages[page].places[place] else { return nil }
    pages[page].places[place] = nil
    pages[page].count -= 1
    if pages[page].count == 0 { pages[page].places = [] }
    return entry
  }

  /// Takes all connections out, in the order of their numbers.
  mutating func removeAll() -> [Receiver] {
    let all = pages.flatMap { page in page.places.compactMap { $0?.receiver } }
    self = ConnectionMap()
    return all
  }

  /// Where a number has its place, unless its page has no connection.
  private func location(of id: ConnectionID) -> (page: Int, place: Int)? {
    let number = Int(id.number)
    let page = number / Self.pageSize - firstPage
    guard page >= 0, page < pages.count, pages[page].count > 0 else { return nil }
    return (page, number % Self.pageSize)
  }

  /// The index of a page that has its places.
  private mutating func makePage(_ number: Int) -> Int {
    if number >= firstPage + pages.count {
      let unused = pages.prefix(while: { $0.count == 0 }).count
      pages.removeFirst(unused)
      firstPage = pages.isEmpty ? number : firstPage + unused
      pages += repeatElement(Page(), count: number - firstPage - pages.count + 1)
    } else if number < firstPage {
      pages.insert(contentsOf: repeatElement(Page(), count: firstPage - number), at: 0)
      firstPage = number
    }
    let page = number - firstPage
    if pages[page].count == 0 { pages[page].places = Array(repeating: nil, count: Self.pageSize) }
    return page
  }
}

// MARK: - Marks

extension ConnectionMap {
  /// Forgets which connections are marked. After 2^32 times an old mark counts again: that connection's frames are then written
  /// one by one.
  mutating func clearMarks() { mark &+= 1 }

  /// Marks a connection; returns nil where it is not there.
  mutating func marking(_ id: ConnectionID) -> Entry? {
    guard let (page, place) = location(of: id) else { return nil }
    pages[page].places[place]?.mark = mark
    return pages[page].places[place]
  }

  func isMarked(_ entry: Entry) -> Bool { entry.mark == mark }
}
