#!/usr/bin/python3
"""Ten people behind nginx, HAProxy, Caddy and Apache, by the configurations that Docs/operations.md shows: log-ins over HTTP, pages and WebSockets in turns on connections that the proxy keeps,
a reload of the proxy in the middle; each person has an address of its own, and the audit log has it.

Usage: proxies.py --server PROGRAM [--only NAME]
"""

import argparse
import asyncio
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

import websockets

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Clients"))
from chat import Server, Session, Surprise, check, expect  # noqa: E402

PEOPLE, ROUNDS, PASSWORD = 10, 4, "open sesame"
TOKEN = "an operator's token of some length"
# What a client says of itself, to be taken for somebody else or for one whose connection is encrypted.
LIES = {"X-Forwarded-For": "192.0.2.66, 127.0.0.1", "Forwarded": "for=192.0.2.66;proto=https", "X-Forwarded-Proto": "https"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def documented():
    """Each line that the document shows is one of those that are tested here, but for where people are let in."""
    folder = pathlib.Path(__file__).parent
    text = (folder.parent.parent / "Docs/operations.md").read_text()
    values = {"port": 80, "admin": 2019, "server": 8080, "folder": "/run"}
    for name in ("nginx", "haproxy", "caddy"):
        tested = {line.strip() for line in (folder / f"{name}.conf").read_text().format_map(values).splitlines()}
        blocks = re.findall(rf"^```{name}\n(.*?)^```$", text, re.M | re.S)
        check(len(blocks) == 1, "the document has", len(blocks), "configurations of", name)
        for line in map(str.strip, blocks[0].splitlines()):
            is_place = line.startswith(("listen ", "bind ", "ssl_", "server_name ", "chat.example", "http-request set-header X-Forwarded-Proto"))
            check(not line or is_place or line in tested, "the document's configuration of", name, "has a line that is not tested:", line)


class Proxy:
    """One proxy in a folder of its own, in the foreground."""

    def __init__(self, name, server_port):
        self.name, self.folder = name, pathlib.Path(tempfile.mkdtemp(prefix="verbatim-proxy-"))
        self.port, admin = free_port(), free_port()
        values = {"port": self.port, "admin": admin, "server": server_port, "folder": self.folder}
        self.admin = f"127.0.0.1:{admin}"
        self.file = self.folder / "proxy.conf"
        self.file.write_text((pathlib.Path(__file__).parent / f"{name}.conf").read_text().format_map(values))

    def start(self):
        environment = {**os.environ, "XDG_DATA_HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)}
        self.process = subprocess.Popen(
            self._command(), stdout=subprocess.DEVNULL, stderr=self._log("a"), env=environment)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.1)
        raise Surprise(self.name, "does not listen:", self._log("r").read())

    def _log(self, mode):
        return open(self.folder / "stderr", mode)

    def _command(self):
        return {
            "nginx": ["/usr/sbin/nginx", "-p", str(self.folder), "-c", str(self.file)],
            "haproxy": ["/usr/sbin/haproxy", "-W", "-f", str(self.file)],
            "haproxy-tcp": ["/usr/sbin/haproxy", "-W", "-f", str(self.file)],
            "caddy": ["/usr/bin/caddy", "run", "--config", str(self.file), "--adapter", "caddyfile"],
            "apache": ["/usr/sbin/apache2", "-DFOREGROUND", "-f", str(self.file)],
        }[self.name]

    def reload(self):
        """Makes it read its configuration again, with new workers."""
        if self.name.startswith("haproxy"):
            subprocess.run(["kill", "-USR2", str(self.process.pid)], check=True)
        elif self.name == "caddy":
            # A configuration that has not changed is not loaded again.
            command = [*self._command()[:1], "reload", "--force", *self._command()[2:], "--address", self.admin]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        elif self.name == "nginx":
            subprocess.run(["kill", "-HUP", str(self.process.pid)], check=True)
        else:
            subprocess.run([*self._command()[:1], "-f", str(self.file), "-k", "graceful"], check=True)
        time.sleep(0.5)

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder)


