#!/usr/bin/python3
"""Where a server listens and what it is told while it runs: several addresses, a socket in the file system, a listener for operators, sockets and
readiness as systemd has them, SIGHUP, certificates, and what is refused at the start.

Usage: listening.py --server PROGRAM [--only WORD]
"""

import argparse
import asyncio
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

import websockets

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Clients"))
from chat import Surprise, check  # noqa: E402

TOKEN = "an operator's token of some length"


class Process:
    """One `verbatim serve` in a folder of its own, with any options; a context manager, so that it always ends."""

    def __init__(self, program, *options, environment=None, lines=1, **more):
        self.folder = tempfile.TemporaryDirectory(prefix="verbatim-listening-")
        self.path = pathlib.Path(self.folder.name)
        options = [option.replace("FOLDER", self.folder.name) for option in options]
        self.command = [program, "serve", "--database", ":memory:", *options]
        self.environment = {**os.environ, **(environment or {})}
        self.lines, self.more = lines, more

    def __enter__(self):
        (self.path / "token").write_text(TOKEN)
        (self.path / "token").chmod(0o600)
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment, **self.more)
        self.places = [self.process.stdout.readline() for _ in range(self.lines)]
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()
        self.folder.cleanup()

    def port(self, number=0):
        found = re.search(r"wss?://[^ ]*:(\d+)/ws", self.places[number])
        check(found, "it listens nowhere:", self.places)
        return int(found.group(1))


def connected(place):
    if isinstance(place, int):
        return socket.create_connection(("127.0.0.1", place), 10)
    file = socket.socket(socket.AF_UNIX)
    file.settimeout(10)
    file.connect(str(place))
    return file


def ask(place, line="GET /healthz", headers="", body=""):
    """The answer to one request, as text."""
    with connected(place) as connection:
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        connection.sendall(f"{line} HTTP/1.1\r\nHost: chat.example\r\nConnection: close\r\n{headers}{length}\r\n{body}".encode())
        answer = b""
        while data := connection.recv(65536):
            answer += data
    return answer.decode()


def status(answer):
    return int(answer.split(" ", 2)[1])


async def operator(port, token=TOKEN):
    """What an operator's connection is told first; None where the token is nobody's."""
    try:
        async with websockets.connect(
                f"ws://127.0.0.1:{port}/ws", extra_headers={"Authorization": f"Bearer {token}"}, compression=None) as connection:
            await connection.send('{"type":"settle","id":"x"}')
            for _ in range(5):
                frame = await asyncio.wait_for(connection.recv(), 10)
                if '"re":"x"' in frame:
                    return '"ok"' in frame
    except (websockets.WebSocketException, OSError):
        pass
    return False


def several_addresses(program):
    with Process(program, "--listen", "127.0.0.1:0", "--listen", "unix:FOLDER/chat.sock", "--listen", "127.0.0.1:0", lines=3) as server:
        check(server.places[1].startswith(f"verbatim listens on unix:{server.path}/chat.sock ("), server.places)
        for place in (server.port(), server.path / "chat.sock", server.port(2)):
            check(status(ask(place)) == 200, "no answer at", place)
        # Somebody else's live socket is not taken away.
        other = subprocess.run(
            [program, "serve", "--database", ":memory:", "--listen", f"unix:{server.path}/chat.sock"], capture_output=True, text=True, timeout=30)
        check(other.returncode == 2 and "is in use" in other.stderr, other.returncode, other.stderr)
        check(status(ask(server.path / "chat.sock")) == 200, "the first server lost its socket")
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(20)
        check(not (server.path / "chat.sock").exists(), "the socket's file is left behind")


def a_socket_that_a_crash_left(program):
    with Process(program, "--listen", "unix:FOLDER/chat.sock") as server:
        server.process.kill()
        server.process.wait()
        path = server.path / "chat.sock"
        check(path.exists(), "a killed server took its file along")
        with Process(program, "--listen", f"unix:{path}") as next_one:
            check(status(ask(path)) == 200, "no answer after a crash", next_one.places)


