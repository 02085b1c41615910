#!/usr/bin/python3
"""Interrupts and kills runs of scenarios, and looks for what they leave behind.

Usage: interrupt.py --verbatim PROGRAM

A run that is told to end by a signal writes the reports of what was run until then, and ends with 128 and the signal's
number. Whatever ends a run, no process and no folder of it may be there a moment later. What takes too long is ended, and the
rest is run. A server that dies is reported once.
"""

import argparse
import contextlib
import glob
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import xml.etree.ElementTree as xml

# How long anything may take that is only a matter of moments.
SECONDS = 15

QUICK = "title: Quick\nusers: alice\n\nalice > /join lobby\nalice < user_list\n"
# Its bot never comes, so that the run waits for it.
HANGING = 'title: Hanging\nusers: alice\nbots: exec "echo $$$$ >bot; exec sleep 1000" as tock in lobby\n\nalice < nothing\n'
# The same with a bot of its own.
HANGING_TOO = HANGING.replace(">bot", ">bot2")
# Its bot takes three seconds.
SLOW = """title: Slow
users: alice
bots: exec "/usr/bin/python3 clerk.py" as clerk in desk

alice > /join desk
alice < user_list
alice > tea
alice < chat_message user=alice
alice < chat_message user=clerk
"""
CLERK = """
import asyncio, json, os, websockets
async def main():
    async with websockets.connect(os.environ["VERBATIM_URL"], subprotocols=["verbatim.v1"]) as socket:
        await socket.send(json.dumps({"type": "login", "token": os.environ["VERBATIM_TOKEN"]}))
        await socket.send(json.dumps({"type": "join", "room": os.environ["VERBATIM_ROOMS"]}))
        async for text in socket:
            frame = json.loads(text)
            if frame.get("user") == "alice" and "message" in frame:
                await asyncio.sleep(3)
                await socket.send(json.dumps({"type": "chat_message", "room": "desk", "message": "served"}))
asyncio.run(main())
"""


def check(condition, message):
    if not condition:
        raise SystemExit(f"interrupt.py: {message}")


def soon(condition, message):
    """Waits until something is so."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        check(time.monotonic() < deadline, message)
        time.sleep(0.01)


def is_there(process):
    """Whether a process runs; one that has ended and was not waited for does not."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def folders(process):
    """The folders of the servers that a run has started."""
    return [f for parent in ("/dev/shm", tempfile.gettempdir()) for f in glob.glob(f"{parent}/verbatim-run-*-{process}-*")]


def group(leader):
    """The processes of a group."""
    found = []
    for path in glob.glob("/proc/[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            fields = pathlib.Path(path).read_text().rpartition(")")[2].split()
            if fields[2] == str(leader) and fields[0] != "Z":
                found.append(int(path.split("/")[2]))
    return found


class Run:
    """A run of the program in a folder of its own files, with all that belongs to it."""

    def __init__(self, program, folder, *arguments):
        self.folder = folder
        self.output = folder / "out"
        with open(self.output, "wb") as output, open(folder / "err", "wb") as errors:
            self.process = subprocess.Popen(
                [program, *arguments], cwd=folder, stdout=output, stderr=errors, start_new_session=True,
                env={name: value for name, value in os.environ.items() if name != "VERBATIM_ADMIN_TOKEN"})

    def await_output(self, text):
        soon(lambda: text in self.said, f"the run never said {text!r}, but {self.said}")

    def await_servers(self, count=1):
        """Waits for the servers, and gives the processes that lead their groups."""
        def noted():
            return [f for folder in folders(self.process.pid) for f in glob.glob(f"{folder}/server")]
        soon(lambda: len(noted()) >= count, "no server was started")
        return [int(pathlib.Path(f).read_text().split("-")[1]) for f in noted()]

    def await_bot(self, name="bot"):
        bot = self.folder / name
        soon(lambda: bot.exists() and bot.read_text().strip(), "the bot was not started")
        return int(bot.read_text())

    @property
    def said(self):
        return self.output.read_text()

    @property
    def errors(self):
        return (self.folder / "err").read_text()

    def end(self, code):
        try:
            self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise SystemExit(f"interrupt.py: the run does not end; it said {self.said}")
        check(self.process.returncode == code, f"exit code {self.process.returncode}, not {code}: {self.said}{self.errors}")

    def leaves_nothing(self, *processes):
        soon(lambda: not folders(self.process.pid), f"a folder is left: {folders(self.process.pid)}")
        for each in processes:
            soon(lambda: not group(each), f"processes are left: {group(each)}")


def verdicts(folder):
    report = json.loads((folder / "r.json").read_text())
    return [result["verdict"] for result in report["results"]]


