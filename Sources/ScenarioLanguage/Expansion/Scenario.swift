/// A scenario that is ready to run: included files and macros expanded, one case chosen.
package struct Scenario: Sendable {
  /// The path of the file that is run.
  package var path: String
  /// What the header says, with what included files add to it.
  package var header: Header
  /// The case, where the file has a table of them.
  package var caseName: String?
  /// What happens, in order.
  package var steps: [Step]
  /// Where the cells of the case are, by their columns: in this file, or in the one that has the cases.
  package var cells: [String: SourceSpan] = [:]
  /// What is secret in the file, in all of its cases, and among the variables.
  package var secrets: [KnownSecret] = []
}

/// What the header of a scenario says.
package struct Header: Sendable {
  /// A value with the place where it was written.
  package struct Located<Value: Sendable>: Sendable {
    /// The value.
    package var value: Value
    /// Where it was written.
    package var span: SourceSpan
  }

  /// A session: a user, and which of the user's sessions.
  package struct Session: Hashable, Sendable {
    /// The session as steps name it, such as `alice/phone`.
    package var name: String
    /// The user whose session it is, such as `alice`.
    package var user: String { String(name.prefix { $0 != "/" }) }
  }

  /// A bot and the room it is in.
  package struct Bot: Hashable, Sendable {
    /// What the bot is called.
    package var name: String
    /// The command that starts it, where it is a program of its own and none of those that the runner has.
    package var command: String?
    /// The room, or nil where none was named.
    package var room: String?

    /// The name without the number that tells several bots of a kind apart: `relay` for `relay-2`.
    package var kind: String { name.firstMatch(of: /^(.+)-\d+$/).map { String($0.output.1) } ?? name }
  }

  /// A limit and what it is set to.
  package struct Limit: Hashable, Sendable {
    /// The limit.
    package var name: String
    /// What it is set to, in the limit's own unit.
    package var value: Int64
  }

  /// A way to connect.
  package struct Connect: Hashable, Sendable {
    /// What is spoken, such as `tutorial-chat`.
    package var kind: String
    /// The room that the connection is for, where it is for one.
    package var room: String?
    /// The sessions that connect like this; empty where it is all that no other entry names.
    package var sessions: [String]
  }

  /// A name that stands for what each run gives.
  package struct Variable: Sendable {
    /// The name without its `$`.
    package var name: String
    /// What it stands for where the run gives nothing.
    var usual: Substitution.Argument?
    /// Whether it stands for anything in this run.
    package var hasValue: Bool
  }

  /// What is known about the result before the scenario is run.
  package enum Plan: Hashable, Sendable {
    /// It must pass.
    case run
    /// It must fail in this way.
    case expectFailure(KnownFailure)
    /// It is not run, for this reason.
    case skip(reason: String)
  }

  /// What the scenario shows.
  package var title = ""
  /// Where the title is.
  package var titleSpan: SourceSpan
  /// The clauses that it covers.
  package var covers: [Located<String>] = []
  /// Words to select it by.
  package var tags: [String] = []
  /// The sessions that log in, in the order of the header.
  package var users: [Located<Session>] = []
  /// The sessions that do not log in.
  package var guests: [Located<Session>] = []
  /// The bots that take part.
  package var bots: [Located<Bot>] = []
  /// The event types that may come without being expected.
  package var ignore: [Located<String>] = []
  /// The limits that the server starts with.
  package var limits: [Located<Limit>] = []
  /// The names that stand for what each run gives.
  package var variables: [Located<Variable>] = []
  /// When virtual time begins for the scenario, in milliseconds since 1970; nil where it does not say.
  package var start: Located<Int64>?
  /// What the scenario cannot do without.
  package var needs: [Located<String>] = []
  /// How sessions connect that do not speak `defaultConnect`, and those that do but are named.
  package var connect: [Located<Connect>] = []
  /// The rules of lint that are switched off.
  package var lintOff: [DiagnosticCode] = []
  /// What is known about the result.
  package var plan: Plan = .run

  /// How a session connects: as the entry that names it says, or else as the entry that names nobody.
  package func connect(of session: String) -> Connect {
    let entry =
      connect.first { $0.value.sessions.contains(session) } ?? connect.first { $0.value.sessions.isEmpty }
    return entry?.value ?? Connect(kind: Self.defaultConnect, room: nil, sessions: [])
  }

  /// What a session speaks where the header does not say.
  package static let defaultConnect = "verbatim.v1"
}
