import Wire

/// One thing that a server can do wrong, on purpose: it offends against a clause, and a conformance suite has to find it.
///
/// `plant` is given the `Faults` of a server and says what is wrong there. It runs again when the server is reset, so that what a
/// defect has to remember can be a variable of the closure. The words are, with `f` for the faults:
///
/// - `f.editCommand("join") { frame, line in frame["room"] = "hall" }` changes what clients send; `f.command` decides by a `Passage`
///   (`.pass`, `.drop`, `.double`, `.late`, `.become([…])`); `f.answer` replies in the server's place; `f.refuse("who", with: code)`
///   refuses. Typed lines arrive as the commands that they mean. No type means every command.
/// - `f.editEvent("ack") { … }`, `f.event`, `f.drop("user_join")`, `f.double`, `f.copy("ack", to: { … })` are the same for what the
///   server sends; `f.accept("join", despite: "too_many")` makes a success of a refusal, and `f.rename` gives it another code.
///   `line.cause(of: event)` is the command that an event answers.
/// - `f.tutorial` and `f.editTutorial` see what goes to the tutorials' clients, which events do not; `f.command` sees what comes from
///   them, with no type: ask `line.isVerbatim`.
/// - `f.clientFrame` and `f.serverFrame` see the frames of WebSockets, `f.text` whole messages that may be no JSON, `f.renameClose`
///   gives another close code, `f.cut` runs when a client is gone without a goodbye, `f.request` and `f.httpAnswer` see HTTP.
/// - `f.limit("timers")` keeps no limit, or the given one, and lets `hello` tell the right one.
/// - A `Line` is a connection: `user`, `session`, `rooms`, `path`, `token`, `isOperator`; `tell` sends to the client, `say` to the
///   server, `ask` to the server with a reply that the client does not see; `close` and `cut` end it. `f.world` knows all lines, whose
///   tokens are whose, and whether the server has just been restarted. The operator's own connection is never meddled with.
struct Defect: Sendable {
  /// What `--defect` takes: the clause, and a letter where it has several defects.
  let id: String
  /// The clause that the server offends against; one that a bad network offends against is not known.
  let clause: String?
  /// What this server does wrong, in one sentence.
  let sentence: String
  let plant: @Sendable (Faults) -> Void

  /// - Parameter id: The clause, such as `ROOM-3`; a letter behind it, as in `ROOM-3b`, makes one more defect of it. A plain word is
  ///   a defect of the network.
  init(_ id: String, _ sentence: String, _ plant: @escaping @Sendable (Faults) -> Void) {
    self.id = id
    clause = id.contains("-") ? id.last?.isLetter == true ? String(id.dropLast()) : id : nil
    (self.sentence, self.plant) = (sentence, plant)
  }

  /// The defect in a server as good as new.
  func planted(in world: World) -> Faults {
    let faults = Faults(world)
    plant(faults)
    return faults
  }

  /// All defects, area by area in the order of the clauses, and those of the network.
  static let all: [Defect] =
    connections + webSockets + frames + errors + accounts + passwords + names + rooms + presence + messages
    + privateMessages + keys + editing + threads + reactions + conversations + history + searches + lines
    + resuming + tokens + rates + timers + typing + botCommands + status + blocking + bots + tutorials
    + administration + moderation + http + network

  static func named(_ id: String) -> Defect? { all.first { $0.id == id } }

  /// A line for each: its id, and what is wrong.
  static var listInWords: String { all.map { "\($0.id)\t\($0.sentence)" }.joined(separator: "\n") }

  /// An array of objects with `id`, `clause` where there is one, and `defect`.
  static var listInJSON: String {
    let defects = all.map { defect in
      JSON.object(
        [.init("id", .string(defect.id))] + (defect.clause.map { [.init("clause", .string($0))] } ?? [])
          + [.init("defect", .string(defect.sentence))])
    }
    return String(decoding: JSON.array(defects).bytes, as: UTF8.self)
  }
}
