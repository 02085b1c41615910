#!/usr/bin/python3
"""Lives through the part "A year in the life of an operator" of Docs/operations.md.

Usage: year.py --server PROGRAM [--keep FOLDER]

Every command that the part shows is run, in its order, on a server that people chat on: `sections.py` has what happens in
between and what must be true afterwards. The document's paths are folders here, its port is a free one, and nothing is run
as another user. What a command prints must be what the document says that it prints, but for numbers and hashes.

Exit code: 0 where everything passed, 1 otherwise.
"""

import argparse
import asyncio
import contextlib
import pathlib
import re
import sys
import tempfile

import document
from machine import FOLDER, Machine, check
import sections  # noqa: F401
from storyline import Story, at

DOCUMENT = FOLDER.parent.parent / "Docs" / "operations.md"
PART = "A year in the life of an operator"
# How long the whole year may take, also with a debug build on a busy machine.
YEAR_SECONDS = 300

# Commands that are not run, and why. A story may do in another way what one of them does.
SKIPPED = [
    (r"(sudo )?make ", "it builds"),
    (r"(sudo )?systemctl |journalctl ", "it needs systemd"),
    (r"sudo apt |dpkg-deb ", "it needs a package"),
    (r"tar |cd verbatim-|verbatim-\S+/bin/verbatim |sudo cp (-r bin|share/)", "it needs the archive"),
    (r"sudo adduser |sudo install .*-o ", "it needs root"),
    (r"podman ", "it needs podman"),
]


class Year:
    def __init__(self, story):
        self.story, self.counts = story, {"ok": 0, "FAIL": 0, "skip": 0}

    def say(self, verdict, what, why=""):
        self.counts[verdict] += 1
        print(f"{verdict:4} {what}{': ' * bool(why)}{why}", flush=True)

    async def attempt(self, what, doing, says_ok=True):
        try:
            await doing
        except Exception as error:
            kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
            self.say("FAIL", what, " ".join(f"{kind}{error}".split()))
            return False
        if says_ok:
            self.say("ok", what)
        return True

    async def live(self, commands):
        for missing in at.unused(commands):
            self.say("FAIL", missing, "the document does not show it any more")
        section, printed = None, ""
        for number, command in enumerate(commands):
            if command.section != section:
                section, printed = command.section, ""
            why = next((why for start, why in SKIPPED if re.match(start, command.text)), None)
            if why:
                await self.skip(command, why)
            else:
                async def run():
                    nonlocal printed
                    printed += await self.story.run(command)
                    if command.printed:
                        compare(command.printed, printed)
                        printed = ""
                await self.attempt(command, run())
            if number + 1 == len(commands) or commands[number + 1].section != section:
                for what, doing in self.story.afterwards(section):
                    await self.attempt(f"{section}, afterwards: {what}", doing())

    async def skip(self, command, why):
        instead = self.story.instead(command)
        if instead is None:
            return self.say("skip", command, why)
        what, doing = instead
        if await self.attempt(command, doing(), says_ok=False):
            self.say("skip", command, f"{why}; {what} instead")


def compare(expected, printed):
    lines = printed.splitlines()
    for line in expected:
        check(any(re.fullmatch(document.pattern(line), other) for other in lines),
              f"the document says that {line!r} is printed, and it was {printed!r}")


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="the program `verbatim`")
    parser.add_argument("--keep", metavar="FOLDER", help="a new folder for the machine, which stays")
    arguments = parser.parse_args()
    commands = document.commands(DOCUMENT.read_text(), PART)
    check(commands, "there are no commands in", DOCUMENT)
    with contextlib.ExitStack() as stack:
        if arguments.keep:
            root = pathlib.Path(arguments.keep).absolute()
            root.mkdir(parents=True)
        else:
            root = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="verbatim-year-")))
        machine = Machine(arguments.server, root)
        stack.callback(machine.end)
        year = Year(Story(machine))
        living = asyncio.wait_for(year.live(commands), YEAR_SECONDS)
        await year.attempt(f"the year took less than {YEAR_SECONDS} s", living)
    counts = year.counts
    print(f"{counts['ok']} passed, {counts['FAIL']} failed, {counts['skip']} skipped")
    sys.exit(1 if counts["FAIL"] else 0)


if __name__ == "__main__":
    asyncio.run(main())
