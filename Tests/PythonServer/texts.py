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
SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
# The list is data, and the same for every server.
COMMON_PASSWORDS = set(
    (Path(__file__).parents[2] / "Sources/Host/PasswordRule+Common.swift").read_text().split('"""')[1].split()
)
# How the names of characters begin: of scripts without spaces between words, and of marks that words are without.
UNSPACED = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "THAI", "LAO", "KHMER", "MYANMAR"}
UNMARKED = {"COMBINING", "HEBREW", "ARABIC", "SYRIAC"}
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "\u0640": None})
MOST_SYMBOLS_IN_A_ROW = 4
KEYCAP = "\u20e3"
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
    """The words of a text, as a search finds them."""
    bare = spelled(text)
    found: list[str] = []
    for part in re.finditer("FF?|(?:RM*)+|S|[WM]+", "".join(map(kind, bare))):
        word = bare[part.start() : part.end()]
        if part[0].startswith("R"):
            characters = [word[one.start() : one.end()] for one in re.finditer("RM*", part[0])]
            found += [a + b for a, b in zip(characters, characters[1:])] + characters[-1:]
        elif part[0] != "S" or found[-MOST_SYMBOLS_IN_A_ROW:] != [word] * MOST_SYMBOLS_IN_A_ROW:
            found.append(word)
    return found


def spelled(text: str) -> str:
    """A text without case, width, accents, and what does not change a word."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", text).casefold()).casefold()
    parts = (c if first_name(c) in UNSPACED else unicodedata.normalize("NFD", c) for c in folded)
    return "".join(
        c for c in "".join(parts).translate(PLAIN)
        if unicodedata.category(c) != "Cf" and c not in SKIN_TONES and not INVISIBLE.match(c)
        and not (unicodedata.category(c)[0] == "M" and c != KEYCAP and first_name(c) in UNMARKED))


def kind(c: str) -> str:
    """What a character is to words: a part of a flag, a symbol, a mark, of a script without spaces, or a letter."""
    category = unicodedata.category(c)
    if "\U0001f1e6" <= c <= "\U0001f1ff":
        return "F"
    if category[0] == "S" or c in "#%&@" + KEYCAP:
        return "S"
    if category[0] == "M":
        return "M"
    if first_name(c) in UNSPACED and category[0] == "L":
        return "R"
    return "W" if category[0] in "LN" or category in ("Co", "Cn") else " "


def first_name(c: str) -> str:
    """The first word of a character's name."""
    return unicodedata.name(c, "").split(" ")[0]
