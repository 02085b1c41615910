"""Sessions and the connections that carry them."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import deque
from typing import TYPE_CHECKING, Any

from websockets.legacy.protocol import broadcast
from websockets.legacy.server import WebSocketServerProtocol

from accounts import Account, Token, allowances
from clock import Alarm
from frames import Refused
from limits import Allowance, Limits

if TYPE_CHECKING:
    from rooms import Message, Room

UNCOUNTED = {"hello", "ready"}


def encode(event: dict[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


class SentFrame:
    """A frame that may have to be sent again, and the message that it carries, where that can be edited meanwhile."""

    def __init__(self, event: dict[str, Any], message: Message | None) -> None:
        self.event, self.message, self.text = event, message, encode(event)

    def again(self) -> str:
        """The frame with the newest text of its message."""
        return encode(self.event | self.message.newest()) if self.message else self.text


class Connection:
    """One WebSocket, and the session that it carries at the moment."""

    def __init__(self, socket: WebSocketServerProtocol, limits: Limits) -> None:
        self.socket, self.limits = socket, limits
        self.peer: str = socket.remote_address[0]
        self.session = Session(limits, self)
        self.operator = False
        self.busy = False  # a command is being carried out
        self.login_deadline: Alarm | None = None
        self.closing: asyncio.Task[None] | None = None
        self.by_its_token = False  # the connection's token began the session, and no command has come since

    def send(self, text: str) -> None:
        """Sends at once, so that all frames of all sessions go out in the order of what caused them."""
        if self.closing is None:
            broadcast([self.socket], text)
            if self.socket.transport.get_write_buffer_size() > self.limits.send_queue_bytes:
                self.close(4002, "too much waits to be read")

    def close(self, code: int, reason: str) -> None:
        """Says goodbye after what was sent; nothing that comes from now on is carried out."""
        if self.closing is None:
            self.closing = asyncio.ensure_future(self.socket.close(code, reason))

    @property
    def said_goodbye(self) -> bool:
        """Whether the client's close frame came first."""
        return bool(self.socket.close_rcvd and self.socket.close_rcvd_then_sent)


class Session:
    """A guest's or a user's stay, over one connection after the other."""

    def __init__(self, limits: Limits, connection: Connection) -> None:
        self.limits = limits
        self.connection: Connection | None = connection
        self.account: Account | None = None
        self.token: Token | None = None
        self.rooms: dict[Room, None] = {}  # the one that was joined last is at the end
        self.timers: dict[str, Alarm] = {}
        self.guest_allowances = allowances(limits)
        self.expiry: Alarm | None = None
        self.bad_frames = 0
        self.refusals = Allowance(limits.refusals_burst, limits.refusals_per_second, 1000)
        self.begin()

    def begin(self, account: Account | None = None, token: Token | None = None) -> None:
        """Makes this a user's session, or a guest's again, with a new secret name and a new count of frames."""
        self.account, self.token = account, token
        self.secret = secrets.token_urlsafe(24)
        self.id = secrets.token_hex(8)  # by which its user knows it
        self.since = 0
        self.sent = 0
        self.kept: deque[SentFrame] = deque()  # the latest of the frames that were sent
        self.waiting_frames = self.waiting_bytes = 0  # since the connection was cut
        if account:
            account.sessions[self] = None

    def allowance(self, kind: str) -> Allowance:
        return (self.account.allowances if self.account else self.guest_allowances)[kind]

    def send(self, event: dict[str, Any], re: str | None = None, message: Message | None = None) -> None:
        """Sends an event, or keeps it for the time when the session is resumed."""
        frame = SentFrame(event | {"re": re} if re is not None else event, message)
        if self.account and event["type"] not in UNCOUNTED:
            self.sent += 1
            self.kept.append(frame)
            self.limits.keep(self, frame)
            if self.connection is None:
                self.waiting_frames += 1
                self.waiting_bytes += len(frame.text.encode())
                if self.overflows:
                    # Later, so that everybody has been told this event before somebody is told that the user left.
                    asyncio.get_running_loop().call_soon(self.give_up)
            elif len(self.kept) > self.limits.resume_frames:
                self.kept.popleft()
        if self.connection:
            self.connection.send(frame.text)

    def give_up(self) -> None:
        """Ends the session now, where it is still cut."""
        if self.connection is None and self.expiry:
            self.expiry.ring()

    @property
    def overflows(self) -> bool:
        """Whether more waits for the cut session than it may."""
        return self.waiting_frames > self.limits.resume_frames or self.waiting_bytes > self.limits.send_queue_bytes

    def forget(self, received: int) -> None:
        """Drops the frames that the client has confirmed."""
        while self.kept and self.sent - len(self.kept) < received:
            self.kept.popleft()

    def can_resume(self, received: int) -> bool:
        return self.sent - len(self.kept) <= received <= self.sent

    def user(self) -> Account:
        """The session's user; refuses a guest."""
        if self.account is None:
            raise Refused("auth_required", "Log in first.")
        return self.account
