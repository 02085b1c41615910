"""Searching in messages and users, and the cursors of what comes in pages."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any, Iterable, NamedTuple

from accounts import Account
from frames import Refused
from limits import Limits
from rooms import Conversation
from texts import fold, kind, words


DEFAULT_PAGE = 20
# From so many letters on the last word of a query is found as the beginning of longer ones.
FEWEST_OF_LAST = 3


class Cursors:
    """Makes and reads cursors, which are good for one query of one asker."""

    def __init__(self) -> None:
        self.secret = secrets.token_bytes(32)

    def seal(self, scope: Any, position: Any) -> str:
        content = json.dumps([scope, position]).encode()
        return hmac.new(self.secret, content, hashlib.sha256).hexdigest()

    def make(self, scope: Any, position: Any) -> str:
        content = json.dumps([position, self.seal(scope, position)]).encode()
        return base64.urlsafe_b64encode(content).decode()

    def read(self, scope: Any, cursor: str) -> Any:
        try:
            position, seal = json.loads(base64.urlsafe_b64decode(cursor.encode()))
            if hmac.compare_digest(seal, self.seal(scope, position)):
                return position
        except (ValueError, TypeError):
            pass
        raise Refused("cursor_invalid", "This cursor was not made for this query.", "cursor")

    def page(
        self, found: list[tuple[Any, dict[str, Any]]], scope: Any, cursor: str | None, limit: int
    ) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """A page of results, which are in the ascending order of their positions, and the field `cursor` where there are more."""
        if cursor is not None:
            last = self.read(scope, cursor)
            found = [result for result in found if result[0] > last]
        results = [result for _, result in found[:limit]]
        return results, {"cursor": self.make(scope, found[limit - 1][0])} if len(found) > limit else {}


class Term(NamedTuple):
    """Words that have to stand together; the last may be the beginning of a longer one."""

    words: list[str]
    goes_on: bool

    @staticmethod
    def of(text: str, goes_on_from: int | None) -> Term:
        found = words(text)
        if found and kind(found[-1][0]) == "R":
            # The last character alone is none that has to end there.
            return Term(found[:-1], False) if len(found) > 1 and found[-2].endswith(found[-1]) else Term(found, True)
        letters = sum(kind(c) == "W" for c in found[-1]) if found else 0
        return Term(found, goes_on_from is not None and letters >= goes_on_from)

    def matches(self, there: list[str]) -> bool:
        """Whether the words are among those of a message."""
        count = len(self.words)
        return any(
            there[at : at + count] == self.words
            or self.goes_on and there[at : at + count - 1] == self.words[:-1]
            and there[at + count - 1 : at + count] and there[at + count - 1].startswith(self.words[-1])
            for at in range(len(there)))


def terms(query: str, limits: Limits) -> list[Term]:
    """The words and quoted phrases of a query."""
    parts: list[tuple[str, bool]] = []
    for place, part in enumerate(query.split('"')):
        parts += [(part, True)] if place % 2 else [(loose, False) for loose in part.split()]
    found = []
    for at, (part, is_quoted) in enumerate(parts, 1):
        last = FEWEST_OF_LAST if at == len(parts) else None
        found.append(Term.of(part, None if is_quoted else 1 if part.endswith("*") else last))
    found = [term for term in found if term.words]
    if not found:
        raise Refused("query_invalid", "There is no letter, digit or symbol to look for.", "query")
    if len(found) > limits.query_terms:
        raise Refused("query_invalid", f"A query has at most {limits.query_terms} words and phrases.", "query")
    return found


def messages(
    conversations: Iterable[tuple[dict[str, str], Conversation]], wanted: list[Term], author: Account | None
) -> list[tuple[int, dict[str, Any]]]:
    """The messages that have all terms, the newest first, each with where it was said."""
    found = [
        (-message.number, place | message.event())
        for place, conversation in conversations
        for message in conversation.messages
        if (author is None or message.account is author) and all(term.matches(message.words) for term in wanted)
    ]
    return sorted(found, key=lambda result: result[0])


def users(accounts: Iterable[Account], query: str) -> list[tuple[list[Any], dict[str, Any]]]:
    """The users whose names have the query, those that begin with it first."""
    part = fold(query)
    found: list[tuple[list[Any], dict[str, Any]]] = [
        ([not fold(account.name).startswith(part), fold(account.name)],
         {"user": account.name, "online": bool(account.sessions), "bot": account.bot})
        for account in accounts
        if part in fold(account.name)
    ]
    return sorted(found, key=lambda result: result[0])