@contextlib.contextmanager
def files(**texts):
    with tempfile.TemporaryDirectory(prefix="verbatim-interrupt-") as name:
        folder = pathlib.Path(name)
        (folder / "clerk.py").write_text(CLERK)
        for stem, text in texts.items():
            (folder / f"{stem}.chat").write_text(text)
        yield folder


def interrupted_on_the_wire(program):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with files(a=QUICK, b=HANGING, c=QUICK) as folder:
            run = Run(program, folder, "run", "--on", "wire", "--json", "r.json", "--junit", "r.xml", "--html", "r.html", ".")
            servers, bot = run.await_servers(), run.await_bot()
            # Twice at once, as what sends to the process and to its group does.
            run.process.send_signal(number)
            run.process.send_signal(number)
            run.end(128 + number)
            run.leaves_nothing(*servers, bot)
            check(verdicts(folder) == ["passed", "interrupted", "not_run"], f"the report has {verdicts(folder)}")
            check("UNFINISHED b.chat: Hanging" in run.said, run.said)
            check(run.said.endswith("1 passed, 0 failed, 1 interrupted, 1 not run, on wire\n"), run.said)
            check(f"the run was interrupted by {number.name}; 1 scenario was not run" in run.errors, run.errors)
            suites = xml.parse(folder / "r.xml").getroot()
            check((suites.get("tests"), suites.get("errors")) == ("3", "1"), "JUnit has other counts")
            check("not finished: the run was interrupted" in (folder / "r.xml").read_text(), "JUnit does not say it")
            check("interrupted" in (folder / "r.html").read_text(), "the page does not say it")


def interrupted_before_the_server_answers(program):
    # It takes connections, and never says a word.
    with socket.create_server(("127.0.0.1", 0)) as server, files(a=QUICK, b=QUICK) as folder:
        address = f"ws://127.0.0.1:{server.getsockname()[1]}"
        arguments = ["run", "--on", address, "--deadline", "600", "--json", "r.json", "."]
        run = Run(program, folder, *arguments)
        server.settimeout(SECONDS)
        connection, _ = server.accept()
        run.process.send_signal(signal.SIGINT)
        run.end(130)
        check(verdicts(folder) == ["interrupted", "not_run"], f"the report has {verdicts(folder)}")
        check(f"1 interrupted, 1 not run, on {address}" in run.said, run.said)
        connection.close()
        run = Run(program, folder, *arguments, "--run-timeout", "1s")
        run.end(1)
        check(verdicts(folder) == ["timed_out", "not_run"], f"--run-timeout: {verdicts(folder)}")


def interrupted_in_the_simulator(program):
    with files() as folder:
        # As many as take some seconds.
        rows = "\n".join(f"| {number} |" for number in range(1000))
        for stem in "abcdefgh":
            (folder / f"{stem}.chat").write_text(
                f"title: Many\nusers: alice\ncases:\n| n |\n{rows}\n\nalice > /join r$n\nalice < user_list\n")
        run = Run(program, folder, "run", "--json", "r.json", ".")
        run.await_output("pass  a.chat [0]")
        run.process.send_signal(signal.SIGINT)
        run.end(130)
        found = verdicts(folder)
        interrupted = found.count("interrupted")
        check(len(found) == 8000 and found.count("not_run") > 0 and 1 <= interrupted <= os.cpu_count(), "not what was run")


def interrupted_with_jobs(program):
    with files(a=HANGING, b=HANGING_TOO, c=QUICK) as folder:
        run = Run(program, folder, "run", "--on", "wire", "--jobs", "2", "--json", "r.json", ".")
        servers, bots = run.await_servers(2), [run.await_bot(), run.await_bot("bot2")]
        run.process.send_signal(signal.SIGINT)
        run.end(130)
        run.leaves_nothing(*servers, *bots)
        check(verdicts(folder) == ["interrupted", "interrupted", "not_run"], f"the report has {verdicts(folder)}")


def killed(program):
    for kill in (os.kill, os.killpg):
        with files(a=HANGING) as folder:
            run = Run(program, folder, "run", "--on", "wire", ".")
            servers, bot = run.await_servers(), run.await_bot()
            kill(run.process.pid, signal.SIGKILL)
            run.end(-signal.SIGKILL)
            run.leaves_nothing(*servers, bot)


