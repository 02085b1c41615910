import Engine

// Whom users do not want to hear from.
extension CommandDefinition {
  static let blocking = [block, unblock, listBlocks]

  package static let block = CommandDefinition(
    "block", "Keeps what a user says in private from the sessions of the one who asks.", .blocking,
    replies: [.blockList], [.user("Whom not to hear from.")],
    read: .plain { frame throws(Refusal) in .block(user: try frame.fields.text("user"), adds: true) },
    write: { if case .block(let user, adds: true) = $0 { [.text("user", user)] } else { nil } })

  package static let unblock = CommandDefinition(
    "unblock", "Lets a user be heard again.", .blocking, replies: [.blockList],
    [.user("Whom to hear from again.")],
    read: .plain { frame throws(Refusal) in .block(user: try frame.fields.text("user"), adds: false) },
    write: { if case .block(let user, adds: false) = $0 { [.text("user", user)] } else { nil } })

  package static let listBlocks = CommandDefinition(
    "blocks", "Asks whom the user blocks.", .blocking, replies: [.blockList],
    read: .plain { _ throws(Refusal) in .listBlocks },
    write: { if case .listBlocks = $0 { [] } else { nil } })
}
