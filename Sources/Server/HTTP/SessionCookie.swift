import HTTPTypes

/// The cookie in which a browser keeps the token of its log-in.
struct SessionCookie {
  /// Whether the browser's connection is encrypted, so that the cookie is kept to such.
  var isEncrypted: Bool
  /// Whether a page of another site logs in, which gets its cookie only where the connection is encrypted.
  var isCrossSite: Bool

  private static let plainName = "session"
  /// No other host, not even one below the same domain, can have set a cookie of this name (RFC 6265bis, section 4.1.3.2).
  private static let encryptedName = "__Host-session"

  /// How long browsers keep it: thirty days, in seconds.
  ///
  /// The token itself expires when it has not been used for `limits.token_seconds`, or when it is revoked (AUTH-17).
  private static let maximumAgeSeconds = 30 * 24 * 3600

  /// A cookie that no script can read, and that other sites' forms do not send (RFC 6265) unless their origin is listed.
  func text(token: String) -> String {
    "\(name)=\(token); Max-Age=\(Self.maximumAgeSeconds)" + attributes
  }

  /// Makes a browser forget it.
  var forgotten: String { "\(name)=; Max-Age=0" + attributes }

  private var name: String { isEncrypted ? Self.encryptedName : Self.plainName }

  private var attributes: String {
    "; Path=/; HttpOnly; SameSite=\(isCrossSite && isEncrypted ? "None" : "Lax")"
      + (isEncrypted ? "; Secure" : "")
  }

  /// The token that a browser sends back.
  static func token(in request: PlainRequest) -> String? {
    let cookies = request.headers[values: .cookie].lazy.compactMap(\.ascii)
      .flatMap { $0.split(separator: ";") }.map(\.trimmed)
    func value(of name: String) -> String? {
      cookies.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }
    if let token = value(of: encryptedName) { return token }
    // Anybody on the network could have set it on an unencrypted connection.
    return request.client.isEncrypted ? nil : value(of: plainName)
  }
}
