extension SourceText.Problem {
  /// The problem as the one of its line.
  var lineProblem: LineProblem {
    switch kind {
    case .notUTF8(let byte):
      let digits = String(byte, radix: 16, uppercase: true)
      return LineProblem(
        .notUTF8, "the byte 0x\(digits.count == 1 ? "0" : "")\(digits) is not UTF-8 here",
        remedy: "save the file as UTF-8; bytes to send are written >bytes \"\\x\(digits)\"",
        at: offset..<offset + 1)
    case .nul:
      return LineProblem(
        .nulCharacter, "a NUL character", remedy: "delete it, or write \\0 inside quotes",
        at: offset..<offset + 1)
    case .carriageReturn:
      return LineProblem(
        .carriageReturn, "a carriage return that does not end a line",
        remedy: "end lines with LF or CR LF, or write \\r inside quotes", at: offset..<offset + 1)
    case .lineTooLong(let bytes):
      return LineProblem(
        .lineTooLong, "the line has \(bytes) bytes; the limit is \(ScenarioLimits.lineBytes)", at: 0..<1)
    }
  }
}
