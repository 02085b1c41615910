"""What can go wrong."""

from __future__ import annotations

from typing import Any


class VerbatimError(Exception):
    """Any failure of this library."""


class CommandError(VerbatimError):
    """The server refused a command. `code` is a word of the protocol, `field` the field at fault where there is one."""

    def __init__(self, error: dict[str, Any], command: dict[str, Any]) -> None:
        self.code = str(error.get("code", ""))
        self.field: str | None = error.get("field")
        self.retry_after_ms: int | None = error.get("retry_after_ms")
        self.message = str(error.get("message", ""))
        self.command = command
        super().__init__(f"{command.get('type')}: {self.code}: {self.message}")

    @property
    def reply(self) -> dict[str, Any]:
        """The error as a frame."""
        return {
            "type": "error", "code": self.code, "message": self.message, "field": self.field, "retry_after_ms": self.retry_after_ms}


class Refusal(VerbatimError):
    """Raised by a command's handler: why it was not done, as a sentence for the user. It is answered as `user: sentence`."""


class Ended(VerbatimError):
    """The bot cannot go on: its log-in was refused, or the server sent it away."""
