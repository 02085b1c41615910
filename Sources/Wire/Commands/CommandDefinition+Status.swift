import Engine

// What users say of themselves.
extension CommandDefinition {
  static let status = [setStatus, readUser]

  package static let setStatus = CommandDefinition(
    "set_status", "Says of oneself whether one is at hand, and a few words if one likes.", .status,
    [
      .init("status", .word(Status.Word.allCases.map(\.rawValue)), "Whether one is at hand."),
      .init(
        "text", .text, .optional, "A few words, at most `limits.status_characters`; without, there are none."),
    ],
    read: .plain { frame throws(Refusal) in
      guard let word = Status.Word(word: try frame.fields.text("status")) else {
        throw frame.fields.refusal("status", "must be \"online\" or \"away\"")
      }
      return .setStatus(Status(word, text: try frame.fields.optionalText("text") ?? ""))
    },
    write: { command in
      guard case .setStatus(let status) = command else { return nil }
      return [.text("status", status.word.rawValue)]
        + .optional("text", status.text.isEmpty ? nil : status.text)
    })

  package static let readUser = CommandDefinition(
    "user_info", "Asks what is known of a user.", .status, replies: [.userInfo], [.user("The user.")],
    read: .plain { frame throws(Refusal) in .readUser(try frame.fields.text("user")) },
    write: { if case .readUser(let user) = $0 { [.text("user", user)] } else { nil } })
}
