import ScenarioLanguage

/// What the runner may do with a server on the wire.
package struct WireAbilities {
  /// Whether it can be stopped and started: it is a process of the runner's own.
  var restarts: Bool
  /// Whether the runner is its operator, and can ask for tokens and for when everything is done.
  package var administers: Bool
  /// Whether it runs on a virtual clock that the runner moves, and can be reset for each scenario.
  package var movesClock: Bool
  /// How long one line may really wait, in seconds, where the clock cannot be moved.
  package var longestWaitSeconds: Int64

  /// What in a scenario cannot be done, as the reason to skip it; nil where everything can.
  func obstacle(to scenario: Scenario) -> String? {
    let header = scenario.header
    if !header.limits.isEmpty && !movesClock {
      return "it sets limits, and those of this server stay as they are"
    }
    if header.start != nil && !movesClock {
      return "it says when virtual time begins, and the clock of this server cannot be moved"
    }
    for need in header.needs.map(\.value) {
      if need == "fresh" && !(movesClock || restarts) {
        return "it needs an empty server, and this one cannot be emptied"
      }
      if need == "virtual-clock" && !movesClock {
        return
          "it needs a clock that can be moved, which only the operator of a server with a virtual one can"
      }
    }
    if header.bots.contains(where: { $0.value.command != nil }) && !movesClock {
      return "its bots are programs of their own, which need a server that is theirs alone: --on wire"
    }
    if !header.bots.isEmpty && !administers {
      return "its bots need tokens, which only the operator of a server can make; give --admin-token-file"
    }
    for step in scenario.steps {
      switch step.kind {
      case .section, .send, .expect, .block: continue
      case .advance(let milliseconds):
        if !movesClock && milliseconds > longestWaitSeconds * 1000 {
          return "it waits for longer than \(longestWaitSeconds) s of real time; see --longest-wait"
        }
      case .until:
        if !movesClock {
          return "it goes on to an instant, and the clock of this server cannot be moved"
        }
      case .fault(let fault, let names):
        switch fault {
        case .cut, .return, .close, .stall, .flow: continue
        case .restart where !names.isEmpty: continue
        case .crash, .restart:
          if !restarts { return "it stops the server, which `--on wire` only can" }
        case .replay: return "it runs the journal again, which the simulator only can"
        }
      }
    }
    return nil
  }
}
