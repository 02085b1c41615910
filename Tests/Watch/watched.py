"""A folder of scenarios, saved as editors save, and `verbatim watch` on it."""

import os
import pathlib
import subprocess
import threading
import time

# How long anything may take that is only a matter of moments.
SECONDS = 15

PASSING = """\
title: It passes
users: alice

alice > /join lobby
alice < user_list users=[alice]
"""
FAILING = PASSING.replace("It passes", "It fails").replace("[alice]", "[bob]")
INCLUDING = """\
title: It includes
users: alice

include setup/meeting.chat
"""
MEETING = """\
alice > /join lobby
alice < user_list users=[alice]
"""


def check(condition, complaint):
    if not condition:
        raise AssertionError(complaint)


def environment():
    """Without what would change the output, or keep scenarios from being blessed."""
    return {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR")} | {"TERM": "xterm"}


class Folder:
    def __init__(self, path, files):
        self.path = pathlib.Path(path)
        for name, text in files.items():
            self.save(name, text)

    def save(self, name, text):
        """Writes another file, which takes the place of the one that was there."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name("." + file.name + ".tmp")
        draft.write_text(text)
        os.replace(draft, file)

    def text(self, name):
        return (self.path / name).read_text()


class Piped:
    """The command with its output in a pipe."""

    def __init__(self, program, folder, *arguments):
        self.process = subprocess.Popen(
            [program, "watch", *arguments], cwd=folder.path, env=environment(), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.output = ""
        self.changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            with self.changed:
                self.output += line
                self.changed.notify_all()

    def expect(self, text):
        """Waits for a text, and leaves out all until its end; gives what came before it."""
        with self.changed:
            if not self.changed.wait_for(lambda: text in self.output, SECONDS):
                raise AssertionError(f"{text!r} does not come; there is {self.output!r}")
            before, _, self.output = self.output.partition(text)
            return before

    def says_nothing(self, seconds=0.3):
        time.sleep(seconds)
        with self.changed:
            check(self.output == "", f"there is {self.output!r}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
