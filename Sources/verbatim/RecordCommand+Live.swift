import Client
import Foundation
import Recording
import Relay
import UnixSignals

/// `verbatim record --url`: clients talk to the server through it.
extension RecordCommand {
  private enum Happening: Sendable {
    case seen(RelayEvent)
    case interrupted
  }

  func recordLive() async throws {
    guard let url, let upstream = Endpoint(url), let output else { throw Outcome.usage }
    // A file that cannot be written is told before anyone has come.
    guard access(URL(fileURLWithPath: output).deletingLastPathComponent().path, W_OK) == 0 else {
      StandardError.write("verbatim: \(output) cannot be written; choose another file\n")
      throw Outcome.usage
    }
    let (happenings, continuation) = AsyncStream.makeStream(of: Happening.self)
    let signals = await UnixSignalsSequence(trapping: [.sigint, .sigterm, .sighup])
    let waiting = Task {
      for await _ in signals { continuation.yield(.interrupted) }
    }
    defer { waiting.cancel() }
    let relay: Relay
    do throws(WebSocketError) {
      relay = try await Relay(port: listen ?? 0, upstream: upstream) { continuation.yield(.seen($0)) }
    } catch {
      StandardError.write("verbatim: port \(listen ?? 0) of 127.0.0.1 cannot be used (\(error.message))\n")
      throw Outcome.usage
    }
    print("verbatim records what passes at ws://127.0.0.1:\(relay.port)/ws to \(upstream)")
    fflush(nil)
    var live = LiveActions()
    recording: for await happening in happenings {
      switch happening {
      case .interrupted: break recording
      case .seen(let event):
        live.take(event)
        if untilIdle, event.kind == .gone, live.clients == 0 { break recording }
      }
    }
    await relay.stop()
    try write(live, from: upstream)
  }

  private func write(_ live: LiveActions, from upstream: Endpoint) throws {
    let made: LiveRecording
    do throws(Recording.Failure) {
      made = try LiveRecording(
        of: live, title: title ?? "Recorded from \(upstream)", path: output ?? "recording.chat")
    } catch {
      StandardError.write("verbatim: \(error.message)\n")
      throw Outcome.of(error)
    }
    try write(made.recording, notOver: "")
    for difference in made.differences { StandardError.write("differs: \(difference)\n") }
  }
}
