import Foundation
import TestSupport
import Testing
import Wire

@Suite(
  "The JSON test suite (nst/JSONTestSuite)",
  .enabled(
    if: SharedData.exists(SharedData.jsonTestSuite), "the JSON test suite is not in \(SharedData.root.path)"))
struct JSONTestSuiteTests {
  /// RFC 8259 only advises against a name twice in one object; RFC 7493, section 2.3, forbids it, and so does this reader.
  static let refusedAlthoughValid: Set<String> = [
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
  ]

  /// What RFC 8259 leaves open and this reader accepts: numbers that a double can hold or round, and deep arrays.
  static let acceptedAlthoughOpen: Set<String> = [
    "i_number_double_huge_neg_exp.json", "i_number_real_underflow.json", "i_number_too_big_neg_int.json",
    "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
    "i_structure_500_nested_arrays.json",
  ]

  static let files: [URL] = {
    let all = try? FileManager.default.contentsOfDirectory(
      at: SharedData.jsonTestSuite, includingPropertiesForKeys: nil)
    return (all ?? []).filter { $0.pathExtension == "json" }.sorted {
      $0.lastPathComponent < $1.lastPathComponent
    }
  }()

  @Test func `there are files of all three kinds`() {
    for kind in ["y_", "n_", "i_"] {
      #expect(Self.files.contains { $0.lastPathComponent.hasPrefix(kind) })
    }
  }

  @Test(arguments: files)
  func `each text is accepted or refused as the suite says`(file: URL) throws {
    let name = file.lastPathComponent
    let mustAccept =
      name.hasPrefix("y_")
      ? !Self.refusedAlthoughValid.contains(name) : Self.acceptedAlthoughOpen.contains(name)
    let bytes = try SharedData.bytes(of: file)
    do {
      let value = try JSON.parse(bytes, maximumBytes: 1_000_000, maximumDepth: 512)
      #expect(mustAccept, "it was read as \(String(decoding: value.bytes.prefix(200), as: UTF8.self))")
      #expect(try JSON.parse(value.bytes, maximumBytes: 1_000_000, maximumDepth: 512) == value)
    } catch {
      #expect(!mustAccept, "\(error)")
    }
  }
}
