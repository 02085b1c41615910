extension Defect {
  static let passwords: [Defect] = [
    Defect("PASS-1", "Compares the bytes of passwords.") { f in
      f.refuse("login", with: "auth_failed") { frame, _ in
        frame.text("password")?.unicodeScalars.contains { $0.properties.isDiacritic } == true
      }
    },
    Defect("PASS-2", "Takes the password that everybody has.") { f in
      f.accept("register", "set_password", despite: "bad_frame") { frame, line in
        line.cause(of: frame)?.text("password")?.contains("1") == true
      }
    },
    Defect("PASS-2b", "Takes a common password with a capital.") { f in
      f.accept("register", "set_password", despite: "bad_frame") { frame, line in
        line.cause(of: frame)?.text("password")?.contains { $0.isUppercase } == true
      }
    },
    Defect("PASS-3", "Takes the name of a new user for a password.") { f in
      f.accept("register", despite: "bad_frame") { frame, line in
        guard let cause = line.cause(of: frame) else { return false }
        return cause.text("password") == cause.text("user")
      }
    },
    Defect("PASS-3b", "Takes one's own name for another password.") { f in
      f.accept("set_password", despite: "bad_frame")
    },
    Defect("PASS-4", "Lets anybody try any number of tokens.") { f in f.limit("peer_login_failures_burst") },
    Defect("PASS-4b", "Takes no token at all after some wrong ones.") { f in
      var isLimited = false
      f.editEvent("error") { frame, _ in if frame.text("code") == "rate_limited" { isLimited = true } }
      f.editEvent("ready") { frame, line in
        if isLimited, line.token != nil { frame = .error("rate_limited") }
      }
    },
  ]
}
