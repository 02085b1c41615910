import Engine
import Foundation
import NIOCore
import Wire

/// What `GET /metrics` answers.
package struct MetricsPage {
  let metrics: Metrics
  /// What only the turn thread knows, or nil where it did not answer in time.
  var counts: (census: Census, tokens: Int)?
  /// How much has arrived and was not handled yet.
  var arrivalsWaiting: Int
  /// How many bytes clients have not read yet.
  var bytesWaiting: Int
  /// How many passwords are worked on or wait.
  var passwordsWaiting: Int
  /// How many sockets are open, those of HTTP counted.
  var sockets: Int

  typealias Sample = PrometheusText.Sample

  /// The page as Prometheus reads it.
  var text: String {
    var page = PrometheusText()
    addProcess(to: &page)
    addConnections(to: &page)
    addTurns(to: &page)
    addSnapshots(to: &page)
    return page.text
  }

  private func addProcess(to page: inout PrometheusText) {
    page.add(
      "verbatim_build_info", .gauge, "What runs; the number is always 1.",
      [Sample(1, ("protocol", UpgradePolicy.subprotocol), ("behaviour", "\(Engine.behaviour)"))])
    let uptime = Double((.now() - metrics.started).nanoseconds / 1_000_000) / 1000
    page.add("verbatim_uptime_seconds", .gauge, "How long the server has been running.", uptime)
    if let memory = Self.residentBytes {
      page.add("process_resident_memory_bytes", .gauge, "The memory that is in use.", memory)
    }
    if let (census, tokens) = counts {
      page.add("verbatim_sessions", .gauge, "Sessions, guests and resumable ones counted.", census.sessions)
      page.add("verbatim_users_online", .gauge, "Users who have a session.", census.usersOnline)
      page.add("verbatim_rooms", .gauge, "Rooms.", census.rooms)
      page.add("verbatim_users", .gauge, "Accounts, those that were deleted counted.", census.users)
      page.add("verbatim_pairs", .gauge, "Pairs of users who have talked.", census.pairs)
      page.add(
        "verbatim_tokens", .gauge,
        "Tokens to log in with, those that are no longer good for a while counted.",
        tokens)
      page.add(
        "verbatim_resume_bytes", .gauge, "Bytes that are kept for sessions that may resume.",
        census.keptBytes)
    }
  }

  private func addConnections(to page: inout PrometheusText) {
    page.add("verbatim_sockets", .gauge, "Open sockets, those of plain HTTP counted.", sockets)
    page.add("verbatim_connections", .gauge, "Open WebSockets.", metrics.connections.value)
    page.add(
      "verbatim_connections_opened_total", .counter, "WebSockets that were opened.",
      metrics.connectionsOpened.value)
    page.add(
      "verbatim_connections_closed_total", .counter,
      "WebSockets that ended, by who ended them and with which code; one that broke has none.",
      metrics.connectionsClosed.values.sorted { ($0.key.by, $0.key.code) < ($1.key.by, $1.key.code) }.map {
        Sample($0.value, ("by", $0.key.by), ("code", $0.key.code))
      })
    page.add(
      "verbatim_connections_refused_total", .counter, "Sockets over a limit on connections.",
      samples(of: metrics.connectionsRefused, by: "limit"))
    page.add(
      "verbatim_upgrades_refused_total", .counter, "Requests that did not become a WebSocket.",
      samples(of: metrics.upgradesRefused, by: "reason"))
    page.add(
      "verbatim_untrusted_proxy_requests_total", .counter,
      "Requests of a proxy that is not trusted, whose clients share one address.",
      metrics.untrustedProxies.value)
    page.add(
      "verbatim_slow_readers_total", .counter, "Clients that were closed because they do not read.",
      metrics.slowReaders.value)
    page.add(
      "verbatim_send_queue_bytes", .gauge, "Bytes that wait to be read by clients.", bytesWaiting)
    let requests = metrics.httpRequests.values
    page.add(
      "verbatim_http_requests_total", .counter, "HTTP requests that were answered.",
      requests.sorted { ($0.key.route.rawValue, $0.key.status) < ($1.key.route.rawValue, $1.key.status) }.map
      {
        Sample($0.value, ("route", $0.key.route.rawValue), ("status", "\($0.key.status)"))
      })
  }

  private func addSnapshots(to page: inout PrometheusText) {
    page.add(
      "verbatim_snapshots_total", .counter, "Snapshots of the state that were written.",
      metrics.snapshots.written.value)
    page.add(
      "verbatim_snapshot_failures_total", .counter, "Snapshots that failed and were tried again.",
      metrics.snapshots.failures.value)
    guard let newest = metrics.snapshots.latest else { return }
    page.add("verbatim_snapshot_bytes", .gauge, "The size of the newest snapshot.", Double(newest.bytes))
    page.add(
      "verbatim_snapshot_duration_seconds", .gauge, "How long the newest snapshot took, beside the chat.",
      newest.seconds)
    let age = Double((.now() - newest.at).nanoseconds / 1_000_000) / 1000
    page.add("verbatim_snapshot_age_seconds", .gauge, "How long ago the newest snapshot was written.", age)
  }

  private func addTurns(to page: inout PrometheusText) {
    page.add("verbatim_inputs_total", .counter, "Inputs in the journal.", metrics.inputs.value)
    page.add("verbatim_turns_total", .counter, "Turns of the engine's thread.", metrics.turns.value)
    page.add(
      "verbatim_clock_step_seconds", .gauge,
      "By how much the system's clock is ahead without being followed; 0 where it is.",
      Double(metrics.ignoredClockStep.value) / 1000)
    page.add("verbatim_commits_total", .counter, "Transactions that lasted.", metrics.commits.value)
    page.add(
      "verbatim_store_errors_total", .counter, "Turns that were lost because the database failed.",
      metrics.storeErrors.value)
    page.add("verbatim_commit_seconds", "How long a commit took.", metrics.commitDuration.read())
    page.add(
      "verbatim_frames_received_total", .counter, "Messages that clients sent.", metrics.framesReceived.value)
    page.add(
      "verbatim_frames_sent_total", .counter, "Frames that were made; one that goes to many counts once.",
      metrics.framesSent.value)
    page.add(
      "verbatim_deliveries_total", .counter, "Frames that were sent, once for each receiver.",
      metrics.deliveries.value)
    page.add(
      "verbatim_arrivals_waiting", .gauge, "What arrived and waits for the engine's thread.", arrivalsWaiting)
    page.add(
      "verbatim_passwords_waiting", .gauge, "Passwords that are worked on or wait for it.", passwordsWaiting)
    page.add(
      "verbatim_refused_total", .counter, "Commands and frames that were refused.",
      samples(of: metrics.refused, by: "code"))
    page.add(
      "verbatim_logins_total", .counter, "Log-ins by what became of them.",
      samples(of: metrics.logIns, by: "outcome"))
  }

  /// A number for each label that there can be.
  private func samples<Label: CaseIterable & RawRepresentable<String>>(
    of counter: LabelledCounter<Label>, by name: String
  ) -> [Sample] {
    let values = counter.values
    return Label.allCases.map { Sample(values[$0] ?? 0, (name, $0.rawValue)) }
  }

  /// The memory that the process has in use, as Linux tells it.
  package static var residentBytes: Int? {
    guard let file = fopen("/proc/self/statm", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    let fields = String(decoding: line.map(UInt8.init(bitPattern:)), as: UTF8.self).split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
