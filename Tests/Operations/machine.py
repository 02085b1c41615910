"""A folder that stands for the operator's machine: its paths, its server, and what runs on it."""

import asyncio
import os
import pathlib
import re
import socket
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path += [str(FOLDER.parent / "Formats"), str(FOLDER.parent / "Clients")]
from chat import Server, check  # noqa: E402

# How long one command may take.
SECONDS = 60
# Where a server that runs is, and who asks it.
TOKEN = "--url ws://127.0.0.1:8080 --admin-token-file /etc/verbatim.token"
# What the document has at this address and at these paths is elsewhere here.
ADDRESS = "127.0.0.1:8080"
PATHS = re.compile(r"(?<![\w./-])/(?=(var/lib/verbatim|backup|etc|tmp/new)\b)")


class Service(Server):
    """The server as the unit of systemd starts it: its options are variables."""

    def __init__(self, program, folder, variables):
        super().__init__(program)
        self.folder, self.variables = folder, variables

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def spawn(self):
        environment = {
            **os.environ, "VERBATIM_LOG_LEVEL": "error", **self.variables(), "VERBATIM_PORT": str(self.port)}
        self.process = subprocess.Popen(
            [self.program, "serve"], stdout=subprocess.PIPE, text=True, cwd=self.folder, env=environment)

    async def start(self):
        if not self.is_running:
            self.spawn()
            await asyncio.wait_for(self.listening(), SECONDS)
        return self

    async def stop(self, seconds=SECONDS):
        if self.is_running:
            await super().stop(seconds)


class Machine:
    def __init__(self, program, root):
        self.program, self.root = pathlib.Path(program).resolve(), root
        self.folder, self.backups = self.path("/var/lib/verbatim"), self.path("/backup")
        self.database = self.folder / "chat.db"
        self.service = Service(str(self.program), self.folder, self.variables)
        for folder in (self.folder, self.path("/bin"), self.path("/etc/default")):
            folder.mkdir(parents=True)
        self.path("/bin/verbatim").symlink_to(self.program)
        packed = (FOLDER.parent.parent / "Packaging" / "default").read_text()
        self.path("/etc/default/verbatim").write_text(self.here(packed))
        # Only what was asked for is printed.
        self.path("/.curlrc").write_text("silent\nshow-error\n")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.service.port = free.getsockname()[1]
        self.endless = []

    def path(self, path):
        return self.root / path.lstrip("/")

    def here(self, text):
        """What the document says, with the paths and the address that they have here."""
        return PATHS.sub(f"{self.root}/", text).replace(ADDRESS, f"127.0.0.1:{self.service.port}")

    def there(self, text):
        """What was printed here, as it would be printed there."""
        return text.replace(str(self.root), "")

    def variables(self):
        lines = self.path("/etc/default/verbatim").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    async def spawn(self, text):
        return await asyncio.create_subprocess_exec(
            "bash", "-o", "pipefail", "-c", self.here(text), cwd=self.folder, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, start_new_session=True,
            env={**os.environ, "PATH": f"{self.path('/bin')}:{os.environ['PATH']}", "HOME": str(self.root)})

    async def run(self, text, code=0):
        """Runs a command as the document has it; returns what it printed."""
        came, printed = await self.attempt(text)
        check(came == code, f"exit code {came} and not {code}: {' '.join(printed.split())}")
        return printed

    async def attempt(self, text):
        """Runs a command; returns its exit code, and what it printed."""
        process = await self.spawn(text)
        try:
            printed, _ = await asyncio.wait_for(process.communicate(), SECONDS)
        except asyncio.TimeoutError:
            end(process)
            check(False, f"{text}: no end within {SECONDS} s")
        return process.returncode, self.there(printed.decode(errors="replace"))

    async def begin(self, text):
        """Starts a command that goes on until it is stopped; returns the first line that it prints."""
        process = await self.spawn(text)
        self.endless.append(process)
        line = await asyncio.wait_for(process.stdout.readline(), SECONDS)
        return self.there(line.decode(errors="replace"))

    def end_endless(self):
        while self.endless:
            end(self.endless.pop())

    def end(self):
        """Nothing goes on."""
        self.end_endless()
        if self.service.is_running:
            self.service.kill()


def end(process):
    if process.returncode is None:
        os.killpg(process.pid, 15)
