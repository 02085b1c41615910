/// The cookie in which a browser keeps the token of its log-in.
enum SessionCookie {
  static let name = "session"

  /// How long browsers keep it: thirty days, in seconds.
  ///
  /// The token itself expires when it has not been used for `limits.token_seconds`, or when it is revoked (AUTH-17).
  private static let maximumAgeSeconds = 30 * 24 * 3600

  /// A cookie that no script can read, and that other sites' forms do not send (RFC 6265).
  static func text(token: String, encrypted: Bool) -> String {
    "\(name)=\(token); Max-Age=\(maximumAgeSeconds)" + attributes(encrypted: encrypted)
  }

  /// Makes a browser forget it.
  static func forgotten(encrypted: Bool) -> String {
    "\(name)=; Max-Age=0" + attributes(encrypted: encrypted)
  }

  private static func attributes(encrypted: Bool) -> String {
    "; Path=/; HttpOnly; SameSite=Lax" + (encrypted ? "; Secure" : "")
  }
}