def swept_by_the_next(program):
    with files(a=HANGING, b=QUICK) as folder:
        run = Run(program, folder, "run", "--on", "wire", "a.chat")
        (server,), bot = run.await_servers(), run.await_bot()
        # Without its watchdog the server stays.
        for process in set(group(server)) - {server}:
            os.kill(process, signal.SIGKILL)
        run.process.kill()
        run.end(-signal.SIGKILL)
        soon(lambda: not group(bot), "the bot is left")
        check(is_there(server) and folders(run.process.pid), "there is nothing to sweep")
        Run(program, folder, "run", "--on", "wire", "b.chat").end(0)
        run.leaves_nothing(server)


def other_commands(program):
    with files() as folder:
        run = Run(program, folder, "certify", "--bot", "echo $$ >bot; exec sleep 1000", "--json", "r.json")
        servers, bot = run.await_servers(), run.await_bot()
        run.process.send_signal(signal.SIGTERM)
        run.end(143)
        run.leaves_nothing(*servers, bot)
        found = verdicts(folder)
        check(found[0] == "interrupted" and set(found[1:]) == {"not_run"}, f"certify has {found}")
    # More checks than are run at a time, of which only the first ends by itself.
    with files(a=QUICK, **{name: HANGING for name in "bcdefgh"}) as folder:
        serve = f"{program} serve --port {{port}} --database {{folder}}/chat.db --clock virtual --admin-token-file {{token}} {{limits}}"
        run = Run(program, folder, "conform", "--spawn", serve, "--checks", ".", "--json", "r.json")
        servers = run.await_servers(4)
        run.await_output("pass ")
        run.process.send_signal(signal.SIGINT)
        run.end(130)
        run.leaves_nothing(*servers)
        found = verdicts(folder)
        check("interrupted" in found and "not_run" in found and "failed" not in found, f"conform has {set(found)}")


def twice(program):
    with files() as folder:
        run = Run(program, folder, "certify", "--bot", "echo $$ >bot; exec sleep 1000")
        servers, bot = run.await_servers(), run.await_bot()
        run.process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        run.process.send_signal(signal.SIGINT)
        run.end(-signal.SIGINT)
        run.leaves_nothing(*servers, bot)


def takes_too_long(program):
    with files(a=HANGING, b=QUICK) as folder:
        run = Run(program, folder, "run", "--on", "wire", "--timeout", "1s", "--json", "r.json", ".")
        run.end(1)
        check(verdicts(folder) == ["timed_out", "passed"], f"--timeout: {verdicts(folder)}")
        check("it takes longer than 1s of real time; --timeout gives it more" in run.said, run.said)
        run = Run(program, folder, "run", "--on", "wire", "--run-timeout", "1s", "--json", "r.json", ".")
        run.end(1)
        check(verdicts(folder) == ["timed_out", "not_run"], f"--run-timeout: {verdicts(folder)}")
        run.leaves_nothing()
    with files(a=SLOW) as folder:
        Run(program, folder, "run", "--on", "wire", ".").end(0)
        run = Run(program, folder, "run", "--on", "wire", "--deadline", "1", ".")
        run.end(1)
        check("it had 1 s, and --deadline gives it more" in run.said, run.said)


def server_dies(program):
    with files(a=HANGING, b=QUICK) as folder:
        run = Run(program, folder, "run", "--on", "wire", "--json", "r.json", ".")
        (server,) = run.await_servers()
        run.await_bot()
        os.kill(server, signal.SIGKILL)
        run.end(1)
        check(run.said.count("the server died in the middle: signal 9 ended it") == 1, run.said)
        # The server was the run's own, so that it could start another.
        check(verdicts(folder) == ["failed", "passed"], f"the report has {verdicts(folder)}")


def one_server_of_two_dies(program):
    with files(a=HANGING, b=HANGING_TOO, c=QUICK, d=QUICK) as folder:
        run = Run(program, folder, "run", "--on", "wire", "--jobs", "2", "--timeout", "10s", "--json", "r.json", ".")
        servers = run.await_servers(2)
        run.await_bot()
        run.await_bot("bot2")
        os.kill(servers[0], signal.SIGKILL)
        run.end(1)
        found = verdicts(folder)
        check(sorted(found[:2]) == ["failed", "timed_out"] and found[2:] == ["passed", "passed"], f"the report has {found}")
        check(run.said.count("the server died in the middle: signal 9 ended it") == 1, run.said)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--verbatim", required=True)
    program = str(pathlib.Path(parser.parse_args().verbatim).resolve())
    parts = [
        interrupted_on_the_wire, interrupted_before_the_server_answers, interrupted_in_the_simulator, interrupted_with_jobs,
        killed, swept_by_the_next, other_commands, twice, takes_too_long, server_dies, one_server_of_two_dies]
    for part in parts:
        start = time.monotonic()
        part(program)
        print(f"interrupt.py: {part.__name__}: {time.monotonic() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
