"""Rooms and conversations: what was said, who is there, and who is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

import clock as time
from accounts import Account
from clock import Clock
from limits import Limits
from sessions import Session
from texts import words

DEFAULT_PAGE = 50


@dataclass(eq=False)
class Message:
    """What was said; `number` counts the messages of all conversations."""

    seq: int
    account: Account
    text: str
    at: int
    number: int
    words: list[str]
    edited: int | None = None

    def event(self) -> dict[str, Any]:
        """The fields that it has in live events, in history and in search."""
        fields = {"seq": self.seq, "user": self.account.name, "message": self.text, "at": time.text(self.at)}
        return fields | ({"bot": True} if self.account.bot else {}) | self.newest()

    def newest(self) -> dict[str, Any]:
        """The fields that were changed by edits."""
        return {} if self.edited is None else {"message": self.text, "edited_at": time.text(self.edited)}

    def edit(self, text: str, at: int) -> None:
        self.text, self.edited, self.words = text, at, words(text)


class Conversation:
    """The messages of a room or of two users."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    def say(self, account: Account, text: str, at: int, number: int) -> Message:
        message = Message(len(self.messages) + 1, account, text, at, number, words(text))
        self.messages.append(message)
        return message

    def page(self, before: int | None, after: int | None, limit: int) -> dict[str, Any]:
        """The fields `messages` and `more` of a page of history."""
        if after is not None:
            found = self.messages[after : after + limit]
            more = after + limit < len(self.messages)
        else:
            end = len(self.messages) if before is None else min(max(before - 1, 0), len(self.messages))
            found = self.messages[max(0, end - limit) : end]
            more = end > limit
        return {"messages": [message.event() for message in found], "more": more}


class Room(Conversation):
    """A room: its messages, its sessions, and its users in the order of arrival."""

    def __init__(self, name: str, limits: Limits, clock: Clock) -> None:
        super().__init__()
        self.name, self.limits, self.clock = name, limits, clock
        self.sessions: dict[Session, None] = {}
        self.users: dict[Account, int] = {}  # with the number of their sessions here
        self.gathered: dict[Account, str] = {}
        self.gathering = False
        self.owner: Account | None = None
        self.on_empty: Callable[[Room], None] = lambda room: None

    @property
    def guests(self) -> int:
        """How many listen without a name."""
        return sum(1 for session in self.sessions if session.account is None)

    def enter(self, session: Session) -> None:
        self.sessions[session] = None
        session.rooms[self] = None
        if session.account:
            self.appear(session)

    def appear(self, session: Session) -> None:
        """Counts the session's user among those who are there; guests are not."""
        assert session.account
        count = self.users.get(session.account, 0)
        self.users[session.account] = count + 1
        if count == 0:
            self.tell_change("user_join", session.account, session, len(self.users))

    def leave(self, session: Session) -> None:
        del self.sessions[session], session.rooms[self]
        if session.account:
            self.users[session.account] -= 1
            if self.users[session.account] == 0:
                del self.users[session.account]
                self.tell_change("user_leave", session.account, session, len(self.users) + 1)
        if not self.sessions:
            self.on_empty(self)

    def tell(self, event: dict[str, Any], but: Session | None = None, message: Message | None = None) -> None:
        for session in list(self.sessions):
            if session is not but:
                session.send(event, message=message)

    def tell_change(self, change: str, account: Account, by: Session, size: int) -> None:
        """Tells who came or went, or gathers it where the room is large."""
        if size <= self.limits.presence_each and not self.gathering:
            self.tell({"type": change, "room": self.name, "user": account.name}, but=by)
            return
        if self.gathered.get(account, change) != change:
            del self.gathered[account]
        else:
            self.gathered[account] = change
        if not self.gathering:
            self.gathering = True
            self.clock.after(self.limits.presence_milliseconds, self.tell_gathered)

    def tell_gathered(self) -> None:
        self.gathering = False
        lists = {
            name: [account.name for account, was in self.gathered.items() if was == change][: self.limits.user_list_names]
            for name, change in (("joined", "user_join"), ("left", "user_leave"))
        }
        if self.gathered:
            self.gathered = {}
            self.tell({"type": "presence", "room": self.name, **lists, "online": len(self.users)})

    def user_list(self, names_users: bool = True) -> dict[str, Any]:
        names = [account.name for account in self.users]
        most = self.limits.user_list_names
        listed = {
            "type": "user_list", "room": self.name, "users": names[:most] if names_users else [],
            "seq": len(self.messages), "online": len(names), "more": names_users and len(names) > most,
        }
        return listed | {"guests": self.guests} if self.guests else listed
