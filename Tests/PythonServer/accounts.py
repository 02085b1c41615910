"""Accounts: who exists, their passwords and their tokens."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import unicodedata
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from clock import Clock
from frames import Refused
from limits import Allowance, Limits
from texts import check_name, fold

if TYPE_CHECKING:
    from sessions import Session

ALLOWANCES = ("messages", "queries", "commands")


def wrong_credentials() -> Refused:
    """The same refusal for all that can be wrong, so that nobody learns who exists."""
    return Refused("auth_failed", "The name and the password, or the token, are not right.")


def allowances(limits: Limits) -> dict[str, Allowance]:
    """What a user, or a guest's session, may do."""
    return {
        kind: Allowance(limits.values[f"{kind}_burst"], limits.values[f"{kind}_per_second"], 1000) for kind in ALLOWANCES
    }


class Token:
    """A secret to log in with; an operator's outlives a change of the password."""

    def __init__(self, account: Account, of_operator: bool = False) -> None:
        self.secret, self.account, self.of_operator = secrets.token_urlsafe(32), account, of_operator
        self.used = 0  # when somebody was last logged in with it


class Account:
    """A user, with the sessions and the idempotency keys that are the user's."""

    def __init__(self, name: str, bot: bool, limits: Limits) -> None:
        self.name, self.bot, self.limits = name, bot, limits
        self.salt, self.digest = secrets.token_bytes(16), b""  # without a password no digest matches
        self.sessions: dict[Session, None] = {}
        self.allowances = allowances(limits)
        self.peers: set[str] = set()  # from where the user has logged in
        self.may_expire, self.used = False, 0  # whether nobody would miss it, and when it was used last
        self.keys: OrderedDict[str, tuple[Any, dict[str, Any]]] = OrderedDict()

    def replied(self, key: str | None, content: Any) -> dict[str, Any] | None:
        """The first reply to a command with this key, where there was one."""
        if key is None:
            return None
        if not 1 <= len(key) <= self.limits.key_characters:
            raise Refused("bad_frame", f"A key has 1 to {self.limits.key_characters} characters.", "key")
        if key not in self.keys:
            return None
        known, reply = self.keys[key]
        if known != content:
            raise Refused("key_reused", "This key was used with other content.", "key")
        return reply | {"duplicate": True}

    def remember(self, key: str | None, content: Any, reply: dict[str, Any]) -> None:
        """Keeps the reply, and forgets the oldest where there are too many."""
        if key is not None:
            self.keys[key] = content, reply
            if len(self.keys) > self.limits.keys_per_user:
                self.keys.popitem(last=False)


