import Engine
package import Logging
import Synchronization
import Wire

/// Writes each event as one line, for people or for programs.
package struct LineLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level
  private let format: LogFormat
  private let write: @Sendable (String) -> Void

  /// - Parameter write: Takes a line with its end; it may be called on any thread.
  package init(_ format: LogFormat, level: Logger.Level, write: @escaping @Sendable (String) -> Void) {
    self.format = format
    self.write = write
    logLevel = level
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let time = Timestamp.text(of: WallClock.systemTime)
    switch format {
    case .text: write(Self.line(event, at: time, fields))
    case .json: write(Self.object(event, at: time, fields))
    }
  }

  private static func line(
    _ event: LogEvent, at time: String, _ fields: [(key: String, value: Logger.MetadataValue)]
  ) -> String {
    let level = event.level.rawValue
    var line =
      "\(time) \(level)\(String(repeating: " ", count: 8 - level.count)) \(plain(event.message.description))"
    for field in fields { line += " \(field.key)=\(quoted(field.value.description))" }
    return line + "\n"
  }

  private static func object(
    _ event: LogEvent, at time: String, _ fields: [(key: String, value: Logger.MetadataValue)]
  ) -> String {
    let members =
      [
        JSON.Member("time", .string(time)), .init("level", .string(event.level.rawValue)),
        .init("message", .string(event.message.description)),
      ] + fields.map { .init($0.key, json($0.value)) }
    return String(decoding: JSON.object(members).bytes, as: UTF8.self) + "\n"
  }

  private static func json(_ value: Logger.MetadataValue) -> JSON {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let number as Int): .integer(Int64(number))
    case .stringConvertible(let number as Double): .number(number)
    case .stringConvertible(let truth as Bool): .bool(truth)
    case .stringConvertible(let other): .string(other.description)
    case .array(let values): .array(values.map(json))
    case .dictionary(let values):
      .object(values.sorted { $0.key < $1.key }.map { .init($0.key, json($0.value)) })
    }
  }

  /// A value in quotes where it has anything but letters, digits and plain marks, so that a line stays one line.
  private static func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x3d }
    return isPlain ? text : String(decoding: JSON.string(text).bytes, as: UTF8.self)
  }

  /// A message without line breaks and other control characters.
  private static func plain(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }
}

extension Logger {
  /// A log in a format of ours, whose lines go where the caller says.
  package static func lines(
    _ format: LogFormat, level: Logger.Level, to write: @escaping @Sendable (String) -> Void
  ) -> Logger {
    Logger(label: "verbatim") { _ in LineLogHandler(format, level: level, write: write) }
  }
}
