import ScenarioLanguage

// What the words of the language mean, in a sentence each: what editors show beside them.

extension HeaderKey {
  /// What the key is for.
  var meaning: String {
    switch self {
    case .title: "What the scenario shows, in a sentence. A file without it is for inclusion."
    case .covers: "The clauses of the protocol that it checks."
    case .tags: "Words to select scenarios by."
    case .users: "The sessions that log in; `alice/phone` is a further session of the user `alice`."
    case .guests: "The sessions that connect and do not log in."
    case .bots: "The bots, separated by commas; `in` names the room of the bots before it."
    case .ignore: "Event types that may come unexpected."
    case .limits: "Server limits for this scenario, `name=integer`, each in the limit's own unit."
    case .variables: "Names that each run gives values, with their defaults."
    case .start: "When virtual time begins, instead of 2026-01-01."
    case .needs: "Requirements: `simulator`, `uninterrupted`, `fresh`, `virtual-clock`."
    case .connect: "The protocols of sessions, separated by commas."
    case .xfail: "What is known to fail, in brackets, and why."
    case .skip: "Why it is not run."
    case .lintOff: "Rules of lint that do not apply to the file."
    case .cases: "A table, or a file with one: each row is a scenario."
    }
  }
}

extension ExpectationSyntax.Operator {
  /// What the operator asks for.
  var meaning: String {
    switch self {
    case .next: "The user's next unread event matches; it may have further fields."
    case .exact: "The next unread event matches, without further fields except `type`."
    case .optional: "The next unread event may match; if it does not, it stays unread."
    case .skip: "Skips unread events up to a match."
    case .never: "No unread event matches; none is read."
    case .soft: "Like `<`, but if it fails the scenario goes on."
    }
  }
}

extension FaultKind {
  /// What happens.
  var meaning: String {
    switch self {
    case .cut: "The session's connection breaks, without a close frame."
    case .return: "The session reconnects, resumes, and receives `ready`."
    case .close: "The session sends a close frame."
    case .stall: "The session stops reading."
    case .flow: "The session reads again."
    case .crash: "The server crashes, and is down until `! restart`."
    case .restart: "The server starts from its store alone; with names, the programs of these bots restart."
    case .replay: "The journal is replayed in a fresh engine, which must do the same."
    }
  }
}

/// What is said of words that are no values of a type.
enum Meanings {
  /// The operators that send.
  static let sending = [
    ">": "Sends the rest of the line after one space, as a person types it.",
    ">json": "Sends one frame of JSON, which the server need not accept.",
    ">bytes": "Sends one frame of bytes.",
    "!": "Breaks or repairs something.",
  ]

  /// The words of the language.
  static let keywords = [
    "order": "Exactly this order, also between users.",
    "any": "Any order of these events.",
    "end": "Closes a block, a loop or a macro.",
    "include": "Inserts the steps of another file, and makes its macros known.",
    "macro": "Names lines that calls insert, with parameters.",
    "repeat": "Plays its lines this often; `as NAME` names the number of the round.",
    "for": "Plays its lines once for each value: `for each NAME in a b c`.",
    "until": "Advances time to an instant.",
    "nothing": "No unread event.",
    "absent": "There is no such field, or the frame has no type.",
    "*": "Anything that is there.",
  ]

  /// What to do about the findings of each rule of lint.
  static let remedies: [DiagnosticCode: String] = [
    .nameUnused: "Write `*` where any value will do, or use the name further on.",
    .userUnused: "Delete the name from the header, or say what the user receives.",
    .macroUnused: "Call the macro, or delete it.",
    .coversMissing: "Add a line `covers:` with the names of the clauses.",
    .clauseUnknown: "Name a clause of the protocol, or give clauses of your own with `--clauses`.",
    .eventUnknown: "Name an event of the protocol.",
    .fieldUnknown: "Name a field that the event has.",
    .fieldValueUnknown: "Write one of the words that the field can have.",
    .botUnknown: "Name a bot that comes with the program, or start yours with `exec`.",
    .limitUnknown: "Name a limit of the server.",
    .sectionDuplicate: "Say what is different in the second section.",
    .timeUnobserved: "Say what the users receive after the time, or `< nothing`.",
    .nothingExpected: "Say with `<` what the users receive.",
    .xfailUnnamed: "Name in brackets what fails.",
    .caseColumnUnused: "Use the column as `$name` in a step, or delete it.",
    .variableUnused: "Use the variable as `$NAME` in a step, or delete it.",
    .commentSent: "Give the comment a line of its own: all after `> ` is sent.",
    .blankSent: "Delete the white space at the end: it is sent.",
  ]
}
