#!/usr/bin/python3
"""Watches folders in a pipe and on a terminal of its own, while files are saved, made, deleted, broken and blessed.

Usage: watch.py --program PROGRAM [--only TEXT]

Times are printed, and never fail.
"""

import argparse
import fcntl
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

from watched import FAILING, Folder, INCLUDING, MEETING, PASSING, Piped, SECONDS, check, environment


def files():
    return {"a.chat": PASSING, "b.chat": FAILING, "c.chat": INCLUDING, "setup/meeting.chat": MEETING}


def a_pipe_gets_a_block_for_each_change(program, folder):
    """What a change touches is run, and nothing else; a mistake is an error, and the watch goes on."""
    with Piped(program, folder, ".") as watch:
        watch.expect("== 3 files\nFAIL  b.chat: It fails\n")
        check("a.chat: It passes" not in watch.expect("\n2 passed, 1 failed\n"), "what passes is told first")
        watch.says_nothing()
        begin = time.monotonic()
        folder.save("b.chat", PASSING)
        watch.expect("\n== changed b.chat\npass  b.chat: It passes\n3 passed, 0 failed\n")
        print(f"  {1000 * (time.monotonic() - begin):.0f} ms from saving to the result")
        folder.save("setup/meeting.chat", "# They meet.\n" + MEETING)
        watch.expect("\n== changed setup/meeting.chat\npass  c.chat: It includes\n3 passed, 0 failed\n")
        folder.save("inner/d.chat", PASSING)
        watch.expect("\n== new inner/d.chat\npass  inner/d.chat: It passes\n4 passed, 0 failed\n")
        folder.save("inner/d.chat", PASSING + "alice < no_such_event\n")
        watch.expect("\n== changed inner/d.chat\nERROR inner/d.chat: it cannot be read\n")
        watch.expect("\n3 passed, 0 failed, 1 unreadable\n")
        folder.save("inner/d.chat", PASSING)
        watch.expect("\n== changed inner/d.chat\npass  inner/d.chat: It passes\n4 passed, 0 failed\n")
        os.remove(folder.path / "inner/d.chat")
        watch.expect("\n== deleted inner/d.chat\n3 passed, 0 failed\n")
        folder.save("notes.txt", "nothing that a scenario needs")
        watch.says_nothing()


def a_signal_ends_it(program, folder):
    """It ends at once, with 128 and the signal."""
    with Piped(program, folder, ".") as watch:
        watch.expect("2 passed, 1 failed\n")
        watch.process.send_signal(signal.SIGTERM)
        check(watch.process.wait(SECONDS) == 143, watch.process.returncode)


