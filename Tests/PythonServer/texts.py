"""Names, texts and words: what is allowed in them, and when two are the same."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from frames import Refused
from limits import Limits

# The characters that are `Default_Ignorable_Code_Point` and of a general category that `check_name` does not refuse.
INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
WHITE_SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
WORD_CATEGORIES = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl", "No", "So", "Co"}
SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
DIACRITICS = re.compile("([a-z])[\u0300-\u036f]+")
# The list is data, and the same for every server.
COMMON_PASSWORDS = set(
    (Path(__file__).parents[2] / "Sources/Host/PasswordRule+Common.swift").read_text().split('"""')[1].split()
)
REFUSED_CATEGORIES = {"Cc", "Cf", "Co", "Cn", "Cs", "Zs", "Zl", "Zp"}


def fold(name: str) -> str:
    """What two names have in common that differ by case or normalisation only."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def check_new_password(password: str, user: str | None) -> None:
    """Refuses what is guessed first: the most common passwords, and the user's own name."""
    if password.lower() in COMMON_PASSWORDS or user is not None and fold(password) == fold(user):
        raise Refused("bad_frame", "The password is too easy to guess.", "password")


def check_name(name: str, most: int, field: str) -> None:
    """Refuses what cannot be the name of a user or a room."""
    if not 1 <= len(name) <= most:
        raise Refused("name_invalid", f"A name has 1 to {most} characters.", field)
    for place, character in enumerate(name, 1):
        if unicodedata.category(character) in REFUSED_CATEGORIES or INVISIBLE.match(character):
            raise Refused("name_invalid", f"Character {place}, U+{ord(character):04X}, cannot be in a name.", field)


def check_message(message: str, limits: Limits, field: str = "message") -> None:
    """Refuses what cannot be said."""
    if not message.strip(WHITE_SPACE):
        raise Refused("bad_frame", "There is nothing to say.", field)
    if "\0" in message:
        raise Refused("bad_frame", "A message cannot have a NUL in it.", field)
    if len(message) > limits.message_characters:
        raise Refused("too_large", f"A message has at most {limits.message_characters} characters.", field)


def words(text: str) -> list[str]:
    """The words of a text: runs of letters, numbers and symbols, without their case and the diacritics of Latin letters."""
    bare = DIACRITICS.sub(r"\1", unicodedata.normalize("NFD", text).casefold())
    letters = (c if unicodedata.category(c) in WORD_CATEGORIES and c not in SKIN_TONES else " " for c in bare)
    return "".join(letters).split()
