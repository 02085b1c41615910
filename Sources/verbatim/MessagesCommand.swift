import ArgumentParser
import Engine
import Host
import Wire

/// `verbatim messages …`
struct MessagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "messages", abstract: "List, show and delete messages.",
    subcommands: [List.self, Show.self, Delete.self])

  /// Whose messages are meant.
  struct PlaceOptions: ParsableArguments {
    @Option(help: "The room.") var room: String?

    @Option(
      parsing: .upToNextOption,
      help: ArgumentHelp("The two users of a private conversation.", valueName: "name"))
    var between: [String] = []

    func validate() throws {
      guard (room == nil) != between.isEmpty else { throw ValidationError("Give --room or --between.") }
      guard between.isEmpty || between.count == 2 else {
        throw ValidationError("--between takes two names; put other arguments before it.")
      }
    }

    var place: Administration.Place {
      if let room { .room(room) } else { .between(between[0], between[1]) }
    }
  }

  /// `verbatim messages list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the messages of a room or of two users, newest first.")
    @OptionGroup var place: PlaceOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var page: PageOptions

    func run() throws {
      try server.run(.listMessages(place.place, page.page)) { answer in
        TextTable("SEQ", "AT", "USER", "MESSAGE", of: answer.elements("messages")) { message in
          message.cells("seq", "at", "user") + [MessagesCommand.text(of: message)]
        }.text
      }
    }
  }

  /// `verbatim messages show SEQ`
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show one message.")
    @Argument(help: "The message's number in its conversation.") var seq: UInt64
    @OptionGroup var place: PlaceOptions
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.showMessage(place.place, seq: seq)) { message in
        let place = message["room"] == nil ? "between" : "room"
        let edited = message["edited_at"] == nil ? [] : ["edited_at"]
        let cells = [place, "seq", "user", "at"] + edited
        let text = ("message", MessagesCommand.text(of: message))
        return TextTable(names: cells.map { ($0, message.cell($0)) } + [text]).text
      }
    }
  }

  /// `verbatim messages delete SEQ`
  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete the text of one message.",
      discussion: "The message keeps its number and its author; its text becomes empty everywhere.")
    @Argument(help: "The message's number in its conversation.") var seq: UInt64
    @OptionGroup var place: PlaceOptions
    @OptionGroup var deletion: DeletionOptions
    @OptionGroup var server: ServerOptions

    func run() throws {
      try deletion.confirm("message \(seq)")
      try server.run(.deleteMessage(place.place, seq: seq)) { _ in "message \(seq) is deleted\n" }
    }
  }

  private static func text(of message: JSON) -> String {
    message["deleted"] == .bool(true) ? "(deleted)" : message.cell("message")
  }
}
