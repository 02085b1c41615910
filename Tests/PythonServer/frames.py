"""Frames as they come in: strict JSON, and the fields that each command has."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from limits import Limits

GREATEST = 2**53 - 1


class Refused(Exception):
    """A command or frame that is answered by `error` and changes nothing."""

    def __init__(
        self, code: str, message: str, field: str | None = None, retry_after_ms: int | None = None, close: int | None = None
    ) -> None:
        """What the error says, and the code with which its connection is closed where it is."""
        super().__init__(message)
        self.close = close
        self.event: dict[str, Any] = {"type": "error", "code": code, "message": message}
        if field is not None:
            self.event["field"] = field
        if retry_after_ms is not None:
            self.event["retry_after_ms"] = retry_after_ms


class Field(NamedTuple):
    """What a field holds: `text`, `truth`, `integer` from `least`, `object` with `fields`, or one of some words."""

    holds: str = "text"
    needed: bool = True
    least: int = 0
    words: tuple[str, ...] = ()
    fields: dict[str, "Field"] = {}


TEXT, MAY = Field(), Field(needed=False)
TRUTH, COUNT, LIMIT = Field("truth", False), Field("integer", False), Field("integer", False, 1)
RESUME = Field("object", False, fields={"session": TEXT, "received": Field("integer")})

COMMANDS: dict[str, dict[str, Field]] = {
    "register": {"user": TEXT, "password": TEXT, "invitation": MAY},
    "login": {"token": MAY, "user": MAY, "password": MAY, "resume": RESUME, "remember": TRUTH},
    "logout": {"forget": TRUTH},
    "set_password": {"old_password": TEXT, "password": TEXT},
    "join": {"room": TEXT, "after": COUNT},
    "leave": {"room": TEXT},
    "chat_message": {"room": TEXT, "message": TEXT, "key": MAY},
    "private_message": {"to": TEXT, "message": TEXT, "key": MAY},
    "edit_message": {"room": MAY, "with": MAY, "seq": Field("integer", least=1), "message": TEXT},
    "history": {"room": MAY, "with": MAY, "before": COUNT, "after": COUNT, "limit": LIMIT},
    "search": {
        "in": Field("word", words=("users", "messages")), "query": TEXT,
        "room": MAY, "from": MAY, "limit": LIMIT, "cursor": MAY,
    },
    "rooms": {"limit": LIMIT, "cursor": MAY},
    "who": {"room": TEXT},
    "create_room": {"room": TEXT},
    "line": {"room": MAY, "line": TEXT},
    "ping": {"received": COUNT},
    "set_timer": {"timer": TEXT, "milliseconds": Field("integer", least=1)},
    "cancel_timer": {"timer": TEXT},
    "sessions": {},
    "end_sessions": {"session_id": MAY},
}

OPERATOR_COMMANDS: dict[str, dict[str, Field]] = {
    "clock_advance": {"milliseconds": Field("integer")},
    "settle": {},
    "reset": {"limits": Field("object", False)},
    "provision": {"user": TEXT, "bot": TRUTH},
}


def decode(text: str, limits: Limits) -> dict[str, Any]:
    """The object that a frame is."""
    if len(text.encode()) > limits.frame_bytes:
        raise Refused("too_large", f"A frame has at most {limits.frame_bytes} bytes.")
    if depth(text) > limits.json_depth:
        raise Refused("too_deep", f"Arrays and objects nest at most {limits.json_depth} deep.")
    try:
        value = json.loads(text, object_pairs_hook=members, parse_int=integer, parse_constant=no_constant)
    except ValueError as error:
        raise Refused("bad_json", f"This is no JSON: {error}.") from None
    # What was no surrogate in UTF-8 can only have been written as one half of an escape.
    if has_surrogate(value):
        raise Refused("bad_json", "A text has half of a surrogate pair.")
    if not isinstance(value, dict):
        raise Refused("bad_frame", "A frame is an object.")
    return value


def depth(text: str) -> int:
    """How deep arrays and objects nest, found without recursion."""
    deepest = level = 0
    for bracket in re.findall(r'"(?:[^"\\]|\\.)*"|[\[{\]}]', text, re.DOTALL):
        level += 1 if bracket in "[{" else -1 if bracket in "]}" else 0
        deepest = max(deepest, level)
    return deepest


def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object has one name twice")
    if any("\0" in name for name in found):
        raise Refused("bad_frame", "The name of a member has U+0000 in it.")
    return found


def integer(digits: str) -> int | float:
    """Integers of more digits than any limit need not be exact, and Python would refuse the longest."""
    return int(digits) if len(digits) < 20 else float(digits)


def no_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


def has_surrogate(value: Any) -> bool:
    if isinstance(value, str):
        return re.search("[\ud800-\udfff]", value) is not None
    if isinstance(value, dict):
        return any(map(has_surrogate, value)) or any(map(has_surrogate, value.values()))
    return isinstance(value, list) and any(map(has_surrogate, value))


def command(frame: dict[str, Any], limits: Limits, operator: bool) -> tuple[str, dict[str, Any]]:
    """The type and the fields of a command; fields that it does not have are left out."""
    if frame.get("id") is not None:
        if not isinstance(frame["id"], str):
            raise Refused("bad_frame", "An id is a text.", "id")
        if len(frame["id"]) > limits.id_characters:
            raise Refused("too_large", f"An id has at most {limits.id_characters} characters.", "id")
    kind = frame.get("type")
    if not isinstance(kind, str):
        raise Refused("bad_frame", "A command has a type, which is a text.", "type")
    known = COMMANDS | OPERATOR_COMMANDS if operator else COMMANDS
    if kind not in known:
        raise Refused("unknown_type", "No command has this type.", "type")
    fields = checked(frame, known[kind], "")
    check_together(kind, fields)
    check_passwords(kind, fields, limits)
    return kind, fields


def checked(given: dict[str, Any], fields: dict[str, Field], path: str) -> dict[str, Any]:
    """The fields that are there; null counts as absent."""
    found = {}
    for name, field in fields.items():
        value = given.get(name)
        if value is None:
            if field.needed:
                raise Refused("bad_frame", f"The field {path + name} is missing.", path + name)
        else:
            found[name] = checked_value(value, field, path + name)
    return found


def checked_value(value: Any, field: Field, name: str) -> Any:
    if field.holds == "integer":
        if type(value) is not int or not field.least <= value <= GREATEST:
            raise Refused("bad_frame", f"{name} is an integer from {field.least} to {GREATEST}.", name)
    elif field.holds == "truth":
        if not isinstance(value, bool):
            raise Refused("bad_frame", f"{name} is true or false.", name)
    elif field.holds == "object":
        if not isinstance(value, dict):
            raise Refused("bad_frame", f"{name} is an object.", name)
        return checked(value, field.fields, name + ".") if field.fields else value
    elif not isinstance(value, str) or field.words and value not in field.words:
        raise Refused("bad_frame", f"{name} is {' or '.join(field.words) or 'a text'}.", name)
    return value


def check_together(kind: str, fields: dict[str, Any]) -> None:
    """Refuses fields that exclude each other, or that lack one another."""
    exclusive: list[tuple[str, str]] = []
    needed: list[str] = []
    match kind:
        case "login":
            exclusive = [("user", "token"), ("password", "token"), ("token", "remember")]
            if fields.keys() & {"user", "password"}:
                needed = ["user", "password"]
            elif "resume" not in fields:
                needed = ["token"]
        case "history" | "edit_message":
            exclusive = [("room", "with"), ("before", "after")]
            needed = [] if "with" in fields else ["room"]
        case "search" if fields["in"] == "users":
            exclusive = [("in", "room"), ("in", "from")]
    for one, other in exclusive:
        if one in fields and other in fields:
            raise Refused("bad_frame", f"{other} does not go with {one}.", other)
    for name in needed:
        if name not in fields:
            raise Refused("bad_frame", f"The field {name} is missing.", name)


def check_passwords(kind: str, fields: dict[str, Any], limits: Limits) -> None:
    """Refuses passwords that are too long, and new ones that are too short."""
    for name in ("old_password", "password"):
        length = len(fields.get(name, "").encode())
        if length > limits.password_bytes:
            raise Refused("too_large", f"A password has at most {limits.password_bytes} bytes.", name)
        if name == "password" and kind in ("register", "set_password") and length < limits.password_bytes_at_least:
            raise Refused("bad_frame", f"A password has at least {limits.password_bytes_at_least} bytes.", name)
