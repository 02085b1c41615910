#!/usr/bin/python3
"""Posts what is said in a room to an address on the web: each message at least once, in order, signed.

Usage: webhooks.py --server http://localhost:8080 --room ROOM --to URL --state FILE [--allow-private]

VERBATIM_TOKEN is the token of a bot, and WEBHOOK_SECRET is known to the receiver, too. It needs nothing but Python's own library.

Each request is the JSON of a `chat_message` event, with these headers:

    X-Verbatim-Delivery   the same when the message is posted again: what was seen is to be forgotten
    X-Verbatim-Timestamp  seconds since 1970
    X-Verbatim-Signature  sha256= and the HMAC-SHA256 of the timestamp, a dot and the body, in hexadecimal digits

A receiver answers with 2xx within ten seconds. After anything else the message is posted again, after pauses that double up to five
minutes; after --attempts it is left out. Redirects are not followed.

There is no queue: while a message waits, no further one is read from the server, which keeps them in the room's history. The state
file has the last message that was delivered, from where a new process goes on.

Addresses that lead to this machine or to private networks are refused, by what the name means at each attempt, unless
--allow-private is given.
"""

import argparse
import hashlib
import hmac
import http.client
import ipaddress
import json
import os
import pathlib
import random
import socket
import ssl
import sys
import time
import urllib.parse

MOST_SECONDS = 300
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Exception):
    """An address that nothing may be posted to."""


class Over(Exception):
    """The server has nothing more to say to us."""


def log(*words):
    print("webhooks:", *words, file=sys.stderr, flush=True)


# What is posted, and where to.


def is_public(address):
    """Whether an address is one of the web's, also where it holds an IPv4 address."""
    inner = None
    if address.version == 6:
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.ip_address(int(address) & 0xFFFFFFFF)
        elif address.teredo:
            inner = address.teredo[1]
    return address.is_global and not address.is_multicast and (inner is None or is_public(inner))


def addresses(host, port, allows_private):
    """The addresses of a name, of which each has to be allowed."""
    found = []
    for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        address = ipaddress.ip_address(place[0].partition("%")[0])
        if not allows_private and not is_public(address):
            raise Refused(f"{host} is {address}, which is not on the web; --allow-private lets it be")
        found.append(place[0])
    return found


class Receiver:
    """The address that messages are posted to."""

    def __init__(self, url, secret, allows_private):
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise Refused(f"{url} is no address of http or https without a user")
        self.is_secure, self.host, self.secret = parts.scheme == "https", parts.hostname, secret
        self.port = parts.port or (443 if self.is_secure else 80)
        self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.name, self.allows_private = parts.netloc, allows_private

    def connect(self):
        """A connection to an address that was looked at: the name may mean another one a moment later."""
        problem = None
        for address in addresses(self.host, self.port, self.allows_private):
            try:
                connection = socket.create_connection((address, self.port), timeout=10)
            except OSError as error:
                problem = error
                continue
            if self.is_secure:
                connection = ssl.create_default_context().wrap_socket(connection, server_hostname=self.host)
            return connection
        raise problem or OSError("no address")

    def post(self, delivery, body):
        """Posts once; returns the status."""
        now = str(int(time.time()))
        signature = hmac.new(self.secret, now.encode() + b"." + body, hashlib.sha256).hexdigest()
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        connection.sock = self.connect()
        try:
            connection.request("POST", self.path, body, {
                "Host": self.name, "Content-Type": "application/json", "Connection": "close",
                "X-Verbatim-Delivery": delivery, "X-Verbatim-Timestamp": now,
                "X-Verbatim-Signature": f"sha256={signature}"})
            return connection.getresponse().status
        finally:
            connection.close()

    def deliver(self, event, body, attempts, pause):
        """Posts a message until it is taken, or gives it up."""
        place = f"{event['room']}\n{event['seq']}\n{event['at']}"
        delivery = hashlib.sha256(place.encode()).hexdigest()[:32]
        for attempt in range(1, attempts + 1):
            try:
                status = self.post(delivery, body)
                if 200 <= status < 300:
                    return
                problem = f"status {status}"
            except (OSError, http.client.HTTPException, Refused) as error:
                problem = error
            log(f"message {event['seq']} was not taken, attempt {attempt} of {attempts}: {problem}")
            if attempt < attempts:
                time.sleep(min(MOST_SECONDS, pause * 2 ** (attempt - 1)) * random.uniform(0.5, 1))
        log(f"message {event['seq']} is left out")


