"""The commands: what each does, what it answers, and who is told."""

from __future__ import annotations

from typing import Any

import clock as time
import lines
import search
from accounts import Account
from clock import Clock
from frames import Refused
from limits import Limits
from logins import Fields, LogIns, Reply
from rooms import DEFAULT_PAGE, Conversation, Message, Room
from sessions import Connection, Session
from texts import check_message, check_name, fold

ALLOWANCE_OF = {
    "chat_message": "messages", "private_message": "messages", "edit_message": "messages",
    "history": "queries", "search": "queries", "rooms": "queries", "who": "queries", "sessions": "queries",
}
FOR_GUESTS = {"register", "login", "join", "leave", "history", "search", "rooms", "who", "ping", "help"}
FOR_GUESTS_ALONE = {"register", "login", "ping"}  # where guests may do nothing else
ONLY_WORKED = {"ok", "ack"}
LONGEST_TIMER = 31_622_400_000


class Chat(LogIns):
    """Everything that the server knows, and what is done with it; one command after the other."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        super().__init__(limits, clock)
        self.rooms: dict[str, Room] = {}
        self.privates: dict[frozenset[Account], Conversation] = {}
        self.cursors = search.Cursors()
        self.said = 0

    # Carrying out

    async def carry_out(self, connection: Connection, kind: str, fields: Fields, re: str | None) -> None:
        """Does what a command says and answers it; raises Refused before anything is changed."""
        session, refusal = connection.session, None
        if kind == "line":
            try:
                kind, fields = lines.meaning(fields["line"], self.room_of_line(session, fields))
            except Refused as refused:
                refusal = refused
        allowance = session.allowance(ALLOWANCE_OF.get(kind, "commands"))
        wait = allowance.wait(self.clock.now())
        if wait:
            refusal = Refused("rate_limited", "That was too much in too short a time.", retry_after_ms=wait)
        try:
            if refusal:
                raise refusal
            await self.do(connection, kind, fields, re)
        except Refused as refused:
            if refused.event["code"] == "rate_limited":
                refused.close = refused.close or self.flood(session)
            else:
                allowance.take()
            raise
        allowance.take()

    def flood(self, session: Session) -> int | None:
        """Counts a command that came too fast; returns the close code where it was one too many."""
        if session.refusals.wait(self.clock.now()):
            return 4004
        session.refusals.take()
        return None

    async def do(self, connection: Connection, kind: str, fields: Fields, re: str | None) -> None:
        session = connection.session
        if kind not in FOR_GUESTS or not self.admits_guest(kind, fields):
            session.user()

        def reply(event: dict[str, Any], message: Message | None = None) -> None:
            if re is not None or event["type"] not in ONLY_WORKED:
                connection.session.send(event, re, message)

        if kind in ("register", "login", "set_password"):
            await getattr(self, f"do_{kind}")(connection, fields, reply)
        else:
            getattr(self, f"do_{kind}")(session, fields, reply)

    def admits_guest(self, kind: str, fields: Fields) -> bool:
        """Whether a guest may do this on this server, as far as guests may do it at all."""
        if self.limits.guests == 1:
            is_in_room = fields.get("in") == "messages" and "room" in fields and "from" not in fields
            return kind != "who" and (kind != "search" or is_in_room)
        return self.limits.guests > 1 or kind in FOR_GUESTS_ALONE

    def room_of_line(self, session: Session, fields: Fields) -> str | None:
        """Where a line was typed: in the room that it names, or else in the one that was joined last."""
        return fields.get("room") or (list(session.rooms)[-1].name if session.rooms else None)

    def room(self, name: str) -> Room:
        found = self.rooms.get(fold(name))
        if found is None:
            raise Refused("no_such_room", "There is no room of this name.", "room")
        return found

    def do_ping(self, session: Session, fields: Fields, reply: Reply) -> None:
        session.forget(fields.get("received", 0))
        reply({"type": "pong", "now": time.text(self.clock.now())})

    def do_help(self, session: Session, fields: Fields, reply: Reply) -> None:
        reply(lines.help_event())

    # Rooms

    def do_join(self, session: Session, fields: Fields, reply: Reply) -> None:
        room = self.new_or_known(session, fields["room"])
        if room not in session.rooms:
            if len(session.rooms) >= self.limits.rooms_per_session:
                raise Refused("too_many", f"A session is in at most {self.limits.rooms_per_session} rooms.")
            self.rooms[fold(room.name)] = room
            room.enter(session)
        reply(room.user_list(names_users=session.account is not None or self.limits.guests > 1))
        if "after" in fields:
            page = room.page(None, fields["after"], self.limits.history_page)
            session.send({"type": "history", "room": room.name, **page})

    def new_or_known(self, session: Session, name: str) -> Room:
        """The room of this name, which a user may make by joining it."""
        check_name(name, self.limits.room_name_characters, "room")
        if fold(name) in self.rooms:
            return self.rooms[fold(name)]
        return self.new_room(session, name)

    def new_room(self, session: Session, name: str) -> Room:
        room = Room(name, self.limits, self.clock)
        room.owner = session.user()
        room.owner.may_expire = False
        if sum(1 for one in self.rooms.values() if one.owner is room.owner) >= self.limits.rooms_per_user:
            raise Refused("too_many", f"A user owns at most {self.limits.rooms_per_user} rooms.", "room")
        room.on_empty = self.expect_use
        return room

    def expect_use(self, room: Room) -> None:
        """Lets a room go in which nothing was ever said, when nobody has been in it for a while."""

        def look() -> None:
            if not room.messages and not room.sessions and self.rooms.get(fold(room.name)) is room:
                del self.rooms[fold(room.name)]

        if not room.messages and not room.sessions:
            self.clock.after(self.limits.unused_room_seconds * 1000, look)

    def do_leave(self, session: Session, fields: Fields, reply: Reply) -> None:
        room = self.joined(session, fields["room"])
        reply({"type": "ok"})
        room.leave(session)

    def joined(self, session: Session, name: str) -> Room:
        room = self.room(name)
        if room not in session.rooms:
            raise Refused("not_in_room", "Join the room first.", "room")
        return room

    def do_create_room(self, session: Session, fields: Fields, reply: Reply) -> None:
        check_name(fields["room"], self.limits.room_name_characters, "room")
        if fold(fields["room"]) in self.rooms:
            raise Refused("room_exists", "There is a room of this name.", "room")
        room = self.rooms[fold(fields["room"])] = self.new_room(session, fields["room"])
        self.expect_use(room)
        reply({"type": "ok"})

    def do_who(self, session: Session, fields: Fields, reply: Reply) -> None:
        reply(self.room(fields["room"]).user_list())

    def do_rooms(self, session: Session, fields: Fields, reply: Reply) -> None:
        found = [(key, {"room": room.name, "online": len(room.users)}) for key, room in sorted(self.rooms.items())]
        limit = min(fields.get("limit", DEFAULT_PAGE), self.limits.rooms_page)
        rooms, cursor = self.cursors.page(found, "rooms", fields.get("cursor"), limit)
        reply({"type": "room_list", "rooms": rooms, **cursor})

    # Saying

    def do_chat_message(self, session: Session, fields: Fields, reply: Reply) -> None:
        account, key = session.user(), fields.get("key")
        check_message(fields["message"], self.limits)
        content = ["room", fold(fields["room"]), fields["message"]]
        known = account.replied(key, content)
        if known:
            reply(known)
            return
        room = self.joined(session, fields["room"])
        self.said += 1
        account.may_expire = False
        message = room.say(account, fields["message"], self.clock.now(), self.said)
        event = {"type": "chat_message", "room": room.name, **message.event()}
        ack = {"type": "ack", "room": room.name, "seq": message.seq, "at": event["at"], "duplicate": False}
        account.remember(key, content, ack)
        reply(ack)
        room.tell(event, message=message)

    def do_private_message(self, session: Session, fields: Fields, reply: Reply) -> None:
        account, key = session.user(), fields.get("key")
        check_message(fields["message"], self.limits)
        content = ["user", fold(fields["to"]), fields["message"]]
        known = account.replied(key, content)
        if known:
            reply(known)
            return
        target = self.accounts.find(fields["to"], "to")
        conversation = self.privates.setdefault(frozenset((account, target)), Conversation())
        self.said += 1
        account.may_expire = target.may_expire = False
        message = conversation.say(account, fields["message"], self.clock.now(), self.said)
        event = message.event()
        delivered = {
            "type": "private_message_delivered", "target": target.name, "message": message.text, "seq": message.seq,
            "at": event["at"], "sessions": len(target.sessions),
        }
        account.remember(key, content, delivered)
        reply(delivered, message=message)
        for other in account.sessions:
            if other is not session and target is not account:
                other.send(delivered, message=message)
        for other in target.sessions:
            other.send({"type": "private_message", **event}, message=message)

    def do_edit_message(self, session: Session, fields: Fields, reply: Reply) -> None:
        account, now = session.user(), self.clock.now()
        conversation, place = self.conversation(session, fields)
        check_message(fields["message"], self.limits)
        if fields["seq"] > len(conversation.messages):
            raise Refused("no_such_message", "Nothing was said there under this seq.", "seq")
        message = conversation.messages[fields["seq"] - 1]
        if message.account is not account:
            raise Refused("forbidden", "Only the author of a message may edit it.", "seq")
        if now - message.at >= self.limits.edit_seconds * 1000:
            raise Refused("forbidden", f"A message can be edited for {self.limits.edit_seconds} seconds.", "seq")
        message.edit(fields["message"], now)
        event = {"type": "message_edited", **message.event()}
        reply({"type": "ok"})
        if isinstance(conversation, Room):
            conversation.tell(event | place, message=message)
            return
        other = self.accounts.find(fields["with"], "with")
        for one, its_other in {account: other, other: account}.items():
            for receiver in one.sessions:
                receiver.send(event | {"with": its_other.name}, message=message)

    # Looking

    def conversation(self, session: Session, fields: Fields) -> tuple[Conversation, dict[str, str]]:
        """The conversation that `room` or `with` names, and that field as events have it."""
        if "room" in fields:
            room = self.room(fields["room"])
            return room, {"room": room.name}
        account, other = session.user(), self.accounts.find(fields["with"], "with")
        return self.privates.get(frozenset((account, other)), Conversation()), {"with": other.name}

    def do_history(self, session: Session, fields: Fields, reply: Reply) -> None:
        conversation, place = self.conversation(session, fields)
        limit = min(fields.get("limit", DEFAULT_PAGE), self.limits.history_page)
        reply({"type": "history", **place, **conversation.page(fields.get("before"), fields.get("after"), limit)})

    def do_search(self, session: Session, fields: Fields, reply: Reply) -> None:
        query = fields["query"]
        if len(query) > self.limits.query_characters:
            raise Refused("too_large", f"A query has at most {self.limits.query_characters} characters.", "query")
        found: list[tuple[Any, dict[str, Any]]]
        if fields["in"] == "users":
            found = search.users(self.accounts.by_name.values(), query)
        else:
            wanted = search.terms(query, self.limits)
            author = self.accounts.find(fields["from"], "from") if "from" in fields else None
            rooms = [self.room(fields["room"])] if "room" in fields else self.rooms.values()
            places: list[tuple[dict[str, str], Conversation]] = [({"room": room.name}, room) for room in rooms]
            if session.account and "room" not in fields:
                places += [
                    ({"with": next(iter(pair - {session.account}), session.account).name}, conversation)
                    for pair, conversation in self.privates.items() if session.account in pair
                ]
            found = search.messages(places, wanted, author)
        scope = [session.account and session.account.name, fields["in"], query, fields.get("room"), fields.get("from")]
        limit = min(fields.get("limit", search.DEFAULT_PAGE), self.limits.search_page)
        results, cursor = self.cursors.page(found, scope, fields.get("cursor"), limit)
        reply({"type": "search", "in": fields["in"], "results": results, **cursor})

    # Timers

    def do_set_timer(self, session: Session, fields: Fields, reply: Reply) -> None:
        name, milliseconds = self.timer_name(fields), fields["milliseconds"]
        if milliseconds > LONGEST_TIMER:
            raise Refused("bad_frame", "A timer runs for at most 366 days.", "milliseconds")
        if name not in session.timers and len(session.timers) >= self.limits.timers:
            raise Refused("too_many", f"A session has at most {self.limits.timers} timers.")
        if name in session.timers:
            session.timers[name].cancel()

        def due() -> None:
            now = time.text(session.timers.pop(name).due)
            session.send({"type": "timer", "timer": name, "now": now})

        session.timers[name] = self.clock.after(milliseconds, due)
        reply({"type": "ok"})

    def do_cancel_timer(self, session: Session, fields: Fields, reply: Reply) -> None:
        timer = session.timers.pop(self.timer_name(fields), None)
        if timer:
            timer.cancel()
        reply({"type": "ok"})

    def timer_name(self, fields: Fields) -> str:
        if not 1 <= len(fields["timer"]) <= self.limits.timer_name_characters:
            raise Refused("bad_frame", f"A timer's name has 1 to {self.limits.timer_name_characters} characters.", "timer")
        return fields["timer"]
