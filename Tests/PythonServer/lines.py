"""What a line means that a person typed."""

from __future__ import annotations

from typing import Any

from frames import Refused

USAGES = [
    ("/join ROOM", "enters a room, and makes it where there is none"),
    ("/leave [ROOM]", "leaves a room"),
    ("/pm USER TEXT", "says something to one user alone"),
    ("/who [ROOM]", "tells who is in a room"),
    ("/rooms", "lists the rooms"),
    ("/search TEXT", "finds messages"),
    ("/history [ROOM | @USER]", "shows the newest messages"),
    ("/help", "shows these lines"),
]


def help_event() -> dict[str, Any]:
    return {"type": "help", "commands": [{"usage": usage, "about": about} for usage, about in USAGES]}


def meaning(line: str, here: str | None) -> tuple[str, dict[str, Any]]:
    """The command that a line gives in the room `here`, as its type and fields."""
    if not line.startswith("/") or line.startswith("//"):
        return "chat_message", {"room": needed_room(here), "message": line[1:] if line.startswith("//") else line}
    word, _, rest = line.partition(" ")
    word, rest = word.lower(), rest.strip()
    usage = next((usage for usage, _ in USAGES if usage.split()[0] == word), None)
    if usage is None:
        raise Refused("unknown_command", f"There is no {word}; /help shows what there is.", "line")
    if "[" not in usage and " " in usage and not rest:
        raise misused(usage)
    match word:
        case "/join":
            return "join", {"room": rest}
        case "/leave" | "/who":
            return word[1:], {"room": rest or needed_room(here)}
        case "/pm":
            user, _, text = rest.partition(" ")
            if not text.strip():
                raise misused(usage)
            return "private_message", {"to": user, "message": text}
        case "/search":
            return "search", {"in": "messages", "query": rest}
        case "/history" if rest.startswith("@"):
            return "history", {"with": rest[1:]}
        case "/history":
            return "history", {"room": rest or needed_room(here)}
        case _:
            return word[1:], {}


def needed_room(here: str | None) -> str:
    if here is None:
        raise Refused("not_in_room", "Join a room first.", "room")
    return here


def misused(usage: str) -> Refused:
    return Refused("bad_frame", f"It goes: {usage}", "line")
