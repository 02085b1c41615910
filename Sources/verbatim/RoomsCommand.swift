import ArgumentParser
import Host
import Wire

/// `verbatim rooms …`
struct RoomsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rooms", abstract: "List, show and delete rooms.",
    subcommands: [List.self, Show.self, Delete.self])

  /// `verbatim rooms list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the rooms by name.")
    @OptionGroup var server: ServerOptions
    @OptionGroup var page: PageOptions

    func run() throws {
      try server.run(.listRooms(page.page)) { answer in
        var table = TextTable("ROOM", "ONLINE", "SEQ", "MADE")
        for room in answer.elements("rooms") {
          table.add([room.cell("room"), room.cell("online"), room.cell("seq"), room.cell("at")])
        }
        return table.text
      }
    }
  }

  /// `verbatim rooms show ROOM`
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show a room and who is in it.")
    @Argument(help: "The room's name.") var room: String
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.showRoom(room)) { room in
        TextTable(names: [
          ("room", room.cell("room")), ("made", room.cell("at")), ("seq", room.cell("seq")),
          ("online", room.cell("online")), ("users", room.cell("users")),
        ]).text
      }
    }
  }

  /// `verbatim rooms delete ROOM`
  struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a room and all its messages.",
      discussion: "Its name becomes free; a new room of that name starts empty.")
    @Argument(help: "The room's name.") var room: String
    @OptionGroup var deletion: DeletionOptions
    @OptionGroup var server: ServerOptions

    func run() throws {
      try deletion.confirm("the room \(TextTable.visible(room)) and all its messages")
      try server.run(.deleteRoom(room)) { "the room \($0["deleted"]?.cell("room") ?? "") is deleted\n" }
    }
  }
}
