import ArgumentParser
import Host

/// `verbatim rooms …`
struct RoomsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rooms",
    abstract: "List, show and delete rooms, and say who owns them and whether guests enter.",
    subcommands: [List.self, Show.self, SetOwner.self, RemoveGuests.self, Delete.self])

  /// `verbatim rooms list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the rooms by name.")
    @OptionGroup var server: ServerOptions
    @OptionGroup var page: PageOptions

    func run() throws {
      try server.run(.listRooms(page.page)) { answer in
        TextTable("ROOM", "ONLINE", "SEQ", "MADE", of: answer.elements("rooms")) {
          $0.cells("room", "online", "seq", "at")
        }.text
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
          ("online", room.cell("online")), ("users", room.cell("users")), ("owner", room.cell("owner")),
        ]).text
      }
    }
  }

  /// `verbatim rooms set-owner ROOM NAME`
  struct SetOwner: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set-owner", abstract: "Give a room to a user.",
      discussion: "Who owned it is a member like others. A ban or mute of the new owner there is lifted.")
    @Argument(help: "The room's name.") var room: String
    @Argument(help: "The new owner's name.") var name: String
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.setOwner(room: room, user: name)) {
        "the room \($0.cell("owner", "room")) belongs to \($0.cell("owner", "user"))\n"
      }
    }
  }

  /// `verbatim rooms remove-guests ROOM`
  struct RemoveGuests: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "remove-guests", abstract: "Take the guests out of a room, and close it to them.",
      discussion: "The room's owner can open it to guests again, by `/room open`.")
    @Argument(help: "The room's name.") var room: String
    @OptionGroup var server: ServerOptions

    func run() throws {
      try server.run(.removeGuests(room)) {
        "the room \($0.cell("removed", "room")) is closed to guests; \($0.cell("removed", "guests")) were in it\n"
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
      try server.run(.deleteRoom(room)) { "the room \($0.cell("deleted", "room")) is deleted\n" }
    }
  }
}
