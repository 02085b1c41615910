extension Clause {
  static let tokens = [
    Clause(
      .tokens, 1, .must,
      "`tokens` is answered by `token_list` with all tokens that log its user in, and no others, the last used first: `token_id`, `made`, `used`, and `current` for the one that the asking session has.",
      since: 6),
    Clause(
      .tokens, 2, .must,
      "`revoke_token` revokes the user's token of this `token_id`, so that it gets `auth_failed`, and closes sessions that have it with 4503; an id of none of the user's tokens changes nothing.",
      since: 6),
    Clause(
      .tokens, 3, .must,
      "`revoke_token` with what is no id is refused with `no_such_token`, and with the asking session's own token with `forbidden`.",
      since: 6),
  ]
}
