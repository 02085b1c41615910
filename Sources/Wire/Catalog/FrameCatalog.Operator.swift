import Engine

// What an operator's connection may send beside the commands of everybody, and what it receives for that.
extension FrameCatalog {
  /// The commands that only an operator's connection has.
  package static let operatorCommands: [Frame] = [
    Frame(
      type: "clock_advance", meaning: "Lets virtual time pass, and what falls due on the way happen.",
      fields: [Field("milliseconds", .integer(least: 0), "How much time passes.")]),
    Frame(
      type: "settle",
      meaning: "Is answered when nothing is left to do, no password either, and everything has been written.",
      fields: []),
    Frame(
      type: "reset",
      meaning: "Forgets everything, closes all other connections with 1000, and begins again.",
      fields: [
        Field(
          "limits",
          .object(limits(.optional)), .optional,
          "The limits from then on; those that are not named have their defaults.")
      ]),
    Frame(
      type: "provision", meaning: "Makes an account without a password.",
      fields: [
        Field("user", .text, "The new user's name."),
        Field("bot", .truth, .optional, "Whether the user is a bot."),
      ]),
    Frame(
      type: "administer", meaning: "Looks at or changes accounts, rooms and messages.",
      fields: [Field("request", .object([]), "What is to be done, as the document on administration tells.")]),
  ]

  /// What answers the commands of an operator's connection.
  package static let operatorReplies: [Frame] =
    [
      event(.ok),
      Frame(
        type: "provisioned", meaning: "The account was made.",
        fields: [
          Field("user", .text, "The user's name."), Field("token", .secret, "A secret to log in with."),
        ]),
      Frame(
        type: "administered", meaning: "The request was carried out.",
        fields: [
          Field("answer", .object([]), "What there is to tell, as the document on administration says.")
        ]),
      event(.error),
    ]
}
