import Wire

extension Defect {
  /// A proxy that loses, repeats and changes what passes: not one clause suffers from it, but some do.
  static let network: [Defect] = [
    Defect("drops", "Loses every fifth frame of the server.") { f in f.drop(when: every(5)) },
    Defect("loses", "Loses every fifth command.") { f in
      let isDue = every(5)
      f.command { frame, line in isDue(frame, line) ? .drop : .pass }
    },
    Defect("doubles", "Sends every fifth frame of the server twice.") { f in f.double(when: every(5)) },
    Defect("repeats", "Repeats every fifth command.") { f in
      let isDue = every(5)
      f.command { frame, line in isDue(frame, line) ? .double : .pass }
    },
    Defect("delays", "Holds every fifth frame of the server back until the next one has passed.") { f in
      let isDue = every(5)
      f.event { frame, line in isDue(frame, line) ? .late : .pass }
    },
    Defect("reorders", "Swaps a message with the frame that follows it.") { f in
      f.event("chat_message", "ack", "private_message") { _, line in line.late.isEmpty ? .late : .pass }
    },
    Defect("edits", "Changes every second text.") { f in
      let isDue = every(2)
      f.editEvent("chat_message", "private_message") { frame, line in
        if isDue(frame, line) { frame["message"] = .string("un" + (frame.text("message") ?? "")) }
      }
    },
    Defect("cuts", "Breaks a connection after every tenth frame.") { f in
      let isDue = every(10)
      f.editEvent { frame, line in if isDue(frame, line) { line.cut() } }
    },
  ]

  /// Holds of every so many-th frame that it is asked about.
  private static func every(_ number: Int) -> (Frame, Line) -> Bool {
    var frames = 0
    return { _, _ in
      frames += 1
      return frames % number == 0
    }
  }
}
