import Engine

// Accounts: who somebody is.
extension CommandDefinition {
  static let accounts = [register, logIn, logOut, setPassword]

  package static let register = CommandDefinition(
    "register", "Makes a user and logs it in.", .core, replies: [.ready],
    [
      .user("The new user's name."), .init("password", .secret, "The new user's password."),
      .init(
        "invitation", .secret, .conditional("Where `limits.registration` is 1."),
        "A code that an operator gave out; where there is one, it has to be good."),
    ],
    read: .withSecrets { frame, secrets throws(Refusal) in
      let user = try frame.fields.text("user")
      let password = try frame.newPassword("password")
      guard let code = try frame.fields.optionalText("invitation") else {
        return .register(user: user, password: secrets.keep(password: password))
      }
      return .register(
        user: user, password: secrets.keep(password: password), invitation: secrets.digest(of: code))
    },
    write: { if case .register(let user, _, _) = $0 { [.text("user", user)] } else { nil } })

  package static let logIn = CommandDefinition(
    "login", "Logs in with a token or a password, or resumes a session.", .core, replies: [.ready],
    [
      .init(
        "token", .secret,
        .conditional(
          "Where there is no `user` and `password`; it may be absent beside `resume` where the connection was opened with a token."
        ), "A user's token."),
      .init("user", .text, .conditional("With `password`, where there is no `token`."), "The user's name."),
      .init("password", .secret, .conditional("With `user`."), "The user's password."),
      .init(
        "resume",
        .object([
          .init("session", .secret, "The session's name, as `ready` told it."),
          .init("received", .integer(least: 0), "How many frames of the session have arrived."),
        ]), .optional, "The session to resume."),
      .init(
        "remember", .truth, .optional,
        "Whether `ready` should have a `token` for the next log-in; only with `password`."),
    ],
    rules: [
      .atLeastOne(of: ["token", "user", "resume"]), .notBoth("token", "user"),
      .together(["user", "password"]), .truth("remember", needs: "user"),
    ],
    read: .withSecrets { frame, secrets throws(Refusal) in try frame.logIn(&secrets) },
    write: { command in
      guard case .logIn(let credential, let resume, let remember) = command else { return nil }
      var members: [JSON.Member] = remember ? [.truth("remember", true)] : []
      if case .password(let user, _) = credential { members.append(.text("user", user)) }
      if let resume { members.append(.init("resume", .object(.optional("received", resume.received)))) }
      return members
    })

  package static let logOut = CommandDefinition(
    "logout", "Logs the session out.", .core,
    [
      .init(
        "forget", .truth, .optional,
        "Whether the token of this log-in is revoked too.")
    ],
    read: .plain { frame throws(Refusal) in .logOut(forget: try frame.fields.optionalTruth("forget") ?? false)
    },
    write: { if case .logOut(let forget) = $0 { .optional("forget", forget ? true : nil) } else { nil } })

  package static let setPassword = CommandDefinition(
    "set_password", "Changes the password of the session's user.", .core,
    [
      .init("old_password", .secret, "The password until now."),
      .init("password", .secret, "The password from now on."),
    ],
    read: .withSecrets { frame, secrets throws(Refusal) in
      let old = try frame.password("old_password")
      let new = try frame.newPassword("password")
      return .setPassword(old: secrets.keep(password: old), new: secrets.keep(password: new))
    },
    write: { if case .setPassword = $0 { [] } else { nil } })
}

extension CommandReading {
  fileprivate func logIn(_ secrets: inout any SecretKeeper) throws(Refusal) -> Command {
    let token = try fields.optionalText("token")
    let namesUser = fields.has("user") || fields.has("password")
    // Beside a session to resume the token may be that of the connection.
    if token == nil, !namesUser, (try? fields.optionalObject("resume")) == nil {
      throw fields.refusal("token", "is missing; a login has `token`, or `user` and `password`")
    }
    if token != nil, namesUser {
      throw fields.refusal("token", "cannot stand with `user` or `password`; a login has one or the other")
    }
    let user = namesUser ? try fields.text("user") : nil
    let password = namesUser ? try password("password") : nil
    let resume = try fields.optionalObject("resume")
    let session = try resume?.text("session")
    let received = try resume?.integer("received", least: 0)

    let remember = try fields.optionalTruth("remember") ?? false
    if remember, !namesUser {
      throw fields.refusal("remember", "cannot stand without `user` and `password`; a token is there already")
    }

    // Secrets are kept last, when nothing can be refused any more.
    let credential: Credential
    if let token {
      credential = .token(secrets.digest(of: token))
    } else if let user, let password {
      credential = .password(user: user, secrets.keep(password: password))
    } else {
      credential = .opening
    }
    guard let session, let received else { return .logIn(credential, resume: nil, remember: remember) }
    let point = ResumePoint(session: secrets.digest(of: session), received: UInt64(received))
    return .logIn(credential, resume: point, remember: remember)
  }

  /// A password within its upper bound. The engine never sees it, so that the bounds are kept here.
  fileprivate func password(_ name: StaticString) throws(Refusal) -> String {
    let password = try fields.text(name)
    guard password.utf8.count <= limits[.passwordBytes] else {
      throw fields.refusal(name, "has more than \(limits[.passwordBytes]) bytes", code: .tooLarge)
    }
    return password
  }

  fileprivate func newPassword(_ name: StaticString) throws(Refusal) -> String {
    let password = try password(name)
    guard password.utf8.count >= limits[.passwordBytesAtLeast] else {
      throw fields.refusal(name, "must have at least \(limits[.passwordBytesAtLeast]) bytes")
    }
    return password
  }
}
