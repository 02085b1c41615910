import Bots
import Client
import DequeModule
import Engine
import NIOPosix
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Does what a `BotSession` asks for, and tells it what happened.
///
/// All of it happens in one piece, without waiting for anything in between, so that events never overtake each other.
actor BotRun {
  /// How many requests are performed at once; further ones wait.
  private static let mostRequests = 16

  private var session: BotSession
  private let bot: any Bot
  private let endpoint: Endpoint
  private let file: StateFile?
  private var reporter: Reporter

  private var connection: WebSocketConnection?
  /// Tells connections apart; older ones are no longer listened to.
  private var number = 0
  private var alarm: (at: Int64, task: Task<Void, Never>)?
  private var requests: Deque<BotRequest> = []
  private var performing: [Int: Task<Void, Never>] = [:]
  private var lastPerformed = 0
  private var end: Result<Void, BotRunner.Failure>?
  private var waiting: CheckedContinuation<Void, any Error>?

  init(
    _ session: BotSession, of bot: any Bot, at endpoint: Endpoint, file: StateFile?, reporter: Reporter
  ) {
    self.session = session
    self.bot = bot
    self.endpoint = endpoint
    self.file = file
    self.reporter = reporter
  }

  /// Begins, and waits for the end.
  func untilEnd() async throws {
    if end == nil { carryOut(session.start(at: .now())) }
    try await withCheckedThrowingContinuation { continuation in
      waiting = continuation
      finishIfOver()
    }
  }

  /// Takes in what happened.
  func handle(_ input: BotSession.Input) {
    guard end == nil else { return }
    carryOut(session.handle(input, at: .now()))
  }

  /// Takes in what happened on a connection, and says whether that is still listened to.
  private func handle(_ input: BotSession.Input, on origin: Int) -> Bool {
    guard origin == number, end == nil else { return false }
    handle(input)
    return origin == number
  }

  private func carryOut(_ actions: [BotSession.Action]) {
    for action in actions {
      switch action {
      case .connect: connect()
      case .remember(let memory, let user):
        do throws(BotRunner.Failure) {
          try file?.save(StateFile.Kept(user: user, memory: memory))
        } catch {
          // Nothing that came with it may be sent.
          connection?.abort()
          return finish(.failure(error))
        }
      case .send(let frame): connection?.post(frame.bytes)
      case .ping: ping()
      case .disconnect(let isOrderly): disconnect(orderly: isOrderly)
      case .perform(let request):
        requests.append(request)
        performNext()
      case .report(let report): reporter.report(report)
      case .end(let failure): return finish(failure.map { .failure($0) } ?? .success(()))
      }
    }
    setAlarm()
  }

  // MARK: - Connections

  private func connect() {
    number += 1
    let origin = number
    let endpoint = endpoint
    Task {
      do throws(WebSocketError) {
        let made = try await WebSocketConnection.connect(
          to: endpoint, group: MultiThreadedEventLoopGroup.singleton)
        await self.listen(to: made, origin)
      } catch {
        _ = self.handle(.unreachable(error), on: origin)
      }
    }
  }

  private func listen(to made: WebSocketConnection, _ origin: Int) async {
    guard origin == number, end == nil else { return made.abort() }
    connection = made
    handle(.connected)
    // No more is read from the network than the bot takes.
    while let inbound = await made.next() {
      let input: BotSession.Input =
        switch inbound {
        case .text(let bytes): .received(bytes)
        case .closed(let code): .disconnected(code: code)
        case .lost: .disconnected(code: nil)
        }
      guard handle(input, on: origin) else { return }
    }
  }

  private func ping() {
    guard let connection else { return }
    let origin = number
    Task {
      guard (try? await connection.ping()) != nil else { return }
      _ = self.handle(.ponged, on: origin)
    }
  }

  private func disconnect(orderly isOrderly: Bool) {
    guard let connection else { return }
    self.connection = nil
    number += 1
    if isOrderly { goodbye = Task { await connection.close() } } else { connection.abort() }
  }

  /// The goodbye that is being said, for which the end waits.
  private var goodbye: Task<Void, Never>?

  // MARK: - Time

  private func setAlarm() {
    let now = BotSession.Moment.now()
    guard let wait = session.wait(at: now) else { return }
    // One that comes earlier sets the next one.
    if let alarm, alarm.at <= now.uptime + wait { return }
    alarm?.task.cancel()
    alarm = (
      now.uptime + wait,
      Task {
        do { try await Task.sleep(for: .milliseconds(wait)) } catch { return }
        self.ring()
      }
    )
  }

  private func ring() {
    alarm = nil
    handle(.timePassed)
  }

  // MARK: - Requests

  private func performNext() {
    while performing.count < Self.mostRequests, let request = requests.popFirst() {
      let bot = bot
      lastPerformed += 1
      let serial = lastPerformed
      performing[serial] = Task {
        let result: Result<String, BotResponse.Failure>
        do {
          result = .success(try await Self.perform(request, of: bot))
        } catch let problem as BotProblem {
          reporter.report(.problem(problem))
          result = .failure(.failed(problem.description))
        } catch {
          result = .failure(.failed("\(error)"))
        }
        performing[serial] = nil
        handle(.performed(request, result))
        performNext()
      }
    }
  }

  /// Away from the actor, so that a request that keeps its thread busy does not hold up the bot's events.
  @concurrent private static func perform(_ request: BotRequest, of bot: any Bot) async throws -> String {
    try await bot.perform(request)
  }

  // MARK: - The end

  private func finish(_ result: Result<Void, BotRunner.Failure>) {
    end = result
    number += 1
    alarm?.task.cancel()
    requests.removeAll()
    for task in performing.values { task.cancel() }
    finishIfOver()
  }

  private func finishIfOver() {
    guard let end, let waiting else { return }
    self.waiting = nil
    let goodbye = goodbye
    Task {
      await goodbye?.value
      waiting.resume(with: end.mapError { $0 as any Error })
    }
  }
}

extension BotSession.Moment {
  /// The time of this machine.
  static func now() -> BotSession.Moment {
    BotSession.Moment(
      uptime: milliseconds(of: CLOCK_MONOTONIC), date: Instant(milliseconds: milliseconds(of: CLOCK_REALTIME))
    )
  }

  private static func milliseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