def a_socket_whose_owner_is_busy(program):
    """It is not taken away from whoever accepts nobody just now."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as owner, socket.socket(socket.AF_UNIX) as first:
        owner.bind(f"{folder}/chat.sock")
        owner.listen(0)
        first.connect(f"{folder}/chat.sock")
        run = subprocess.run(
            [program, "serve", "--database", ":memory:", "--listen", f"unix:{folder}/chat.sock"], capture_output=True, text=True, timeout=30)
        check(run.returncode == 2 and "is in use" in run.stderr, run.returncode, run.stderr)
        check(pathlib.Path(folder, "chat.sock").exists(), "the owner lost its socket")


def a_proxy_at_a_socket(program):
    limits = ["--limit", "queries_burst=2", "--limit", "queries_per_second=1"]
    with Process(program, "--listen", "unix:FOLDER/chat.sock", "--trusted-proxy", "unix", *limits) as server:
        path = server.path / "chat.sock"
        for number in range(6):
            check(status(ask(path, "GET /rooms", f"X-Forwarded-For: 192.0.2.{number}\r\n")) == 200, "clients are not told apart")
        spent = [status(ask(path, "GET /rooms", "X-Forwarded-For: 192.0.2.99\r\n")) for _ in range(4)]
        check(429 in spent, "one client is not bounded:", spent)


def a_listener_for_operators(program):
    options = ["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--admin-token-file", "FOLDER/token"]
    limits = ["--limit", "peer_login_failures_burst=2", "--limit", "peer_login_failures_per_minute=1"]
    with Process(program, *options, *limits, lines=2) as server:
        people, operators = server.port(), server.port(1)
        check(status(ask(people, "GET /metrics")) == 404, "anybody sees the metrics")
        for method in ("HEAD", "OPTIONS", "POST"):
            check(status(ask(people, f"{method} /metrics")) == 404, f"{method} shows anybody that there are metrics")
        check(status(ask(operators, "GET /metrics")) == 200, "operators see no metrics")
        check(status(ask(people)) == 200 and status(ask(people, "GET /readyz")) == 200, "the health cannot be seen")
        check(not asyncio.run(operator(people)), "an operator is let in where people are")
        for number in range(4):
            check(not asyncio.run(operator(people, f"guess {number}")), "a guess is let in")
        check(asyncio.run(operator(operators)), "an operator is let in nowhere, or locked out by guesses elsewhere")
        for number in range(4):
            check(not asyncio.run(operator(operators, f"guess {number}")), "a guess is let in")
        check(not asyncio.run(operator(operators)), "the operator's token can be guessed at without end")


def readiness(program):
    with tempfile.TemporaryDirectory() as folder:
        for name in (f"{folder}/notify", f"\0verbatim-test-{os.getpid()}"):
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
                manager.bind(name)
                manager.settimeout(20)
                with Process(program, "--port", "0", environment={"NOTIFY_SOCKET": name.replace("\0", "@")}) as server:
                    check(manager.recv(100) == b"READY=1", "something else is told")
                    check(status(ask(server.port())) == 200, "it was told too early")
                check(manager.recv(100) == b"STOPPING=1", "it is not told of the end")


def a_socket_that_is_passed(program):
    with socket.create_server(("127.0.0.1", 0)) as passed:
        port = passed.getsockname()[1]
        # systemd passes sockets from number 3 on and tells for which process; a shell can do both.
        start = ["/bin/sh", "-c", f'exec 3<&{passed.fileno()}; export LISTEN_PID=$$; exec "$0" "$@"']
        server = Process(program, environment={"LISTEN_FDS": "1"}, pass_fds=[passed.fileno()])
        server.command = [*start, *server.command]
        with server:
            check(server.places[0].startswith("verbatim listens on "), server.places)
            check([status(ask(port)) for _ in range(3)] == [200] * 3, "no answer at the socket that was passed")


def certificate(folder, name):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", f"/CN={name}",
         "-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"], check=True, capture_output=True)


def seen(port):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with context.wrap_socket(socket.create_connection(("127.0.0.1", port), 10)) as connection:
        return connection.getpeercert(binary_form=True)


def wait_until(condition, what):
    for _ in range(100):
        if condition():
            return
        time.sleep(0.1)
    raise Surprise("it was waited in vain until", what)


def reloading(program):
    with tempfile.TemporaryDirectory() as folder:
        certificate(folder, "first")
        options = ["--port", "0", "--tls-certificate", f"{folder}/certificate.pem", "--tls-key", f"{folder}/key.pem",
                   "--log-file", f"{folder}/log", "--log-level", "info"]
        log = pathlib.Path(folder, "log")
        with Process(program, *options) as server:
            first = seen(server.port())
            wait_until(lambda: "listening" in log.read_text(), "the log has something")
            check(log.stat().st_mode & 0o077 == 0, "others can read the log")
            log.rename(f"{folder}/log.1")
            certificate(folder, "second")
            server.process.send_signal(signal.SIGHUP)
            wait_until(lambda: seen(server.port()) != first, "the new certificate is used")
            wait_until(lambda: log.exists() and "the certificate was read again" in log.read_text(), "the log is opened again")
            second = seen(server.port())
            pathlib.Path(folder, "key.pem").write_text("no key")
            server.process.send_signal(signal.SIGHUP)
            wait_until(lambda: "the earlier one stays in use" in log.read_text(), "a broken key is complained of")
            check(seen(server.port()) == second, "a broken key changes what is used")


def cookies(program):
    form, body = "Content-Type: application/x-www-form-urlencoded\r\n", "username=alice%s&password=correct-horse"
    for number, (options, headers, is_secure) in enumerate([
            ([], "", False), (["--trusted-proxy", "127.0.0.1"], "X-Forwarded-Proto: https\r\n", True), ([], "X-Forwarded-Proto: https\r\n", False),
            (["--behind-tls", "on"], "", True), ([], "Origin: https://chat.example\r\n", True)]):
        with Process(program, "--port", "0", *options) as server:
            answer = ask(server.port(), "POST /register", form + headers, body % number)
            check(status(answer) == 200, answer)
            check(("Set-Cookie: __Host-session=" in answer and "; Secure" in answer) == is_secure, options, headers, answer)
            check(("Strict-Transport-Security" in answer) == ("--behind-tls" in options), options, answer)


def refusals(program):
    for options, code, words in [
            (["--host", "no.such.host.invalid"], 4, "is not known"), (["--listen", "no.such.host.invalid:0"], 4, "is not known"),
            (["--host", "203.0.113.1"], 2, "does not have the address"), (["--listen", "nonsense"], 2, "HOST:PORT"),
            (["--listen", "unix:/etc/passwd"], 2, "what is there is no socket"),
            (["--listen", "unix:/no/such/folder/chat.sock"], 2, "cannot listen at unix:/no/such/folder/chat.sock"),
            (["--origin", "chat.example"], 2, "is not an origin"), (["--origin", "https://*.chat.example"], 2, "is not an origin"),
            (["--log-file", "/no/such/folder/log"], 2, "cannot be written"), (["--trusted-proxy", "nobody"], 2, "nobody")]:
        run = subprocess.run([program, "serve", "--port", "0", "--database", ":memory:", *options], capture_output=True, text=True, timeout=60)
        check(run.returncode == code and words in run.stderr, options, "end with", run.returncode, run.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    failed = False
    for test in (several_addresses, a_socket_that_a_crash_left, a_socket_whose_owner_is_busy, a_proxy_at_a_socket, a_listener_for_operators, readiness,
                 a_socket_that_is_passed, reloading, cookies, refusals):
        if arguments.only not in test.__name__:
            continue
        try:
            test(arguments.server)
            print(f"ok    {test.__name__.replace('_', ' ')}")
        except (Surprise, OSError, subprocess.SubprocessError) as problem:
            failed = True
            print(f"FAIL  {test.__name__.replace('_', ' ')}: {problem}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
