"""What a line means that a person typed."""

from __future__ import annotations

import re
from typing import Any

from frames import Refused

USAGES = [
    ("/join ROOM", "enters a room, and makes it where there is none"),
    ("/leave [ROOM]", "leaves a room"),
    ("/pm USER TEXT", "says something to one user alone"),
    ("/who [ROOM]", "tells who is in a room"),
    ("/rooms", "lists the rooms"),
    ("/search WORDS, or /search @NAME", "finds messages, or users"),
    ("/history [ROOM or @USER] [COUNT]", "shows the newest messages"),
    ("/help", "shows these lines"),
    ("/edit SEQ TEXT", "gives a message of one's own another text"),
]


def help_event() -> dict[str, Any]:
    return {"type": "help", "commands": [{"usage": usage, "about": about} for usage, about in USAGES]}


def meaning(line: str, here: str | None) -> tuple[str, dict[str, Any]]:
    """The command that a line gives in the room `here`, as its type and fields."""
    if not line.startswith("/") or line.startswith("//"):
        return "chat_message", {"room": needed_room(here), "message": line[1:] if line.startswith("//") else line}
    word, *tail = line.split(maxsplit=1)
    word, rest = word.lower(), tail[0].strip() if tail else ""
    usage = next((usage for usage, _ in USAGES if usage.split()[0] == word), None)
    if usage is None:
        raise Refused("unknown_command", f"There is no {word}; /help shows what there is.", "line")
    if "[" not in usage and " " in usage and not rest:  # something is needed
        raise misused(usage)
    match word:
        case "/join":
            return "join", {"room": rest}
        case "/leave" | "/who":
            return word[1:], {"room": rest or needed_room(here)}
        case "/pm":
            user, *text = rest.split(maxsplit=1)
            if not text:
                raise misused(usage)
            return "private_message", {"to": user, "message": text[0]}
        case "/edit":
            seq, *text = rest.split(maxsplit=1)
            if not text or not re.fullmatch("[0-9]{1,15}", seq):
                raise misused(usage)
            return "edit_message", {"room": needed_room(here), "seq": int(seq), "message": text[0]}
        case "/search" if rest.startswith("@"):
            return "search", {"in": "users", "query": rest[1:]}
        case "/search":
            return "search", {"in": "messages", "query": rest}
        case "/history":
            return "history", history(rest.split(), here, usage)
        case _:
            return word[1:], {}


def history(words: list[str], here: str | None, usage: str) -> dict[str, Any]:
    """The fields of `/history [ROOM or @USER] [COUNT]`."""
    fields: dict[str, Any] = {}
    if words and re.fullmatch("-?[0-9]{1,9}", words[-1]):
        fields["limit"] = int(words.pop())
    if len(words) > 1 or fields.get("limit", 1) < 1:
        raise misused(usage)
    if words and words[0].startswith("@"):
        return fields | {"with": words[0][1:]}
    return fields | {"room": words[0] if words else needed_room(here)}


def needed_room(here: str | None) -> str:
    if here is None:
        raise Refused("not_in_room", "Join a room first.", "room")
    return here


def misused(usage: str) -> Refused:
    return Refused("bad_frame", f"It goes: {usage}", "line")
