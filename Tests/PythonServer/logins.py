"""Logging in and out, and what becomes of sessions whose connection ends."""

from __future__ import annotations

from typing import Any, Callable, Iterable

import clock as time
from accounts import Account, Accounts, Token
from clock import Clock
from frames import Refused
from limits import Limits
from sessions import Connection, Session
from texts import check_new_password

Fields = dict[str, Any]
Reply = Callable[..., None]  # takes the event and, by its name, the message that it carries


class LogIns:
    """The accounts, and who is logged in."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self.limits, self.clock = limits, clock
        self.accounts = Accounts(limits, clock)

    async def do_register(self, connection: Connection, fields: Fields, reply: Reply) -> None:
        if connection.session.account:
            raise Refused("forbidden", "This session is logged in.")
        check_new_password(fields["password"], fields["user"])
        if self.limits.registration == 0:
            raise Refused("registration_closed", "Nobody can register here.")
        if self.limits.registration == 1 or "invitation" in fields:  # nobody makes any here, so that none is good
            raise Refused("invitation_invalid", "Registering takes an invitation that is good.", "invitation")
        account, token = await self.accounts.register(fields["user"], fields["password"], connection.peer)
        self.log_in(connection, account, token, reply, tell_token=True)

    async def do_login(self, connection: Connection, fields: Fields, reply: Reply) -> None:
        session, account = connection.session, connection.session.account
        may_resume = connection.by_its_token and "resume" in fields
        if account and not may_resume:
            raise Refused("forbidden", "This session is logged in.")
        if "password" in fields:
            found = await self.accounts.with_password(fields["user"], fields["password"], connection.peer)
            made = self.accounts.new_token(found) if fields.get("remember") else None
            self.log_in(connection, found, made, reply, fields.get("resume"), tell_token=made is not None)
            return
        token = self.accounts.with_token(fields["token"], connection.peer) if "token" in fields else session.token
        if token is None:
            raise Refused("bad_frame", "This connection was opened without a token.", "token")
        self.log_in(connection, token.account, token, reply, fields.get("resume"))

    def log_in(
        self, connection: Connection, account: Account, token: Token | None, reply: Reply,
        resume: Fields | None = None, tell_token: bool = False,
    ) -> None:
        """Begins a user's session on a connection, or has an earlier one go on there."""
        session = connection.session
        if session.account not in (None, account):
            raise Refused("forbidden", "The connection was opened with another user's token.")
        ready = {"type": "ready", "user": account.name, "bot": account.bot}
        if tell_token and token:
            ready["token"] = token.secret
        if resume:
            if session.account:
                self.end(session)
                connection.session = session = Session(self.limits, connection)
            old = next((one for one in account.sessions if one.secret == resume["session"]), None)
            if old and old.can_resume(resume["received"]):
                self.end(session)
                self.resume(old, connection, resume["received"], token)
                reply(ready | {"session": old.secret, "resumed": True})
                for frame in old.kept:
                    connection.send(frame.again())
                return
            if old and not old.connection:
                self.end(old)  # its client knows now that it is lost
        while len(account.sessions) >= self.limits.sessions_per_user:
            self.end_one(account)
        account.peers.add(connection.peer)
        session.begin(account, token)
        session.since = self.clock.now()
        self.note_use(session)
        reply(ready | {"session": session.secret, "resumed": False})
        for room in session.rooms:
            room.appear(session)

    def end_one(self, account: Account) -> None:
        """Ends the session that was cut first, or else the oldest."""
        cut = [session for session in account.sessions if session.expiry]
        session = min(cut, key=lambda one: one.expiry.due if one.expiry else 0) if cut else next(iter(account.sessions))
        connection = session.connection
        self.end(session)
        if connection:
            connection.close(4507, "the user has begun more sessions than are allowed")

    def resume(self, session: Session, connection: Connection, received: int, token: Token | None) -> None:
        if session.connection:
            old = session.connection
            old.session = Session(self.limits, old)
            old.close(4506, "the session was resumed on another connection")
        if session.expiry:
            session.expiry.cancel()
        session.expiry = None
        session.connection, connection.session, session.token = connection, session, token
        session.waiting_frames = session.waiting_bytes = 0
        session.forget(received)

    def do_logout(self, session: Session, fields: Fields, reply: Reply) -> None:
        account, token = session.user(), session.token
        self.note_use(session)
        reply({"type": "ok"})
        self.leave_all(session)
        del account.sessions[session]
        session.begin()
        if fields.get("forget") and token:
            self.accounts.tokens.pop(token.secret, None)
            self.throw_out(one for one in list(account.sessions) if one.token is token)

    async def do_set_password(self, connection: Connection, fields: Fields, reply: Reply) -> None:
        session = connection.session
        account = session.user()
        check_new_password(fields["password"], account.name)
        await self.accounts.set_password(account, fields["old_password"], fields["password"])
        reply({"type": "ok"})
        kept = session.token
        self.throw_out(
            one for one in list(account.sessions) if one is not session and (kept is None or one.token is not kept)
        )
        for token in list(self.accounts.tokens.values()):
            if token.account is account and token is not kept and not token.of_operator:
                del self.accounts.tokens[token.secret]

    def do_sessions(self, session: Session, fields: Fields, reply: Reply) -> None:
        listed = [
            {"session_id": one.id, "since": time.text(one.since), "online": one.connection is not None}
            | ({"current": True} if one is session else {}) | {"rooms": len(one.rooms)}
            for one in session.user().sessions
        ]
        reply({"type": "session_list", "sessions": listed})

    def do_end_sessions(self, session: Session, fields: Fields, reply: Reply) -> None:
        account, named = session.user(), fields.get("session_id")
        ended = [one for one in account.sessions if (one is not session if named is None else one.id == named)]
        if named is not None and not ended:
            raise Refused("no_such_session", "You have no session of this id.", "session_id")
        reply({"type": "ok"})
        for token in list(self.accounts.tokens.values()):
            own = token.account is account and not token.of_operator
            if token is not session.token and (own if named is None else token is ended[0].token):
                del self.accounts.tokens[token.secret]
        gone = {one.token for one in ended if one.token and one.token is not session.token}
        self.throw_out(one for one in list(account.sessions) if one in ended or one.token in gone)

    def note_use(self, session: Session) -> None:
        """A user is logged in, or was until now."""
        if session.account:
            session.account.used = self.clock.now()
        if session.token:
            session.token.used = self.clock.now()

    def throw_out(self, sessions: Iterable[Session]) -> None:
        """Ends sessions whose log-in is no longer good."""
        for session in sessions:
            connection = session.connection
            self.end(session)
            if connection:
                connection.close(4503, "the log-in was ended")

    def leave_all(self, session: Session) -> None:
        for timer in session.timers.values():
            timer.cancel()
        session.timers.clear()
        for room in list(session.rooms):
            room.leave(session)

    def end(self, session: Session) -> None:
        """Ends a session, and its user leaves."""
        self.note_use(session)
        if session.expiry:
            session.expiry.cancel()
        session.connection = None
        self.leave_all(session)
        if session.account:
            session.account.sessions.pop(session, None)

    def cut(self, session: Session) -> None:
        """Keeps a user's session for the time in which it can be resumed."""
        if session.account is None or session not in session.account.sessions or not self.limits.resume_seconds:
            self.end(session)
            return
        session.connection = None
        session.expiry = self.clock.after(self.limits.resume_seconds * 1000, lambda: self.end(session))
