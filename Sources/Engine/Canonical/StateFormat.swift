/// How states and inputs are written. Every format that a released program wrote can be read.
///
/// A change of what is written is a new format, even where old bytes stay readable, so that a program from before refuses
/// the file by name. `Docs/formats.md` says how to add one.
package enum StateFormat: Int, CaseIterable, Sendable {
  /// Fields one after the other, without numbers; a count before each list, a flag before each optional value.
  case positional = 1
  /// Each field after its number and kind; what has its default is left out. Limits have their names.
  case tagged = 2
  /// Lists of rooms go on behind a name, searches know no hidden rooms, and refused commands are inputs of their own.
  case places = 3
  /// Visits are no sessions, users have known addresses, rooms can be closed to guests, and logs are forgotten in time.
  case bounds = 4
  /// Sessions know when they were begun, accounts when they were used; unused ones go.
  case lifetimes = 5
  /// Messages can be edited, and those that wait for a session know when they were.
  case edits = 6
  /// Messages answer others, carry data and mentions, and are reacted to; conversations are read; bots have commands.
  case conversations = 7
  /// Accounts are suspended and made by invitation, addresses are banned, and users block users; searches have words.
  case accounts = 8

  /// The format that this program writes.
  package static let newest = accounts
}
