import CSQLite

extension Archive {
  /// Keeps the end of the connection from moving the log into the file and deleting it.
  static func keepLog(of connection: OpaquePointer, _ keeps: Bool = true) {
    _ = verbatim_keep_log_on_close(UnsafeMutableRawPointer(connection), keeps ? 1 : 0)
  }
}
