import ScenarioLanguage

/// What libFuzzer calls with each input: no file may trap the reader, its errors can be shown, and one that is
/// formatted stays as it is when it is formatted again.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzScenario(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let file = SourceFile(path: "fuzz.chat", bytes: Array(UnsafeBufferPointer(start: start, count: count)))
  let (_, problems) = ScenarioParser.parse(file)
  let expansion = Expansion.expand(file) { path throws(SourceLoadError) in
    guard path == "meeting.chat" else { throw SourceLoadError(reason: "there is no such file") }
    return SourceFile(path: path, text: "macro meet ROOM\nalice > /join $ROOM\nalice < user_list\nend\n")
  }
  if !problems.isEmpty, expansion.diagnostics.isEmpty { fatalError("the expansion lost \(problems)") }
  for diagnostic in expansion.diagnostics { _ = diagnostic.rendered(expansion.sources) }

  switch ScenarioFormatter.format(file) {
  case .failure(let failure):
    if problems.isEmpty { fatalError("a file without errors is not formatted: \(failure)") }
  case .success(let formatted):
    switch ScenarioFormatter.format(SourceFile(path: "fuzz.chat", text: formatted)) {
    case .failure(let failure): fatalError("formatted, it does not parse: \(failure)\n\(formatted)")
    case .success(let again):
      guard again.utf8.elementsEqual(formatted.utf8) else {
        fatalError("formatted twice, it changes:\n\(formatted)\n\(again)")
      }
    }
  }
  return 0
}
