import ArgumentParser
import Foundation
import ServiceLifecycle

/// What started the process and waits for it, such as systemd (sd_notify(3), sd_listen_fds(3)).
enum ServiceManager {
  /// Tells it something, such as `READY=1`; nothing where nobody wants to know.
  static func tell(_ state: String) {
    guard let path = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"], let first = path.utf8.first,
      first == UInt8(ascii: "/") || first == UInt8(ascii: "@")
    else { return }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var name = Array(path.utf8)
    // An at sign stands for the zero byte with which names begin that are no files.
    if first == UInt8(ascii: "@") { name[0] = 0 }
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard name.count < room else { return }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size - room + name.count)
    let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
    let file = socket(AF_UNIX, kind, 0)
    guard file >= 0 else { return }
    defer { close(file) }
    let bytes = Array(state.utf8)
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(file, bytes, bytes.count, 0, $0, length)
      }
    }
  }

  /// The sockets that it has bound for this process, in its order.
  ///
  /// Errors: what was passed is no number of sockets.
  static func passedSockets() throws -> [CInt] {
    let environment = ProcessInfo.processInfo.environment
    guard let process = environment["LISTEN_PID"], let number = environment["LISTEN_FDS"],
      process == "\(getpid())"
    else { return [] }
    guard let count = CInt(number), (0...64).contains(count) else {
      throw ValidationError("LISTEN_FDS is \(number), which is no number of sockets from 0 to 64.")
    }
    let descriptors = (0..<count).map { firstDescriptor + $0 }
    for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    return descriptors
  }

  private static let firstDescriptor: CInt = 3
}

/// Tells the service manager when the server begins to stop.
struct StopNotice: Service {
  func run() async throws {
    try await gracefulShutdown()
    ServiceManager.tell("STOPPING=1")
  }
}
