/// An array in chunks.
///
/// Where a copy of it is being written down, the next change copies one chunk and the list of chunks, not every element.
struct ChunkedArray<Element: Sendable>: RandomAccessCollection, Sendable {
  private var chunks: ContiguousArray<ContiguousArray<Element>> = []
  private(set) var count = 0

  /// How many elements a chunk has, as a power of 2: few enough to be copied within a turn, many enough that a million
  /// elements have a short list of chunks.
  private static var chunkBits: Int { 6 }
  private static var chunkSize: Int { 1 << chunkBits }

  init() {}

  init(_ elements: some Sequence<Element>) {
    for element in elements { append(element) }
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(index: Int) -> Element {
    _read { yield chunks[index >> Self.chunkBits][index & (Self.chunkSize - 1)] }
    _modify { yield &chunks[index >> Self.chunkBits][index & (Self.chunkSize - 1)] }
  }

  mutating func append(_ element: Element) {
    if count & (Self.chunkSize - 1) == 0 { chunks.append([]) }
    chunks[chunks.count - 1].append(element)
    count += 1
  }
}
