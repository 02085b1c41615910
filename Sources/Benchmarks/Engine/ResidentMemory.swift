import Foundation

/// The memory of this process that is in use, in bytes, from Linux's `/proc/self/statm` (proc(5)).
func residentBytes() -> Int {
  guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
    let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
  else { return 0 }
  return pages * 4096
}
