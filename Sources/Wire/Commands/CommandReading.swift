import Engine

/// What a definition reads a command from.
struct CommandReading {
  let fields: FrameFields
  let limits: Limits

  func room() throws(Refusal) -> String { try fields.text("room") }
}