class Person:
    """Somebody with an address, a browser's connections and a WebSocket."""

    def __init__(self, number, port):
        self.name, self.port, self.address = f"person{number}", port, f"127.0.0.{number + 10}"
        self.pages = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(self.address, 0))
        # Half of all lie about themselves.
        self.lies = LIES if number % 2 else {}
        self.heard, self.session = [], None

    def page(self, method, path, form=None, wanted=200):
        """Asks over HTTP; once again where a kept connection was closed meanwhile, as browsers do."""
        headers = {**self.lies, **({"Cookie": self.cookie} if hasattr(self, "cookie") else {})}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for attempt in (1, 2):
            try:
                self.pages.request(method, path, urllib.parse.urlencode(form) if form is not None else None, headers)
                response = self.pages.getresponse()
                break
            except (http.client.RemoteDisconnected, ConnectionError):
                check(attempt == 1, self.name, "was hung up on twice at", path)
                self.pages.close()
        body = response.read().decode()
        check(response.status == wanted, self.name, method, path, "was answered", response.status, body)
        if cookie := response.headers.get("Set-Cookie"):
            check("Secure" not in cookie, self.name, "is taken for somebody whose connection is encrypted:", cookie)
            self.cookie = cookie.split(";")[0]
        return body

    def register(self):
        self.page("POST", "/register", {"username": self.name, "password": PASSWORD})

    async def mistype(self):
        """Fails to log in, over HTTP."""
        await asyncio.to_thread(self.page, "POST", "/login", {"username": self.name, "password": "close sesame"}, wanted=401)

    async def open(self):
        self.session = await Session.open(
            f"ws://127.0.0.1:{self.port}/ws", extra_headers={**self.lies, "Cookie": self.cookie}, local_addr=(self.address, 0))
        await self.session.event("ready", user=self.name)
        after = self.heard[-1]["seq"] if self.heard else None
        expect(await self.session.ask("join", room="lobby", **({"after": after} if after else {})), "user_list")

    async def say(self, text):
        """Says something once, however often the connection breaks."""
        for _ in range(5):
            try:
                return expect(await self.session.ask("chat_message", room="lobby", message=text, key=text), "ack")
            except (Surprise, websockets.ConnectionClosed):
                self.take()
                await self.open()
        raise Surprise(self.name, "could not say", text)

    def take(self):
        """Notes what was heard so far."""
        while not self.session.events.empty():
            frame = self.session.events.get_nowait()
            self.heard += frame["messages"] if frame["type"] == "history" else [frame] if frame["type"] == "chat_message" else []

    async def listen(self, count):
        """Waits until so many messages were heard."""
        for _ in range(200):
            self.take()
            if self.heard and self.heard[-1]["seq"] >= count:
                return
            if self.session.socket.closed:
                await self.open()
            await asyncio.sleep(0.05)
        raise Surprise(self.name, "heard", len(self.heard), "of", count)


class Lurker(Person):
    """Somebody who says nothing, is away while the proxy is reloaded, and resumes the session then."""

    async def begin(self):
        ready = await self._log_in()
        self.received, self.session_name = 0, ready["session"]
        expect(await self.session.ask("join", room="lobby"), "user_list")

    async def mistype(self):
        """Fails to log in, over a WebSocket."""
        session = await Session.open(f"ws://127.0.0.1:{self.port}/ws", local_addr=(self.address, 0))
        expect(await session.ask("login", user=self.name, password="close sesame"), "error", code="auth_failed")
        await session.close()

    async def leave(self):
        """Breaks the connection, and counts what had come."""
        self.session.cut()
        await self.session.reader
        self.take()
        self.received += self.session.count

    async def resume(self):
        ready = await self._log_in(resume={"session": self.session_name, "received": self.received})
        check(ready["resumed"], "the session was not resumed:", ready)

    async def _log_in(self, **fields):
        self.session = await Session.open(f"ws://127.0.0.1:{self.port}/ws", local_addr=(self.address, 0))
        ready = expect(await self.session.ask("login", token=self.cookie.split("=", 1)[1], **fields), "ready", user=self.name)
        self.session.count = 0
        return ready


