/// Why a new package or file was not written. Nothing is left of it then.
enum CreationFailure: Error, CustomStringConvertible {
  case exists(String)
  case notWritten(String, reason: String)

  var description: String {
    switch self {
    case .exists(let path): "\(path) already exists; choose another name, or remove it"
    case .notWritten(let path, let reason): "\(path) cannot be written: \(reason)"
    }
  }
}
