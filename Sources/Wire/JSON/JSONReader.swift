import CJSONC

/// Reads JSON texts within bounds. It keeps json-c's tokener, so that reading many small texts is cheap.
///
/// It is not safe to use from two threads at once.
package final class JSONReader {
  private let maximumBytes: Int
  private let maximumDepth: Int
  private let tokener = JSONTokener()

  /// A reader that refuses longer texts and deeper nesting; nothing deeper than 512 levels is ever read. What a server sends may be
  /// nested deeper than what it takes: a page of messages has data of theirs.
  package init(maximumBytes: Int = .max, maximumDepth: Int = .max) {
    self.maximumBytes = maximumBytes
    self.maximumDepth = maximumDepth
  }

  /// Reads one text, with the rules of `JSON.parse`.
  package func read(_ bytes: [UInt8]) throws(JSONError) -> JSON {
    try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in try read(UnsafeRawBufferPointer(buffer))
    }
  }

  private func read(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSON {
    let scan = try scanned(bytes)
    guard scan.namesHoldNUL || scan.hasLongIntegers else {
      return try read(bytes, as: bytes, scan: scan, names: nil)
    }
    let landmarks = try self.landmarks(of: bytes)
    let names = scan.namesHoldNUL ? try self.names(landmarks, in: bytes) : nil
    let marked = landmarks.withLargeIntegersMarked(bytes)
    return try marked.withUnsafeBufferPointer { (buffer) throws(JSONError) in
      try read(bytes, as: UnsafeRawBufferPointer(buffer), scan: scan, names: names)
    }
  }

  /// The scan of a text that is within the bounds and grammatical.
  func scanned(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONScan {
    guard bytes.count <= min(maximumBytes, Int(Int32.max)) else {
      throw JSONError(.tooLong(maximumBytes: maximumBytes), at: maximumBytes)
    }
    var scan = JSONScan(bytes, maximumDepth: maximumDepth)
    try scan.run()
    return scan
  }

  /// json-c's tree of a scanned text, or nil for `null`. The caller gives it back with `json_object_put`.
  ///
  /// `text` is what json-c is to read: the bytes themselves, or the same with its numbers marked.
  func tree(
    of bytes: UnsafeRawBufferPointer, as text: UnsafeRawBufferPointer, scan: JSONScan
  ) throws(JSONError) -> OpaquePointer? {
    let tree = try tokener.tree(of: text)
    // json-c keeps the last of several members with one name; the count tells that one is missing.
    let kept =
      scan.objects == 1 && json_object_is_type(tree, json_type_object) != 0
      ? Int(json_object_object_length(tree)) : memberCount(of: tree)
    guard kept == scan.members else {
      json_object_put(tree)
      throw try duplicate(in: bytes)
    }
    return tree
  }

  private func read(
    _ bytes: UnsafeRawBufferPointer, as text: UnsafeRawBufferPointer, scan: JSONScan, names: [String]?
  ) throws(JSONError) -> JSON {
    let tree = try tree(of: bytes, as: text, scan: scan)
    defer { json_object_put(tree) }
    var walk = JSONTreeWalk(names: names)
    let value = walk.value(of: tree)
    if walk.hasNumberOutOfRange, let number = try landmarks(of: bytes).firstNumberOutOfRange(in: bytes) {
      throw JSONError(.numberOutOfRange, at: number.range.lowerBound)
    }
    return value
  }

  private func landmarks(of bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONLandmarks {
    var scan = JSONScan(bytes, maximumDepth: maximumDepth, keepsLandmarks: true)
    try scan.run()
    return scan.landmarks
  }

  /// The texts of all names in the order of the text. json-c cuts names at U+0000, but not strings.
  private func names(_ landmarks: JSONLandmarks, in bytes: UnsafeRawBufferPointer) throws(JSONError)
    -> [String]
  {
    var names: [String] = []
    for name in landmarks.names {
      guard let string = try tokener.tree(of: UnsafeRawBufferPointer(rebasing: bytes[name.range])) else {
        continue
      }
      defer { json_object_put(string) }
      names.append(text(of: string))
    }
    return names
  }

  /// Which name json-c found twice.
  private func duplicate(in bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONError {
    let landmarks = try landmarks(of: bytes)
    var seen: Set<JSONObjectName> = []
    for (text, place) in zip(try names(landmarks, in: bytes), landmarks.names) {
      // Names that differ only behind a U+0000 are one to json-c, and so for everybody.
      let cut = Array(text.utf8.prefix { $0 != 0 })
      guard seen.insert(JSONObjectName(object: place.object, utf8: cut)).inserted else {
        let shown = String(text.unicodeScalars.prefix(64))
        return JSONError(.duplicateName(shown), at: place.range.lowerBound)
      }
    }
    return JSONError(.library("a member is missing"), at: bytes.count, isAtEnd: true)
  }
}

/// A name of one object, by its bytes: `String` would call two names equal that differ in normalisation.
private struct JSONObjectName: Hashable {
  var object: Int
  var utf8: [UInt8]
}
