import DequeModule

/// A queue in chunks, for the same reason as `ChunkedArray`: where a copy is being written down, a change copies the chunk at
/// an end and not the whole log.
struct ChunkedDeque<Element: Hashable & Sendable>: RandomAccessCollection, Equatable, Sendable {
  /// All but the first and the last are full.
  private var chunks: ContiguousArray<Deque<Element>> = []
  private(set) var count = 0

  private static var chunkSize: Int { 64 }

  init() {}

  init(_ elements: some Sequence<Element>) {
    for element in elements { append(element) }
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(index: Int) -> Element {
    _read {
      let place = place(of: index)
      yield chunks[place.chunk][place.offset]
    }
    _modify {
      let place = place(of: index)
      yield &chunks[place.chunk][place.offset]
    }
  }

  mutating func append(_ element: Element) {
    if chunks.isEmpty || chunks[chunks.count - 1].count == Self.chunkSize { chunks.append([]) }
    chunks[chunks.count - 1].append(element)
    count += 1
  }

  @discardableResult mutating func removeFirst() -> Element {
    count -= 1
    let first = chunks[0].removeFirst()
    if chunks[0].isEmpty { chunks.removeFirst() }
    return first
  }

  static func == (a: ChunkedDeque, b: ChunkedDeque) -> Bool { a.elementsEqual(b) }

  /// The first chunk may have lost elements, or be the only one.
  private func place(of index: Int) -> (chunk: Int, offset: Int) {
    let first = chunks[0].count
    guard index >= first else { return (0, index) }
    return (1 + (index - first) / Self.chunkSize, (index - first) % Self.chunkSize)
  }
}