def it_ends_when_nobody_reads_it(program, folder):
    """A watch whose pipe is gone ends with the next change."""
    shell = subprocess.Popen(["/bin/sh", "-c", '"$0" watch . | head -n 1', program], cwd=folder.path, env=environment(),
                             stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        check(shell.stdout.readline() == "== 3 files\n", "there is no first line")
        folder.save("b.chat", PASSING)
        check(shell.wait(SECONDS) == 0, shell.returncode)
    except subprocess.TimeoutExpired:
        raise AssertionError("it goes on") from None
    finally:
        if shell.poll() is None:
            os.killpg(shell.pid, signal.SIGKILL)


def mistakes_are_usage_errors(program, folder):
    """A path that is not there is an error at the beginning."""
    for arguments, part in [(["nowhere"], "no file or folder nowhere"), (["-"], "cannot be watched"),
                            ([".", "--port", "0"], "--port is from 1")]:
        with Piped(program, folder, *arguments) as watch:
            check(watch.process.wait(SECONDS) == 2, f"{arguments} ends with {watch.process.returncode}")
            errors = watch.process.stderr.read()
            check(part in errors, errors)


class Screen:
    """The command on a terminal of its own; what it shows is the latest whole screen."""

    def __init__(self, program, folder, *arguments, rows=24, columns=80):
        self.main, self.side = pty.openpty()
        self.resize(rows, columns)
        self.before = termios.tcgetattr(self.side)
        self.bytes = b""
        self.process = os.fork()
        if self.process == 0:
            os.setsid()
            fcntl.ioctl(self.side, termios.TIOCSCTTY, 0)
            for number in range(3):
                os.dup2(self.side, number)
            os.chdir(folder.path)
            os.execve(program, [program, "watch", *arguments], environment())

    def resize(self, rows, columns):
        fcntl.ioctl(self.main, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def rows(self):
        """The rows of the latest screen that is drawn to its end."""
        frames = self.bytes.decode(errors="replace").split("\x1b[H")[1:]
        whole = [frame for frame in frames if "\x1b[?25l" in frame]
        if not whole:
            return []
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", whole[-1].split("\x1b[?25l")[0])
        # The terminal makes two signs of a line feed.
        return re.split(r"\r+\n", text)

    def read(self, seconds):
        if select.select([self.main], [], [], seconds)[0]:
            try:
                self.bytes += os.read(self.main, 65536)
            except OSError:
                pass

    def expect(self, condition, what):
        """Waits until the screen is so."""
        deadline = time.monotonic() + SECONDS
        while not condition(self.rows()):
            check(time.monotonic() < deadline, f"{what} does not come; there is\n" + "\n".join(self.rows()))
            self.read(0.05)

    def shows(self, *texts):
        self.expect(lambda rows: all(any(text in row for row in rows) for text in texts), texts)

    def press(self, keys):
        os.write(self.main, keys.encode())

    def ends(self):
        """Waits for the end; gives the exit code."""
        deadline = time.monotonic() + SECONDS
        while True:
            self.read(0.05)
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                self.process = 0
                self.read(0.05)
                return os.waitstatus_to_exitcode(status)
            check(time.monotonic() < deadline, "it does not end")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self.main)
        os.close(self.side)


def a_terminal_has_one_screen(program, folder):
    """Red results come first; keys select, open, filter and quit; the terminal is left as it was."""
    with Screen(program, folder, ".") as screen:
        screen.shows("2 passed, 1 failed", "> failed b.chat: It fails", "expected: user_list users=[bob]", "q quit")
        rows = screen.rows()
        check(len(rows) == 24, f"{len(rows)} rows")
        check([row[2:].split(":")[0] for row in rows[2:5]] == ["failed b.chat", "passed a.chat", "passed c.chat"], rows)
        screen.press("j")
        screen.shows("> passed a.chat")
        screen.press("\x1b[A")
        screen.shows("> failed b.chat")
        screen.press(" ")
        screen.expect(lambda rows: rows and rows[2].startswith("FAIL  b.chat"), "the text")
        screen.press(" f")
        screen.expect(lambda rows: not any("a.chat" in row for row in rows), "the list of what failed")
        screen.press("f")
        screen.shows("passed a.chat")
        screen.press("q")
        check(screen.ends() == 0, "it ends with an error")
        check(screen.bytes.rstrip().endswith(b"\x1b[?1049l"), screen.bytes[-40:])
        check(termios.tcgetattr(screen.side) == screen.before, "the terminal is not as it was")


def a_change_is_shown_and_enter_runs_all(program, folder):
    """A saved file is run and shown; where nothing is red, Enter runs all."""
    with Screen(program, folder, ".") as screen:
        screen.shows("2 passed, 1 failed")
        begin = time.monotonic()
        folder.save("b.chat", PASSING)
        screen.shows("3 passed, 0 failed", "changed b.chat")
        print(f"  {1000 * (time.monotonic() - begin):.0f} ms from saving to the screen")
        screen.press("\r")
        screen.shows("all again")
        screen.press("jj")
        screen.shows("> passed c.chat")
        folder.save("a.chat", "title: Broken\nusers: alice\nalice < no_such_event\n")
        screen.shows("> unreadable a.chat", "1 unreadable")


def b_blesses_after_asking(program, folder):
    """The patch is shown; only y writes."""
    with Screen(program, folder, ".") as screen:
        screen.shows("> failed b.chat")
        screen.press("b")
        screen.shows("-alice < user_list users=[bob]", "+alice < user_list users=[alice]", "Write b.chat?")
        screen.press("n")
        screen.shows("b.chat stays as it is")
        check(folder.text("b.chat") == FAILING, "it is written all the same")
        screen.press("b")
        screen.shows("Write b.chat?")
        screen.press("y")
        screen.shows("3 passed, 0 failed")
        check(folder.text("b.chat") == FAILING.replace("[bob]", "[alice]"), folder.text("b.chat"))


def a_resized_terminal_is_drawn_anew(program, folder):
    """The screen has always as many rows as the terminal, and Ctrl-C ends it."""
    with Screen(program, folder, ".") as screen:
        screen.shows("2 passed, 1 failed")
        screen.resize(12, 40)
        screen.expect(lambda rows: len(rows) == 12 and max(map(len, rows)) <= 40, "a screen of 12 rows")
        screen.press("\x03")
        check(screen.ends() == 130, "Ctrl-C is no interrupt")


CASES = [a_pipe_gets_a_block_for_each_change, a_signal_ends_it, it_ends_when_nobody_reads_it, mistakes_are_usage_errors,
         a_terminal_has_one_screen, a_change_is_shown_and_enter_runs_all, b_blesses_after_asking, a_resized_terminal_is_drawn_anew]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="", help="run the cases whose name has this text")
    options = parser.parse_args()
    failed = 0
    for case in CASES:
        if options.only not in case.__name__:
            continue
        with tempfile.TemporaryDirectory() as path:
            try:
                case(str(pathlib.Path(options.program).resolve()), Folder(path, files()))
                print(f"pass  {case.__name__}")
            except (AssertionError, subprocess.TimeoutExpired) as complaint:
                failed += 1
                print(f"FAIL  {case.__name__}: {complaint}\n      {case.__doc__}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
