import Client
import Host
import LiveStage
import Wire

/// What clients see of what an operator does to accounts and rooms that stay.
extension Check {
  static let supervision: [Check] = [
    Check(
      "administration/set_password", "An operator's password is the only one, and ends the user's sessions",
      covers: "ADM-9"
    ) { probe throws(ProbeEnd) in
      let bob = try probe.registered("bob")
      let made = try probe.administer(.createToken(user: bob.name, bot: false, label: "conformance"))
      try probe.administer(.setPassword(user: bob.name, password: "another horse"))
      try bob.isClosed(with: 4503, because: "when an operator sets its user's password")
      try probe.guest().isRefused(bob.tokenLogIn, with: "auth_failed")
      try probe.guest().isRefused(ProbeUser.passwordLogIn(bob.name), with: "auth_failed")
      try probe.guest().asks(ProbeUser.passwordLogIn(bob.name, "another horse"), gets: #"{"type":"ready"}"#)
      try probe.guest().asks(
        #""type":"login","token":"\#(made.text("token") ?? "")""#, gets: #"{"type":"ready"}"#)
    },
    Check(
      "administration/suspended", "A suspended user is out, and can log in again when an operator allows it",
      covers: "ADM-10"
    ) { probe throws(ProbeEnd) in
      let (room, alice) = try probe.room()
      let bob = try probe.registered("bob")
      try bob.joins(room)
      try alice.forgetsAll()
      try probe.administer(.suspendUser(bob.name))
      try bob.isClosed(with: 4503, because: "when its user is suspended")
      try alice.gets(#"{"type":"user_leave","room":"\#(room)","user":"\#(bob.name)"}"#)
      let right = ProbeUser.passwordLogIn(bob.name)
      try probe.guest().isRefused(right, with: "suspended")
      try probe.guest().isRefused(bob.tokenLogIn, with: "suspended")
      // Who guesses learns nothing.
      try probe.guest().isRefused(ProbeUser.passwordLogIn(bob.name, "wrong horse"), with: "auth_failed")
      try probe.administer(.unsuspendUser(bob.name))
      try probe.guest().asks(right, gets: #"{"type":"ready"}"#)
      try probe.guest().asks(bob.tokenLogIn, gets: #"{"type":"ready"}"#)
    },
    Check(
      "administration/ended_sessions", "An operator ends a user's sessions, and the tokens with them",
      covers: "ADM-11"
    ) { probe throws(ProbeEnd) in
      let bob = try probe.registered("bob")
      let other = try probe.tab(of: bob)
      try probe.administer(.logOutUser(bob.name))
      for session in [bob, other] {
        try session.isClosed(with: 4503, because: "when an operator ends its user's sessions")
      }
      try probe.guest().isRefused(bob.tokenLogIn, with: "auth_failed")
      try probe.guest().asks(ProbeUser.passwordLogIn(bob.name), gets: #"{"type":"ready"}"#)
    },
    Check(
      "administration/invitations", "An invitation lets in as many as it says, until it is revoked",
      covers: "AUTH-20", profiles: [.administration]
    ) { probe throws(ProbeEnd) in
      let twice = try probe.administer(.createInvitation(uses: 2, days: 1))
      for _ in 1...2 { try probe.registers(with: twice, gets: #"{"type":"ready"}"#) }
      try probe.registers(with: twice, gets: invitationInvalid)
      let revoked = try probe.administer(.createInvitation(uses: 1, days: 1))
      try probe.administer(.revokeInvitation(id: revoked.text("id") ?? ""))
      try probe.registers(with: revoked, gets: invitationInvalid)
    },
    Check(
      "administration/removed_guests", "An operator takes the guests out of a room, and they hear no more",
      covers: "ADM-12", profiles: [.moderation]
    ) { probe throws(ProbeEnd) in
      let room = probe.name("room")
      let (alice, guest) = (try probe.user("alice", in: room), try probe.guest())
      try guest.joins(room)
      try alice.forgetsAll()
      try guest.forgetsAll()
      try probe.administer(.removeGuests(room))
      for user in [alice, guest] {
        try user.gets(#"{"type":"room_changed","room":"\#(room)","users_only":true,"by":null}"#)
      }
      try alice.says(["among ourselves"], in: room)
      try guest.getsNothing()
      try guest.asks(
        #""type":"join","room":"\#(room)""#, gets: #"{"type":"error","code":"forbidden","field":"room"}"#)
    },
    Check(
      "administration/new_owner", "An operator gives a room to another user, whatever they were there",
      covers: "ADM-13", profiles: [.moderation]
    ) { probe throws(ProbeEnd) in
      let (room, alice, bob) = try probe.roomOfTwo()
      try alice.asks(
        #""type":"ban","room":"\#(room)","user":"\#(bob.name)""#, gets: #"{"type":"ok"}"#)
      try alice.forgetsAll()
      try probe.administer(.setOwner(room: room, user: bob.name))
      for (user, role) in [(alice, "member"), (bob, "owner")] {
        try alice.gets(
          #"{"type":"role","room":"\#(room)","user":"\#(user.name)","role":"\#(role)","by":null}"#)
      }
      try bob.asks(
        #""type":"join","room":"\#(room)""#,
        gets: #"{"type":"user_list","owner":"\#(bob.name)","moderators":null}"#)
      try alice.isRefused(#""type":"set_room","room":"\#(room)","unlisted":true"#, with: "forbidden")
    },
  ]

  private static let invitationInvalid =
    #"{"type":"error","code":"invitation_invalid","field":"invitation"}"#
}

extension Probe {
  /// Somebody tries to register with an invitation that an operator has made.
  fileprivate func registers(with made: JSON, gets pattern: String) throws(ProbeEnd) {
    guard let code = made.text("invitation") else {
      throw obstacle("the operator gets no invitation: \(made.shown)")
    }
    try guest().asks(
      #""type":"register","user":"\#(name("dora"))","password":"\#(ProbeUser.password)","invitation":"\#(code)""#,
      gets: pattern)
  }
}
