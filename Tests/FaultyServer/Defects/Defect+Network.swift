import Wire

extension Defect {
  /// A proxy that loses, repeats and changes what passes: not one clause suffers from it, but some do.
  static let network: [Defect] = [
    Defect("drops", "Loses every fifth frame of the server.") { f in f.drop(when: everyFifth()) },
    Defect("loses", "Loses every fifth command.") { f in
      let isFifth = everyFifth()
      f.command { frame, line in isFifth(frame, line) ? .drop : .pass }
    },
    Defect("doubles", "Sends every fifth frame of the server twice.") { f in f.double(when: everyFifth()) },
    Defect("repeats", "Repeats every fifth command.") { f in
      let isFifth = everyFifth()
      f.command { frame, line in isFifth(frame, line) ? .double : .pass }
    },
    Defect("delays", "Holds every fifth frame of the server back until the next one has passed.") { f in
      let isFifth = everyFifth()
      f.event { frame, line in isFifth(frame, line) ? .late : .pass }
    },
    Defect("reorders", "Swaps a message with the frame that follows it.") { f in
      f.event("chat_message", "ack", "private_message") { _, line in line.late.isEmpty ? .late : .pass }
    },
    Defect("edits", "Changes a word in every fifth text.") { f in
      let isFifth = everyFifth()
      f.editEvent("chat_message", "private_message") { frame, line in
        if isFifth(frame, line) { frame["message"] = .string("un" + (frame.text("message") ?? "")) }
      }
    },
    Defect("cuts", "Breaks a connection after every fiftieth frame.") { f in
      var frames = 0
      f.editEvent { _, line in
        frames += 1
        if frames % 50 == 0 { line.cut() }
      }
    },
  ]

  /// Holds of every fifth frame that it is asked about.
  private static func everyFifth() -> (Frame, Line) -> Bool {
    var frames = 0
    return { _, _ in
      frames += 1
      return frames % 5 == 0
    }
  }
}