# What is read.


class Room:
    """The events of a room, from the last one that was dealt with."""

    def __init__(self, server, room, token, state):
        self.parts, self.state = urllib.parse.urlsplit(server), state
        self.path = f"{self.parts.path.rstrip('/')}/rooms/{urllib.parse.quote(room, safe='')}/events"
        self.token = token
        self.last = state.read_text(encoding="utf-8").strip() if state.exists() else ""

    def save(self, last):
        """Notes the last event, so that no crash leaves half a file."""
        fresh = self.state.with_name(self.state.name + ".new")
        with open(fresh, "w", encoding="utf-8") as file:
            file.write(last + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.state)
        self.last = last

    def events(self):
        """The events of one connection: id, name and data of each."""
        kind = http.client.HTTPSConnection if self.parts.scheme == "https" else http.client.HTTPConnection
        # The server is silent for no longer than its heartbeat, which is 20 seconds where nobody chose another.
        connection = kind(self.parts.hostname, self.parts.port, timeout=90)
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "text/event-stream"}
        if self.last:
            headers["Last-Event-ID"] = self.last
        try:
            connection.request("GET", self.path, headers=headers)
            response = connection.getresponse()
            if response.status != 200:
                answer = response.read(4096).decode("utf-8", "replace").strip()
                if response.status in (429, 503):
                    raise OSError(answer)
                raise Over(answer)
            number, name, data = None, "message", []
            for line in iter(response.readline, b""):
                line = line.rstrip(b"\r\n")
                if not line:
                    if data:
                        yield number, name, b"\n".join(data)
                    number, name, data = None, "message", []
                    continue
                field, _, value = line.partition(b":")
                value = value.removeprefix(b" ")
                if field == b"id":
                    number = value.decode()
                elif field == b"event":
                    name = value.decode()
                elif field == b"data":
                    data.append(value)
        finally:
            connection.close()


def follow(room, receiver, options):
    """Delivers what one connection has."""
    for number, name, data in room.events():
        event = json.loads(data)
        if name == "close":
            if not 4000 <= event["code"] < 4500:
                raise Over(f"{event['code']} {event['reason']}")
            raise OSError(event["reason"])
        if event["type"] == "chat_message":
            receiver.deliver(event, data, options.attempts, options.pause)
        if number is not None:
            room.save(number)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True)
    parser.add_argument("--room", required=True)
    parser.add_argument("--to", required=True)
    parser.add_argument("--state", required=True, type=pathlib.Path)
    parser.add_argument("--allow-private", action="store_true")
    parser.add_argument("--attempts", type=int, default=12)
    parser.add_argument("--pause", type=float, default=1, help="the first pause, in seconds")
    options = parser.parse_args()
    try:
        receiver = Receiver(options.to, os.environ["WEBHOOK_SECRET"].encode(), options.allow_private)
        addresses(receiver.host, receiver.port, receiver.allows_private)
    except (Refused, socket.gaierror) as error:
        log(error)
        return 2
    room = Room(options.server, options.room, os.environ["VERBATIM_TOKEN"], options.state)
    pause = options.pause
    while True:
        begun = time.monotonic()
        try:
            follow(room, receiver, options)
        except Over as error:
            log("the server says:", error)
            return 1
        except (OSError, http.client.HTTPException) as error:
            log("the connection ended:", error)
        pause = options.pause if time.monotonic() - begun > 60 else min(30, pause * 2)
        time.sleep(pause * random.uniform(0.5, 1))


if __name__ == "__main__":
    sys.exit(main())
