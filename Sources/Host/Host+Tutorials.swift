import Engine
import Store
import Wire

/// What the clients of the tutorials are spared: to ask for their room, and for what they show on connecting.
extension Host {
  /// Lets a client into the room that its path names.
  ///
  /// A guest cannot make a room, and waits for somebody who does: the tutorials let anybody open any room.
  func enter(_ room: String, _ connection: ConnectionID, at now: Instant) throws(StoreError) {
    guard engine.isConnected(connection) else { return }
    if let barrier = engine.barrier(toRoom: room, on: connection) {
      return try turnAway(connection, because: barrier, at: now)
    }
    let users = engine.contents(ofRoom: room, messages: 0)?.users
    if users == nil, engine.userName(on: connection) == nil, (try? engine.checkNewRoom(room)) != nil {
      tutorials.wait(connection, for: room)
      return open(connection, users: [], messages: [])
    }
    tutorials.arrive(connection, meeting: engine.showsUsers(to: connection) ? users ?? [] : [])
    try apply(.command(connection, .join(room: room, after: nil), re: nil), at: now)
    // A client that was refused is told why, and no longer waits for the list.
    _ = tutorials.takeArrival(of: connection)
  }

  /// Ends a connection whose room its user may not enter, since it is for nothing else.
  private func turnAway(
    _ connection: ConnectionID, because barrier: Barrier, at now: Instant
  ) throws(StoreError) {
    tell(barrier.refusal, re: nil, to: connection)
    try closed(connection, at: now)
    outgoing.append(.close(connection, .banned))
  }

  /// Lets the guests in who came before the room was made. They learn with an ordinary list who is there.
  func admitGuests(to room: String, at now: Instant) throws(StoreError) {
    for connection in tutorials.takeWaiting(for: room) where engine.isConnected(connection) {
      try apply(.command(connection, .join(room: room, after: nil), re: nil), at: now)
    }
  }

  /// Tells a client that is in its room now what it missed, and that it joined.
  func welcome(_ connection: ConnectionID, meeting users: [String]) throws(StoreError) {
    guard let room = tutorials[connection].room,
      let newest = engine.contents(ofRoom: room, messages: Dialect.openingMessages)?.newest,
      case .history(let history) = event(for: try store.answer(newest), to: newest)
    else { return }
    open(connection, users: users, messages: history.messages)
    // The others were told by the engine where this is the user's first session; the one who joins always is.
    guard let user = engine.userName(on: connection) else { return }
    switch tutorials[connection].shape {
    case .verbatim, .tutorialNotification: break
    case .tutorialChat:
      for bytes in encoder.tutorialChatFrames(of: .userJoined(room: room, user: user), at: engine.now) {
        outgoing.append(.send(frame(bytes, as: .tutorialChat), to: connection))
      }
    }
  }

  private func open(_ connection: ConnectionID, users: [String], messages: [Event.Message]) {
    switch tutorials[connection].shape {
    case .verbatim, .tutorialNotification: break
    case .tutorialChat:
      let opening = encoder.tutorialChatOpening(users: users, messages: messages)
      outgoing.append(.send(frame(opening, as: .tutorialChat), to: connection))
    }
  }
}
