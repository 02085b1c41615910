#!/usr/bin/python3
"""The API over HTTP, by a validator of its document and by a program that makes requests of it, neither of which was written here; and
the webhooks of Examples/python, killed on their way.

Usage: api.py --server PROGRAM [--examples N] [--seed N]

It runs in the environment that requirements.txt describes; `make http` makes it.
"""

import argparse
import copy
import hashlib
import hmac
import http.client
import http.server
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from openapi_spec_validator import OpenAPIV31SpecValidator

PACKAGE = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = PACKAGE / "Docs" / "openapi.json"
WEBHOOKS = PACKAGE / "Examples" / "python" / "webhooks.py"

# What schemathesis looks for. It knows nothing of what a command means, so that a refusal of valid fields is none of them.
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "unsupported_method",
]

# Ways to break the document. One that is not found would say that the validator is worth nothing.
BREAKS = {
    "another version": lambda it: it.update(openapi="4.0.0"),
    "no info": lambda it: it.pop("info"),
    "a parameter without a place": lambda it: it["paths"]["/rooms"]["get"]["parameters"][0].pop("in"),
    "a parameter of the path that is not declared": lambda it: it["paths"]["/rooms/{room}/users"]["get"].update(
        parameters=[]),
    "a response that nothing describes": lambda it: it["paths"]["/rooms"]["post"]["responses"]["201"].pop("description"),
    "two operations of one name": lambda it: it["paths"]["/rooms"]["post"].update(operationId="get_rooms"),
    "a reference to nothing": lambda it: it["components"]["responses"]["Refusal"]["content"]["application/json"].update(
        schema={"$ref": "#/components/schemas/nothing"}),
}


def check(truth, *what):
    if not truth:
        print("api.py:", *what, file=sys.stderr)
        sys.exit(1)


class Server:
    """A server with nobody on it, and no limits on rates."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", "--database", ":memory:", "--limits", "off"],
            stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"ws://[^ ]*:(\d+)/ws", line)
        check(found, "the server does not listen; it said", repr(line))
        self.port = int(found.group(1))

    def ask(self, method, path, token=None, fields=None, headers=None):
        """One request; the status and the JSON of the body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = dict(headers or {})
        body = None
        if fields is not None:
            headers["Content-Type"], body = "application/json", json.dumps(fields)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        data = response.read()
        connection.close()
        return response, json.loads(data)

    def register(self, name):
        response, _ = self.ask("POST", "/register", fields={"username": name, "password": "open sesame"})
        check(response.status == 200, "no account for", name)
        return re.match(r"session=([^;]*)", response.headers["Set-Cookie"]).group(1)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        check(self.process.wait(30) == 0, "the server did not stop in order")


class Events:
    """A client of server-sent events, as the WHATWG's standard describes it."""

    def __init__(self, server, room, token, last=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = last
        self.connection.request("GET", f"/rooms/{urllib.parse.quote(room, safe='')}/events", headers=headers)
        self.response = self.connection.getresponse()
        check(self.response.status == 200, "events begin with", self.response.status)
        check(self.response.headers["Content-Type"] == "text/event-stream", "events of another type")
        self.last = last

    def next(self):
        """The next event, its name and its data; None at the end."""
        name, data = "message", []
        while True:
            line = self.response.readline().decode()
            if not line:
                return None
            line = line.rstrip("\n")
            if not line:
                if data:
                    return name, json.loads("\n".join(data))
                name = "message"
                continue
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)
            elif field == "id":
                self.last = value

    def messages(self, count):
        """The seqs of so many messages; what else comes is passed over."""
        seqs = []
        while len(seqs) < count:
            event = self.next()
            check(event, "the events end after", seqs)
            if event[1].get("type") == "chat_message":
                seqs.append(event[1]["seq"])
        return seqs

    def close(self):
        self.connection.close()
        self.response.close()


def document(server):
    """The document is valid, the one that the server gives out is the same, and broken ones are refused."""
    text = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    for error in OpenAPIV31SpecValidator(text).iter_errors():
        check(False, DOCUMENT, "is no OpenAPI document:", error.message)
    check(server.ask("GET", "/openapi.json")[1] == text, "the server gives out another document")
    for name, spoil in BREAKS.items():
        broken = copy.deepcopy(text)
        spoil(broken)
        try:
            errors = list(OpenAPIV31SpecValidator(broken).iter_errors())
        except Exception as error:  # A reference to nothing ends the validator.
            errors = [error]
        check(errors, name, "was not noticed")
    print(f"the document is valid; {len(BREAKS)} broken ones were refused")


def requests(server, token, options):
    """Schemathesis makes valid and invalid requests, in places that there are and in others."""
    program = pathlib.Path(sys.executable).with_name("schemathesis")
    for places in ('"path.room" = "lobby"\n"path.user" = "bob"\n', ""):
        with tempfile.TemporaryDirectory() as folder:
            settings = pathlib.Path(folder) / "schemathesis.toml"
            settings.write_text("[parameters]\n" + places, encoding="utf-8")
            outcome = subprocess.run(
                [program, "--config-file", settings, "run", DOCUMENT, "--url",
                 f"http://127.0.0.1:{server.port}", "--header", f"Authorization: Bearer {token}", "--checks",
                 ",".join(CHECKS), "--exclude-path-regex", "events$", "--phases", "coverage,fuzzing",
                 "--max-examples", str(options.examples), "--seed", str(options.seed), "--warnings", "off",
                 "--no-color"], capture_output=True, text=True, cwd=folder)
        print(outcome.stdout[-200:].strip().splitlines()[-1])
        check(outcome.returncode == 0, "schemathesis found something:\n", outcome.stdout, outcome.stderr)


