"""The commands that one part of a document shows, in their order."""

import dataclasses
import re


@dataclasses.dataclass
class Command:
    """One command of a block, as the document has it."""

    section: str
    text: str
    line: int
    # What the document says that the commands of the block print, after the last of them.
    printed: tuple = ()

    @property
    def plain(self):
        """The command without whom it is run by."""
        return re.sub(r"(?<!\S)sudo (-u \w+ )?", "", self.text)

    def __str__(self):
        return f"{self.section}: {self.text if len(self.text) <= 130 else self.text[:127] + '…'}"


def commands(document, part):
    """The commands in the `sh` blocks below the heading of a part; a `text` block after one is what it prints."""
    found, section, fence, block, is_inside = [], part, None, [], False
    for number, line in enumerate(document.splitlines(), 1):
        if fence is None and line.startswith("## "):
            is_inside = line == f"## {part}"
        if not is_inside:
            continue
        if fence is None:
            if line.startswith("### "):
                section = line.removeprefix("### ")
            if line.startswith("```"):
                fence, block = line.removeprefix("```"), []
        elif line == "```":
            if fence == "sh":
                found += list(joined(section, block))
            elif fence == "text":
                found[-1].printed = tuple(text for _, text in block)
            fence = None
        else:
            block.append((number, line))
    return found


def joined(section, block):
    """Each command of a block, which may have several lines and a comment at its end."""
    begun, start = "", 0
    for number, line in block:
        begun, start = (begun + line.lstrip(), start) if begun else (line, number)
        if begun.endswith("\\"):
            begun = begun[:-1]
        else:
            yield Command(section, re.sub(r"\s+# .*$", "", begun), start)
            begun = ""


def pattern(line):
    """A line that is printed, as an expression: numbers, hashes and the commit may be others, and `…` is anything."""
    line = re.sub(r"commit [^,]*", "commit …", line)
    parts = [re.sub(r"\d+", r"\\d+", re.escape(part)) for part in re.sub(r"[0-9a-f]{64}", "…", line).split("…")]
    return ".*".join(parts)
