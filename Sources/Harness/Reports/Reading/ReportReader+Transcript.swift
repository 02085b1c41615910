import Engine
import Harness
import ScenarioLanguage
import Wire

extension ReportReader {
  /// A result's conversation; the reports of earlier programs have none.
  static func transcript(_ fields: ReportFields, in path: String) throws(Mistake) -> Transcript {
    var transcript = Transcript()
    guard fields.has("transcript") else { return transcript }
    for each in try fields.objects("transcript") {
      let file = try each.optionalText("file") ?? path
      let line = try each.optionalCount("line")
      transcript.append(
        .init(
          at: Instant(milliseconds: try each.integer("at")), kind: try kind(each),
          span: line.map { SourceSpan(path: file, line: $0, column: 1, length: 1) },
          // What led to something comes before it.
          cause: try each.optionalCount("cause", below: transcript.entries.count)))
    }
    return transcript
  }

  private static func kind(_ fields: ReportFields) throws(Mistake) -> Transcript.Entry.Kind {
    if fields.has("arrived") {
      return .arrived(try fields.text("arrived"), isBot: try fields.truth("bot"))
    }
    if fields.has("section") { return .section(try fields.text("section")) }
    if fields.has("sent_by") { return .sent(by: try fields.text("sent_by"), try sent(fields)) }
    if fields.has("received_by") {
      return .received(by: try fields.text("received_by"), try fields.value("event"))
    }
    if fields.has("advance_ms") { return .time(milliseconds: try fields.integer("advance_ms")) }
    return .fault(try fields.text("fault"))
  }

  private static func sent(_ fields: ReportFields) throws(Mistake) -> Transcript.Sent {
    if fields.has("text") { return .line(try fields.text("text")) }
    if fields.has("json") { return .json(try fields.text("json")) }
    let bytes = try fields.list("bytes").map { element throws(Mistake) in
      guard case .integer(let number) = element, let byte = UInt8(exactly: number) else {
        throw fields.mistake("bytes", "is no list of bytes")
      }
      return byte
    }
    return .bytes(bytes)
  }
}