def events(server, alice, bob):
    """Who is cut and comes back with the last id gets each message once, over several pages of history."""
    server.ask("POST", "/rooms", alice, {"room": "news/1"})
    path = "/rooms/news%2F1/messages"

    def say(first, last):
        for number in range(first, last + 1):
            response, reply = server.ask(
                "POST", path, alice, {"message": f"number {number}"}, {"Idempotency-Key": f"n-{number}"})
            check(response.status == 201 and reply["seq"] == number, "a message is refused:", reply)

    stream = Events(server, "news/1", bob)
    say(1, 5)
    check(stream.messages(5) == list(range(1, 6)), "five messages do not come")
    stream.close()
    say(6, 250)
    stream = Events(server, "news/1", bob, stream.last)
    say(251, 255)
    seqs = stream.messages(250)
    check(seqs == list(range(6, 256)), "not each message comes once, but", seqs)
    response, reply = server.ask("POST", path, alice, {"message": "number 255"}, {"Idempotency-Key": "n-255"})
    check(response.status == 201 and reply["duplicate"], "a key is not known:", reply)
    # Its end says why.
    server.ask("POST", "/logout", bob)
    while (event := stream.next()) and event[0] != "close":
        pass
    check(event and event[1]["code"] == 4503, "the events of a token that was revoked end with", event)
    check(stream.next() is None, "something comes after the end")
    stream.close()
    print("events: each of 255 messages came once")


class Receiver(http.server.ThreadingHTTPServer):
    """Takes what webhooks post, at every third time only after a refusal."""

    secret = b"a secret of two"

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Posted)
        self.taken, self.count = [], 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def wait(self, count):
        """Waits until so many messages were taken."""
        end = time.monotonic() + 60
        while len({seq for seq, _ in self.taken}) < count:
            check(time.monotonic() < end, "webhooks have posted only", self.taken)
            time.sleep(0.05)


class Posted(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = self.headers["X-Verbatim-Timestamp"].encode() + b"." + body
        signature = "sha256=" + hmac.new(self.server.secret, signed, hashlib.sha256).hexdigest()
        check(hmac.compare_digest(signature, self.headers["X-Verbatim-Signature"]), "a signature is wrong")
        self.server.count += 1
        is_taken = self.server.count % 3 != 0
        if is_taken:
            self.server.taken.append((json.loads(body)["seq"], self.headers["X-Verbatim-Delivery"]))
        self.send_response(204 if is_taken else 503)
        self.end_headers()

    def log_message(self, *_):
        pass


def webhooks(server, alice, carol):
    """What is said is posted in order, at least once, though the program is killed; and to the web only, where nothing else is said."""
    server.ask("POST", "/rooms", alice, {"room": "builds"})

    def say(first, last):
        for number in range(first, last + 1):
            server.ask("POST", "/rooms/builds/messages", alice, {"message": f"build {number}"})

    receiver = Receiver()
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, WEBHOOKS, "--server", f"http://127.0.0.1:{server.port}", "--room", "builds", "--to",
            f"http://127.0.0.1:{receiver.server_port}/in?x=1", "--state", f"{folder}/state", "--pause", "0.05"]
        environment = os.environ | {"VERBATIM_TOKEN": carol, "WEBHOOK_SECRET": receiver.secret.decode()}
        refused = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        check(refused.returncode == 2 and "127.0.0.1" in refused.stderr, "a private address is posted to")

        def start():
            return subprocess.Popen([*command, "--allow-private"], env=environment, stderr=subprocess.DEVNULL)

        process = start()
        while "carol" not in server.ask("GET", "/rooms/builds/users", alice)[1]["users"]:
            time.sleep(0.05)
        say(1, 10)
        receiver.wait(5)
        process.kill()
        process.wait()
        say(11, 30)
        process = start()
        receiver.wait(30)
        say(31, 33)
        receiver.wait(33)
        process.kill()
        process.wait()
    receiver.shutdown()
    first = list(dict.fromkeys(seq for seq, _ in receiver.taken))
    check(first == list(range(1, 34)), "messages are posted in another order:", first)
    check(len(set(receiver.taken)) == 33, "a message that is posted again has another name")
    print(f"webhooks: 33 messages were posted {len(receiver.taken)} times, through a kill")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True)
    parser.add_argument("--examples", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    server = Server(options.server)
    alice, bob = server.register("alice"), server.register("bob")
    document(server)
    check(server.ask("POST", "/rooms", alice, {"room": "lobby"})[0].status == 201, "there is no room")
    requests(server, alice, options)
    events(server, alice, bob)
    webhooks(server, alice, server.register("carol"))
    server.stop()


if __name__ == "__main__":
    main()
