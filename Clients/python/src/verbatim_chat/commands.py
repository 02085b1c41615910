"""Commands of a bot: what follows the `!`, its arguments, who may give it and where, and the help."""

from __future__ import annotations

import difflib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from .arguments import Arguments, Parameter, parameters
from .errors import Refusal

Place = Literal["anywhere", "rooms", "private"]
Handler = Callable[..., Awaitable[Any] | Any]
ROLES = {"member": 0, "moderator": 1, "owner": 2}


@dataclass
class BotCommand:
    """One command. Its arguments are those of its handler, after the message."""

    name: str
    about: str
    handler: Handler
    place: Place = "anywhere"
    role: Literal["moderator", "owner"] | None = None
    users: frozenset[str] | None = None
    cool_down: float = 0  # seconds until the same user may give it again
    parameters: list[Parameter] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parameters = parameters(self.handler)

    @property
    def usage(self) -> str:
        return " ".join([f"!{self.name}", *(one.usage for one in self.parameters)])

    def read(self, arguments: Arguments) -> dict[str, Any]:
        try:
            values = {one.name: one.read(arguments) for one in self.parameters}
            if (word := arguments.word()) is not None:
                raise Refusal(f'"{word[:32]}" is too much.')
        except Refusal as refusal:
            raise Refusal(f"{refusal} Usage: {self.usage}") from None
        return values


class CommandTable:
    """The commands of a bot, in the order of the help."""

    def __init__(self) -> None:
        self.commands: list[BotCommand] = []

    def find(self, text: str) -> tuple[BotCommand, Arguments] | None:
        """The command whose name has the most of a message's first words, and what follows it."""
        words = text[1:].lower().split() if text[:1] == "!" and not text[1:2].isspace() else []
        best: tuple[BotCommand, int] | None = None
        for command in self.commands:
            name = command.name.split()
            if words[:len(name)] == name and len(name) > (best[1] if best else 0):
                best = command, len(name)
        if best is None:
            return None
        arguments = Arguments(text[1:])
        for _ in range(best[1]):
            arguments.word()
        return best[0], arguments

    def answer_otherwise(self, text: str, in_room: bool) -> str | None:
        """What is said to a text with a `!` that is no command: the help, and in private, where nobody else can be meant, a hint."""
        if not self.commands or text[:1] != "!" or not text[1:].strip() or text[1].isspace():
            return None
        first, *rest = text[1:].lower().split()
        if first == "help":
            name = " ".join(rest)
            named = [one for one in self.commands if name and (one.name == name or one.name.startswith(name + " "))]
            return "\n".join(f"{one.usage} – {one.about}" for one in named or self.commands)
        if in_room:
            return None
        near = difflib.get_close_matches(first, [one.name for one in self.commands], 1)
        return "".join(f"Did you mean !{one}? " for one in near) + "!help lists what I can do."


class CoolDowns:
    """When each user may give each command again. Who comes too early is told once."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], tuple[float, bool]] = {}

    def wait(self, command: BotCommand, user: str, now: float) -> float | None:
        """Milliseconds to wait, 0 where the command may run, None where it was told already."""
        use = (command.name, user.casefold())
        until, was_told = self._until.get(use, (0.0, False))
        if now < until:
            self._until[use] = (until, True)
            return None if was_told else until - now
        if len(self._until) >= 4096:
            self._until = {use: rest for use, rest in self._until.items() if now < rest[0]}
        self._until[use] = (now + command.cool_down * 1000, False)
        return 0

    def forget(self, command: BotCommand, user: str) -> None:
        self._until.pop((command.name, user.casefold()), None)
