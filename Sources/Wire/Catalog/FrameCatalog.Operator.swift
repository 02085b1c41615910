import Engine

// What an operator's connection may send beside the commands of everybody, and what it receives for that.
extension FrameCatalog {
  /// The commands that only an operator's connection has.
  package static let operatorCommands: [Frame] = [
    Frame(
      type: "clock_advance", meaning: "Advances the virtual clock; what falls due on the way happens.",
      fields: [
        Field("milliseconds", .integer(least: 0), "How much time passes."),
        Field(
          "step", .truth, .optional,
          "Whether it ends at the first instant at which something falls due, and is answered by `advanced`."),
      ]),
    Frame(
      type: "settle",
      meaning: "Is answered when all pending work, including passwords, is done and written.",
      fields: []),
    Frame(
      type: "reset",
      meaning: "Deletes everything, closes all other connections with 1000, and starts empty.",
      fields: [
        Field(
          "limits",
          .object(limits(.optional)), .optional,
          "The new limits; those that are not named have their defaults.")
      ]),
    Frame(
      type: "provision", meaning: "Creates an account without a password.",
      fields: [
        Field("user", .text, "The new user's name."),
        Field("bot", .truth, .optional, "Whether the user is a bot."),
      ]),
    Frame(
      type: "administer", meaning: "Reads or changes accounts, rooms and messages.",
      fields: [Field("request", .object([]), "The request, as described in the document on administration.")]),
  ]

  /// What answers the commands of an operator's connection.
  package static let operatorReplies: [Frame] =
    [
      EventDefinition.ok.frame,
      Frame(
        type: "advanced", meaning: "A step of the virtual clock was made.",
        fields: [Field("milliseconds", .integer(least: 0), "How much time has passed.")]),
      Frame(
        type: "provisioned", meaning: "The account was made.",
        fields: [
          Field("user", .text, "The user's name."), Field("token", .secret, "A secret to log in with."),
        ]),
      Frame(
        type: "administered", meaning: "The request was carried out.",
        fields: [
          Field("answer", .object([]), "The answer, as described in the document on administration.")
        ]),
      EventDefinition.error.frame,
    ]
}
