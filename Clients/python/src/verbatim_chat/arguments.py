"""The arguments of commands: how they are read, and what is said where they do not fit."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal, Union

from .errors import Refusal

UNITS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}


def duration(text: str) -> timedelta | None:
    """Reads digits and one of the units s, m, h and d, as in `10m`; None for every other text."""
    found = re.fullmatch(r"([0-9]{1,9})([smhd])", text)
    return timedelta(seconds=int(found[1]) * UNITS[found[2]]) if found else None


def units(time: timedelta) -> str:
    """The time in its two largest units, as in `1h 5m`; what is less than a second counts as one."""
    rest = max(1, -(-time // timedelta(seconds=1)))
    parts: list[str] = []
    for letter, seconds in UNITS.items():
        if rest >= seconds and len(parts) < 2:
            parts.append(f"{rest // seconds}{letter}")
            rest %= seconds
    return " ".join(parts)


class Arguments:
    """What follows the name of a command, word by word."""

    def __init__(self, text: str) -> None:
        self._rest = text.strip()

    def __bool__(self) -> bool:
        return bool(self._rest)

    def peek(self) -> str | None:
        return self._rest.split(maxsplit=1)[0] if self._rest else None

    def word(self) -> str | None:
        """The next word, or None where none is left."""
        words = self._rest.split(maxsplit=1)
        self._rest = words[1] if len(words) > 1 else ""
        return words[0] if words else None

    def rest(self) -> str | None:
        text, self._rest = self._rest, ""
        return text or None


@dataclass(frozen=True)
class Range:
    """`Annotated[int, Range(1, 20)]`: a number within bounds."""

    least: float
    most: float


@dataclass(frozen=True)
class AtMost:
    """`Annotated[timedelta, AtMost(days=30)]`, by the words of timedelta."""

    longest: timedelta

    def __init__(self, **parts: float) -> None:
        object.__setattr__(self, "longest", timedelta(**parts))


@dataclass(frozen=True)
class Parse:
    """`Annotated[When, Parse(read)]`: an argument of one's own. `read` takes its words off the arguments, or raises a Refusal."""

    read: Callable[[Arguments], Any]
    usage: str | None = None


class _Rest:
    pass


class _Mention:
    pass


Rest = Annotated[str, _Rest()]
"""All that is left of the line."""
Mention = Annotated[Union[str, None], _Mention()]
"""Somebody by name, as in `@bob`, or None where the next word has no `@`."""


@dataclass
class Parameter:
    """One argument: its name in the help, and how it is read."""

    name: str
    usage: str
    read: Callable[[Arguments], Any]


def _word(arguments: Arguments, usage: str) -> str:
    if (word := arguments.word()) is None:
        raise Refusal(f"{usage} is missing.")
    return word


def parameters(handler: Callable[..., Any]) -> list[Parameter]:
    """The arguments that a handler's annotations ask for, after the message."""
    hints = typing.get_type_hints(handler, include_extras=True)
    names = list(inspect.signature(handler).parameters.values())[1:]
    return [_parameter(one, hints.get(one.name, str)) for one in names]


def _parameter(one: inspect.Parameter, hint: Any) -> Parameter:
    is_optional = one.default is not inspect.Parameter.empty
    notes: tuple[Any, ...] = ()
    if typing.get_origin(hint) is Annotated:
        hint, *more = typing.get_args(hint)
        notes = tuple(more)
    is_mention = any(isinstance(note, _Mention) for note in notes)
    if typing.get_origin(hint) in (Union, types.UnionType) and not is_mention:
        inner = [part for part in typing.get_args(hint) if part is not type(None)]
        if len(inner) == 1:
            return _parameter(one, Annotated[(inner[0], *notes)] if notes else inner[0])
    usage, read = _reader(one.name.rstrip("_").upper(), hint, notes)
    if not is_optional or is_mention:
        return Parameter(one.name, usage, read)
    return Parameter(one.name, f"[{usage}]", lambda arguments: read(arguments) if arguments else one.default)


def _reader(usage: str, hint: Any, notes: tuple[Any, ...]) -> tuple[str, Callable[[Arguments], Any]]:
    for note in notes:
        if isinstance(note, Parse):
            return note.usage or usage, note.read
        if isinstance(note, _Rest):
            def rest(arguments: Arguments) -> str:
                if (text := arguments.rest()) is None:
                    raise Refusal(f"{usage} is missing.")
                return text
            return f"{usage}…", rest
        if isinstance(note, _Mention):
            def mention(arguments: Arguments) -> str | None:
                if not (word := arguments.peek()) or not word.startswith("@"):
                    return None
                if not 2 <= len(word) <= 33:
                    raise Refusal(f"{usage} is a name, as in @bob.")
                arguments.word()
                return word[1:]
            return f"[@{usage}]", mention
    if typing.get_origin(hint) is Literal:
        choices = typing.get_args(hint)
        usage = "|".join(choices)

        def choice(arguments: Arguments) -> str:
            word = _word(arguments, usage)
            for one in choices:
                if one.lower() == word.lower():
                    return str(one)
            raise Refusal(f'"{word[:32]}" is none of {", ".join(choices)}.')
        return usage, choice
    if hint in (int, float):
        bounds = next((note for note in notes if isinstance(note, Range)), None)
        kind = "whole number" if hint is int else "number"
        between = f" from {bounds.least} to {bounds.most}" if bounds else ""

        def number(arguments: Arguments) -> float:
            word = _word(arguments, usage)
            if re.fullmatch(r"[+-]?[0-9]{1,18}" if hint is int else r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", word):
                value: float = hint(word)
                if bounds is None or bounds.least <= value <= bounds.most:
                    return value
            raise Refusal(f'{usage} is a {kind}{between}, and not "{word[:32]}".')
        return usage, number
    if hint is timedelta:
        longest = next((note.longest for note in notes if isinstance(note, AtMost)), timedelta(days=365))

        def time(arguments: Arguments) -> timedelta:
            word = _word(arguments, usage)
            if not (value := duration(word)):
                raise Refusal(f'{usage} is a time such as 90s, 10m, 2h or 1d, and not "{word[:32]}".')
            if value > longest:
                raise Refusal(f"{usage} is at most {units(longest)}.")
            return value
        return usage, time
    if hint is not str:
        raise TypeError(f"a command cannot have an argument of the type {hint!r}; use Annotated[…, Parse(…)]")
    return usage, lambda arguments: _word(arguments, usage)
