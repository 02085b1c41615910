/// What a bot that is a program of its own is told by its environment.
package struct BotInvitation: Sendable {
  /// The server's address, as in `ws://127.0.0.1:8080/ws`.
  package var url: String
  /// A token that logs the bot in.
  package var token: String
  /// The name of the bot's account.
  package var name: String
  /// The rooms that it is to join.
  package var rooms: [String]
  /// A folder for what is to outlive the program.
  package var state: String?

  package init(url: String, token: String, name: String, rooms: [String], state: String? = nil) {
    self.url = url
    self.token = token
    self.name = name
    self.rooms = rooms
    self.state = state
  }

  /// The environment variables. Names of rooms have no commas in them here.
  package var environment: [String: String] {
    var variables = [
      "VERBATIM_URL": url, "VERBATIM_TOKEN": token, "VERBATIM_NAME": name,
      "VERBATIM_ROOMS": rooms.joined(separator: ","), QuietReports.variable: "1",
    ]
    variables["VERBATIM_STATE"] = state
    return variables
  }
}
