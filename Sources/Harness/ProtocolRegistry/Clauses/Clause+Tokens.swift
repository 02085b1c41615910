extension Clause {
  static let tokens = rules(
    of: .tokens, since: 6,
    [
      1:
        "`tokens` is answered by `token_list` with all tokens that log its user in, and no others, the last used first: `token_id`, `made`, `used`, and `current` for the one that the asking session has.",
      2:
        "`revoke_token` revokes the user's token of this `token_id`, so that it gets `auth_failed`, and closes sessions that have it with 4503; an id of none of the user's tokens changes nothing.",
      3:
        "`revoke_token` with what is no id is refused with `no_such_token`, and with the asking session's own token with `forbidden`.",
    ])
}
