extension String {
  /// The text where it is ASCII, as all is that the server looks for in the head of a request (RFC 9110, section 5.5).
  ///
  /// Whatever else may stand there, comparing it as text could take long.
  var ascii: String? { utf8.allSatisfy { $0 < 0x80 } ? self : nil }

  /// Whether it may be the name of a field: the longer ones mean nothing and cost time, as in `CommandDefinition.named`.
  var mayNameField: Bool { utf8.count <= 32 }
}
