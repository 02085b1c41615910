extension Engine {
  /// The invitations that are good now, the oldest first.
  package func goodInvitations(at now: Instant) -> [Invitation] { invitations.filter { $0.expires > now } }

  /// Refuses a registration where it takes an invitation or is not possible, and one with an invitation that is not good.
  func checkRegistration(with code: Digest?) throws(Refusal) {
    guard limits[.registration] > 0 else {
      throw Refusal(
        .registrationClosed, "Nobody can register on this server; ask its operator for an account.")
    }
    guard let code else {
      guard limits[.registration] > 1 else {
        throw Refusal(
          .invitationInvalid,
          "Registering here takes an invitation; ask the server's operator for one, and send it as `invitation`.",
          field: "invitation")
      }
      return
    }
    guard invitations.contains(where: { $0.code == code && $0.expires > now }) else {
      throw Refusal(
        .invitationInvalid,
        "This invitation is not known, has expired, or was used as often as it can be; ask for another one.",
        field: "invitation")
    }
  }

  /// Takes note that somebody has registered with an invitation.
  mutating func useUp(_ code: Digest?) {
    guard let code, let place = invitations.firstIndex(where: { $0.code == code }) else { return }
    invitations[place].uses -= 1
    if invitations[place].uses == 0 { invitations.remove(at: place) }
  }

  func checkInvitation(uses: Int, seconds: Int, at now: Instant) throws(Refusal) {
    guard Invitation.uses.contains(uses) else {
      throw Refusal(
        .badFrame, "An invitation has from 1 to \(Invitation.uses.upperBound) uses.", field: "uses")
    }
    guard Invitation.seconds.contains(seconds) else {
      throw Refusal(.badFrame, "An invitation is good for 1 to 366 days.", field: "days")
    }
    guard goodInvitations(at: now).count < Invitation.most else {
      throw Refusal(.tooMany, "There are \(Invitation.most) invitations already; revoke some first.")
    }
  }

  mutating func invite(with code: Digest, uses: Int, seconds: Int) {
    invitations = goodInvitations(at: now)
    let expires = now.advanced(byMilliseconds: Int64(seconds) * 1000)
    invitations.append(Invitation(code: code, made: now, expires: expires, uses: uses))
  }
}
