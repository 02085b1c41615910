"""Which rooms a bot is in, and how far it has read each conversation. What it missed it catches up by `history`."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from .errors import CommandError
from .link import Frame, instant, milliseconds
from .state import Mark

if TYPE_CHECKING:
    from .bot import Message
    from .runner import Runner

log = logging.getLogger("verbatim_chat")
PARTNERS = 100  # people whose private conversations are looked at after an absence, where the server has no list of them
FIRST_LOOK, LONGEST_LOOK = 1, 30  # seconds until a room that was deleted is looked for, and at most between two looks


class Conversations:
    """Places are `#room` and `@user`, by the names that the server writes.

    A mark is the newest message that was taken in. Numbers are dense, so that one which follows no mark shows a gap.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner, self._link, self._state = runner, runner.link, runner.state
        self._newest: dict[str, int] = {}
        self._catching_up: set[str] = set()
        self._roles: dict[str, dict[str, str]] = {}
        self._joined: set[str] = set(self._state.meta.get("joined", []))

    def _is_me(self, user: object) -> bool:
        return isinstance(user, str) and user.casefold() == self._link.user.casefold()

    # Beginning

    async def begin(self, resumed: bool, is_first: bool) -> None:
        """Joins the rooms where the session is a new one, and looks for what was missed."""
        wanted = {room.casefold(): room for room in [*self._runner.settings.rooms, *sorted(self._joined)]}
        if not resumed:
            self._joined.clear()
            self._roles.clear()
        joined = {room.casefold() for room in self._joined}
        rooms = [room for folded, room in wanted.items() if folded not in joined]
        places = self._link.limits.get("rooms_per_session", 100)
        for room in rooms[:places]:
            await self._join(room)
        if len(rooms) > places:
            log.warning("a session may be in %d rooms; these are left out: %s", places, ", ".join(rooms[places:]))
        self._link.open_gate()
        behind = [place for place, mark in self._state.marks.items() if mark.behind]
        if not resumed:
            behind += await self._missed()
        for place in behind:
            self._start_catching_up(place)

    async def _join(self, room: str) -> None:
        try:
            await self._link.request({"type": "join", "room": room}, counted=True)
        except CommandError as error:
            log.warning("%s cannot join %s: %s", self._link.user, room, error)

    def joined(self, reply: Frame) -> None:
        """The bot is in a room. The next frame may be a message of it."""
        room = reply["room"]
        self._joined.add(room)
        self._state.set_meta(joined=sorted(self._joined))
        place, seq = "#" + room, reply["seq"]
        mark = self._state.marks.get(place)
        if mark is None:
            return self._state.set_mark(place, Mark(seq))  # what was said before it came is not for it
        if seq < mark.seq:
            self._state.set_mark(place, Mark(0))  # it was deleted and made anew
        if seq != mark.seq:
            self._newest[place] = seq
            self._start_catching_up(place)

    async def _missed(self) -> list[str]:
        """The private conversations that may have gone on."""
        if "conversations" not in self._link.hello.get("capabilities", []):
            known = [(mark.at or "", place) for place, mark in self._state.marks.items() if place[0] == "@"]
            return [place for _, place in sorted(known, reverse=True)[:PARTNERS]]
        found: list[str] = []
        cursor: str | None = None
        while True:
            try:
                page = await self._link.request({"type": "conversations", "cursor": cursor}, counted=True)
            except CommandError as error:
                log.warning("%s", error)
                return found
            new = [
                "@" + one["with"] for one in page["conversations"]
                if one["seq"] > (mark.seq if (mark := self._state.marks.get("@" + one["with"])) else 0)
                and milliseconds(one["at"]) >= self._state.meta["born"]]
            found += new
            cursor = page.get("cursor")
            if not new or cursor is None:  # the newest come first
                return found

    # Messages

    def hear(self, frame: Frame) -> None:
        """A message as it is said."""
        place = "#" + frame["room"] if "room" in frame else "@" + frame["user"]
        mark, seq = self._state.marks.get(place), frame["seq"]
        if mark is None:
            # Of a private conversation there may be more, said since the bot is there.
            mark = Mark(seq - 1 if place[0] == "#" else 0)
        self._newest[place] = max(seq, self._newest.get(place, 0))
        if seq <= mark.seq or place in self._catching_up:
            return
        if seq > mark.seq + 1:
            self._state.set_mark(place, mark)
            return self._start_catching_up(place)
        self._accept(place, frame)

    def _accept(self, place: str, frame: Frame) -> None:
        behind = place in self._catching_up
        with self._state.transaction():
            self._state.set_mark(place, Mark(frame["seq"], frame["at"], behind))
            is_heard = self._runner.bot.hears_bots or not frame.get("bot")
            if not frame.get("deleted") and is_heard and not self._is_me(frame["user"]):
                self._runner.hear(place, frame)

    def _start_catching_up(self, place: str) -> None:
        if place in self._catching_up or "history" not in self._link.hello.get("capabilities", ["history"]):
            return
        self._catching_up.add(place)
        if mark := self._state.marks.get(place):
            self._state.set_mark(place, Mark(mark.seq, mark.at, True))
        self._runner.spawn(self._catch_up(place))

    async def _catch_up(self, place: str) -> None:
        """Takes in what follows the mark, in pages, until what is said meanwhile is among it."""
        try:
            newest: int | None = None
            while newest != self._newest.get(place, 0):  # what was said since a page was asked for may be on the next one
                newest = self._newest.get(place, 0)
                while await self._take_page(place):
                    pass
                if self._newest.get(place, 0) <= self._mark(place).seq:
                    break
        except CommandError as error:
            log.warning("what was said in %s meanwhile cannot be read: %s", place, error)
        finally:
            self._catching_up.discard(place)
        mark = self._mark(place)
        newest = self._newest.get(place, 0)
        self._state.set_mark(place, mark if newest <= mark.seq else Mark(newest))

    def _mark(self, place: str) -> Mark:
        mark = self._state.marks.get(place, Mark(0))
        return Mark(mark.seq, mark.at)

    async def _take_page(self, place: str) -> bool:
        """Takes in one page, and says whether there are more."""
        limits, mark = self._link.limits, self._mark(place)
        # A page that is larger than what the server lets wait for a client would cut the connection.
        fitting = limits.get("send_queue_bytes", 1 << 20) // (6 * limits.get("message_characters", 4096))
        query: Frame = {"type": "history", "limit": max(2, min(fitting, limits.get("history_page", 100)))}
        query["room" if place[0] == "#" else "with"] = place[1:]
        is_unknown = place[0] == "@" and mark.seq == 0  # only what was said since the bot is there is for it
        if not is_unknown:
            query["after"] = max(0, mark.seq - 1)
        page = await self._link.request(query, counted=True)
        messages = page["messages"]
        is_known = bool(messages) and (messages[0]["seq"] != mark.seq or messages[0]["at"] == mark.at or mark.at is None)
        if mark.seq > 0 and not is_known:
            self._state.set_mark(place, Mark(0, None, True))  # another conversation: the room, or all of it, was made anew
            return True
        for message in messages:
            is_early = is_unknown and milliseconds(message["at"]) < self._state.meta["born"]
            if message["seq"] > mark.seq and not is_early:
                self._accept(place, {**message, **({"room": place[1:]} if place[0] == "#" else {})})
        return bool(page["more"]) and not is_unknown

    # Everything else

    def note(self, frame: Frame) -> None:
        """Takes note of who is what in which room, and of the bot's own messages."""
        kind, room = frame["type"], frame.get("room", "")
        if kind == "private_message_delivered":
            self._note_own("@" + frame["target"], frame)
        elif kind == "user_list":
            roles = {one: "moderator" for one in frame.get("moderators", [])}
            self._roles[room] = {**roles, **({frame["owner"]: "owner"} if "owner" in frame else {})}
        elif kind == "role" and room in self._roles:
            self._roles[room][frame["user"]] = frame["role"]
            if frame["role"] == "owner":
                del self._roles[room]
        elif kind in ("user_kicked", "user_banned") and self._is_me(frame["user"]):
            self.left(room)
        elif kind == "room_deleted":
            self.left(room)
            self._state.set_mark("#" + room, None)
            self._newest.pop("#" + room, None)
            if room.casefold() in {wanted.casefold() for wanted in self._runner.settings.rooms}:
                self._look_later(room, FIRST_LOOK)

    def _note_own(self, place: str, frame: Frame) -> None:
        mark, seq = self._state.marks.get(place), frame["seq"]
        if mark is not None and seq > mark.seq + 1 or place in self._catching_up:
            self._newest[place] = max(seq, self._newest.get(place, 0))
            self._start_catching_up(place)
        elif mark is None or seq > mark.seq:
            self._state.set_mark(place, Mark(seq, frame["at"]))

    def left(self, room: str) -> None:
        self._joined.discard(room)
        self._roles.pop(room, None)
        self._state.set_meta(joined=sorted(self._joined))

    def _look_later(self, room: str, seconds: int) -> None:
        self._runner.timers.set_own(
            f"\0room {room}", instant(self._link.now) + timedelta(seconds=seconds), min(2 * seconds, LONGEST_LOOK))

    async def look_for(self, room: str, next_look: int) -> None:
        """A room that was deleted is joined when somebody has made it again; the bot does not make it its own."""
        try:
            await self._link.request({"type": "who", "room": room}, counted=True)
        except CommandError:
            return self._look_later(room, next_look)
        self._state.set_mark("#" + room, Mark(0))
        await self._join(room)

    async def role(self, message: Message) -> str:
        """The role of a message's author in its room."""
        if message.room is None:
            return "member"
        if message.room not in self._roles:
            await self._link.request({"type": "who", "room": message.room}, counted=True)
        return self._roles.get(message.room, {}).get(message.user, "member")