def audited(program, url, people, token):
    """The audit log has the address of each of these people, and no other."""
    command = [program, "audit", "list", "--url", url, "--admin-token-file", token, "--limit", "1000", "--json"]
    entries = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)["audit"]
    for person in people:
        seen = {(entry["what"], entry.get("address")) for entry in entries if entry.get("user") == person.name}
        check({("account_made", person.address), ("log_in_failed", person.address)} <= seen, "the audit log has no", person.address, seen)
        check({address for _, address in seen} == {person.address}, "the audit log has more than", person.address, seen)


async def converse(proxy, program, token):
    people = [Person(number, proxy.port) for number in range(PEOPLE)]
    thread = asyncio.to_thread
    lurker = Lurker(PEOPLE, proxy.port)
    everybody = [*people, lurker]
    await asyncio.gather(*(thread(p.register) for p in everybody))
    await asyncio.gather(*(p.mistype() for p in everybody))
    await lurker.begin()
    for person in people:
        await thread(person.page, "GET", "/healthz")
        await person.open()
        await thread(person.page, "GET", "/rooms")
    # Each address may have two WebSockets, so that a third is one too many if addresses are told apart, and all are if not.
    spare = people[0]
    second = await Session.open(f"ws://127.0.0.1:{proxy.port}/ws", local_addr=(spare.address, 0))
    try:
        await Session.open(f"ws://127.0.0.1:{proxy.port}/ws", local_addr=(spare.address, 0))
        raise Surprise("a third socket of one address was let in")
    except websockets.InvalidStatusCode as refusal:
        check(refusal.status_code == 429, "the third socket was answered", refusal.status_code)
    except (websockets.InvalidMessage, websockets.ConnectionClosed, EOFError) as end:
        check(proxy.name == "haproxy-tcp", "the third socket ended with", end)
    await second.close()

    said = 0
    for number in range(ROUNDS):
        for person in people:
            await person.say(f"{person.name} {number}")
            said += 1
            await thread(person.page, "GET", "/healthz")
        await asyncio.gather(*(person.listen(said) for person in people))
        if number == ROUNDS // 2 - 1:
            await lurker.leave()
            await thread(proxy.reload)
        if number == ROUNDS // 2:
            await lurker.resume()
    await lurker.listen(said)
    for person in everybody:
        heard = [message["seq"] for message in person.heard]
        check(heard == list(range(1, said + 1)), person.name, "heard", heard)
    await asyncio.gather(*(thread(p.page, "POST", "/logout", {}) for p in people))
    for person in everybody:
        await person.session.close()
    # The operator comes through the proxy, too: at the server itself nobody is let in who does not say for whom.
    await thread(audited, program, f"ws://127.0.0.1:{proxy.port}/ws", everybody, token)
    return said


async def run(name, program):
    # Where the address is told before all else, the connection for pages counts, too.
    is_told = name == "haproxy-tcp"
    options = ["--trusted-proxy", "127.0.0.1", "--connections-per-address", "3" if is_told else "2"]
    if is_told:
        options += ["--proxy-protocol", "on"]
    with tempfile.NamedTemporaryFile("w", prefix="verbatim-token-") as token:
        token.write(TOKEN)
        token.flush()
        server = await Server(program, options=[*options, "--admin-token-file", token.name]).start()
        try:
            proxy = Proxy(name, server.port).start()
            try:
                said = await asyncio.wait_for(converse(proxy, program, token.name), 240)
            finally:
                proxy.stop()
        finally:
            await server.stop()
    print(f"{name}: {PEOPLE} people, {said} messages, each heard once by all, with a reload between and a session resumed over it")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True)
    parser.add_argument("--only")
    arguments = parser.parse_args()
    documented()
    for name in ("nginx", "haproxy", "haproxy-tcp", "caddy", "apache"):
        if arguments.only in (None, name):
            asyncio.run(run(name, arguments.server))


if __name__ == "__main__":
    main()
