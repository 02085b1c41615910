import ArgumentParser
import Client
import Harness
import LiveStage
import Server

/// What scenarios are run on: the simulator, servers of the run's own, or one that is there.
extension RunCommand {
  /// A session for each of the scenarios that run at a time.
  ///
  /// Where the run has to end while there is no server yet, one session says so of each scenario.
  func sessions(atMost count: Int, under supervisor: RunSupervisor) throws -> [ScenarioSession] {
    do {
      return try venues(atMost: count, under: supervisor).map { session(on: $0, under: supervisor) }
    } catch is RunStop {
      return [session(on: .simulator, called: Endpoint(on)?.description ?? on, under: supervisor)]
    }
  }

  /// What each of the scenarios that run at a time is run on; on the wire each has a server of its own.
  private func venues(atMost count: Int, under supervisor: RunSupervisor) throws -> [Venue] {
    var venues: [Venue] = []
    do {
      for _ in 0..<min(count, selection.jobs ?? usualJobs(for: count)) {
        venues.append(try newVenue(under: supervisor))
      }
    } catch {
      for case .server(let server) in venues { server.shutDown() }
      throw error
    }
    return venues
  }

  /// How many scenarios run at a time where nobody says: the results are the same for any number, so there is no reason to
  /// leave processors idle. A server takes as long to start as some scenarios do to run, so one more has to be worth it.
  private func usualJobs(for count: Int) -> Int {
    let processors = Processors.available
    return switch on {
    case "simulator": processors
    case "wire": max(1, min(processors, count / Self.scenariosWorthAServer))
    case _: 1
    }
  }

  /// How many scenarios a further server is started for.
  private static let scenariosWorthAServer = 25

  private func session(
    on venue: Venue, called name: String? = nil, under supervisor: RunSupervisor
  ) -> ScenarioSession {
    var runner = ScenarioRunner(on: venue, crashesEverywhere: crashEverywhere, database: database)
    runner.refusesSkips = strictSkips
    runner.externalBots = Simulator.externalBots(
      deadlineSeconds: deadline, silence: .milliseconds(silence))
    runner.options =
      variableOptions.words + ownClauses.words + (silence == 500 ? [] : ["--silence", "\(silence)"])
    return ScenarioSession(runner, called: name, supervisor: supervisor) { () throws(RunStop) in
      do {
        return try newVenue(under: supervisor)
      } catch let stop as RunStop {
        throw stop
      } catch {
        throw RunStop.serverGone("no other can be started or reached")
      }
    }
  }

  /// A server may take long to start or to answer; a thread of its own waits for it, so that a signal or the end of the run's time does
  /// not have to.
  private func newVenue(under supervisor: RunSupervisor) throws -> Venue {
    if on == "simulator" { return .simulator }
    let endpoint = Endpoint(on)
    let token = endpoint == nil ? nil : try adminToken.token()
    let (longestWait, deadline, silence) = (self.longestWait, self.deadline, self.silence)
    let attempt = try supervisor.prepare { () -> ServerAttempt in
      do throws(WireServer.Unreachable) {
        let server =
          if let endpoint {
            try WireServer(
              at: endpoint, token: token, longestWaitSeconds: longestWait, deadlineSeconds: deadline)
          } else {
            try WireServer(starting: Program.path, deadlineSeconds: deadline)
          }
        server.silence = .milliseconds(silence)
        return .made(server)
      } catch {
        return .failed(error)
      }
    }
    switch attempt {
    case .made(let server): return .server(server)
    case .failed(let error):
      if let signal = RunSignals.received { throw Outcome.interrupted(by: signal) }
      StandardError.write("Error: \(error.message)\n")
      throw Outcome.unreachable
    }
  }
}

/// A server, or why there is none. The thread that has made it is done with it when another one gets it.
private enum ServerAttempt: @unchecked Sendable {
  case made(WireServer)
  case failed(WireServer.Unreachable)
}