class Accounts:
    """All accounts and tokens, and the allowances of those who try passwords."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self.limits, self.clock = limits, clock
        self.by_name: dict[str, Account] = {}
        self.tokens: dict[str, Token] = {}
        self.attempts: OrderedDict[tuple[str, str], Allowance] = OrderedDict()

    def find(self, name: str, field: str) -> Account:
        """The user of this name, however it is written."""
        account = self.by_name.get(fold(name))
        if account is None:
            raise Refused("no_such_user", "There is no user of this name.", field)
        return account

    async def register(self, name: str, password: str, peer: str) -> tuple[Account, Token]:
        """Makes a user with a password, and a token."""
        self.check_new_name(name)
        self.allowed("peer_registrations", peer).take()
        account = Account(name, False, self.limits)
        account.digest = await digest(password, account.salt)
        self.check_new_name(name)  # somebody else may have had it meanwhile
        self.by_name[fold(name)] = account
        account.may_expire = True
        self.expect_use(account)
        return account, self.new_token(account)

    def expect_use(self, account: Account) -> None:
        """Lets an account go that nobody uses and nobody would miss."""
        unused = self.limits.unused_account_seconds * 1000
        account.used = self.clock.now()

        def look() -> None:
            if account.sessions:
                account.used = self.clock.now()
            left = account.used + unused - self.clock.now()
            if account.may_expire and left > 0:
                self.clock.after(left, look)
            elif account.may_expire:
                del self.by_name[fold(account.name)]
                for token in [one for one in self.tokens.values() if one.account is account]:
                    del self.tokens[token.secret]

        if unused:
            self.clock.after(unused, look)

    def provision(self, name: str, bot: bool) -> Token:
        """A token that an operator makes, and the account where there is none."""
        check_name(name, self.limits.user_name_characters, "user")
        account = self.by_name.setdefault(fold(name), Account(name, bot, self.limits))
        account.may_expire = False
        return self.new_token(account, of_operator=True)

    async def with_password(self, name: str, password: str, peer: str | None) -> Account:
        """The user whose password this is; wrong ones of strangers are counted for the account and for the address.

        `peer` is None for whoever is logged in as the user."""
        account = self.by_name.get(fold(name))
        if account and (peer is None or peer in account.peers):
            counted = [self.allowed("login_failures", f"{fold(name)} {peer}")]
        else:
            counted = [self.allowed("login_failures", fold(name)), self.allowed("peer_login_failures", str(peer))]
        for allowance in counted:
            allowance.take()  # before it is known, so that many at once are not more than one after the other
        found = await digest(password, account.salt if account else bytes(16))
        if account is None or not hmac.compare_digest(found, account.digest):
            raise wrong_credentials()
        for allowance in counted:
            allowance.give_back()
        return account

    def with_token(self, secret: str, peer: str) -> Token:
        """The token that this secret is; wrong ones are counted for the address."""
        token = self.valid_token(secret)
        if token is None:
            self.allowed("peer_login_failures", f"token {peer}").take()
            raise wrong_credentials()
        return token

    def valid_token(self, secret: str) -> Token | None:
        token = self.tokens.get(secret)
        if token is None:
            return None
        oldest = self.clock.now() - self.limits.token_seconds * 1000
        in_use = any(session.token is token for session in token.account.sessions)
        if self.limits.token_seconds and not token.of_operator and not in_use and token.used < oldest:
            return None
        return token

    async def set_password(self, account: Account, old: str, new: str) -> None:
        """Changes a password for whoever is logged in and knows the old one."""
        await self.with_password(account.name, old, None)
        account.digest = await digest(new, account.salt)

    def new_token(self, account: Account, of_operator: bool = False) -> Token:
        token = Token(account, of_operator)
        token.used = self.clock.now()
        self.tokens[token.secret] = token
        own = [one for one in self.tokens.values() if one.account is account and not one.of_operator]
        for oldest in own[: -self.limits.tokens_per_user]:
            del self.tokens[oldest.secret]
        return token

    def check_new_name(self, name: str) -> None:
        check_name(name, self.limits.user_name_characters, "user")
        if fold(name) == "server":
            raise Refused("name_invalid", "This name is the server's.", "user")
        if fold(name) in self.by_name:
            raise Refused("name_taken", "Somebody has this name.", "user")

    def allowed(self, what: str, whose: str) -> Allowance:
        """The allowance for such attempts, in which there has to be one left."""
        values = self.limits.values
        new = Allowance(values[f"{what}_burst"], values[f"{what}_per_minute"], 60_000)
        allowance = self.attempts.setdefault((what, whose), new)
        self.attempts.move_to_end((what, whose))
        if len(self.attempts) > self.limits.tracked_attempts:
            self.attempts.popitem(last=False)
        wait = allowance.wait(self.clock.now())
        if wait:
            raise Refused("rate_limited", "There were too many attempts.", retry_after_ms=wait)
        return allowance


async def digest(password: str, salt: bytes) -> bytes:
    """A slow hash, beside the event loop."""
    same = unicodedata.normalize("NFC", password).encode()
    return await asyncio.to_thread(hashlib.scrypt, same, salt=salt, n=2**14, r=8, p=1)
