#!/usr/bin/python3
"""What RFC 9110 and RFC 9112 say that a server MUST do, a row for each, asked over raw sockets; and what WHATWG Fetch wants of a server whose
pages are elsewhere. Rows that begin with `-` are what a server of ours has nothing to do with, and why.

Usage: rfc.py --server PROGRAM [--only WORD]
"""

import argparse
import asyncio
import re
import socket
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 2)[0] + "/Clients")
from chat import Server, Surprise, check  # noqa: E402

HOST = "Host: localhost\r\n"
CLOSE = HOST + "Connection: close\r\n"
GET = "GET /healthz HTTP/1.1\r\n"
POST = "POST /register HTTP/1.1\r\n"
JSON = "Content-Type: application/json\r\n"
BODY = '{"username":"%s","password":"correct-horse"}'
LISTED = "https://app.example"
PAGE = f"Origin: {LISTED}\r\n"

# The section, what it says, the request, the statuses of the answers, and what has to be in them or (with !) may not be; `end` wants the
# connection closed at once, `open` wants it kept.
ROWS = [
    ("9110 2.2", "an HTTP/1.x version that is newer is served as the newest that is known", "GET /healthz HTTP/1.2\r\n" + CLOSE, [(200, 400, 505)]),
    ("9110 4.2", "- identifiers of `http` and `https`: nothing is fetched by the server"),
    ("9110 5.3", "fields of one name that is no list are not combined: two different lengths are refused", POST + HOST + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", [400], "end"),
    ("9110 5.5", "CR, LF and NUL in a value are refused or read as spaces: NUL", GET + HOST + "X: a\0b\r\n\r\n", [400], "end"),
    ("9110 5.5", "a bare CR in a value", GET + HOST + "X: a\rb\r\n\r\n", [400], "end"),
    ("9110 6.4", "- content of requests that have none by their method is read and means nothing", ),
    ("9110 6.6.1", "a server with a clock sends Date", GET + CLOSE, [200], "\r\nDate: "),
    ("9110 7.2", "HTTP/1.1 without Host is refused", GET + "\r\n", [400], "end"),
    ("9110 7.2", "an upgrade without Host is refused", "GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", [400], "end"),
    ("9110 7.6.1", "a server that closes says so", GET + CLOSE, [200], "\r\nConnection: close", "end"),
    ("9110 7.8", "an upgrade to what is not known is ignored, and the connection goes on", GET + HOST + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n\r\n" + GET + CLOSE + "\r\n", [200, 200]),
    ("9110 7.8", "101 names what the connection has become", "GET /ws HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", [101], "\r\nUpgrade: websocket"),
    ("9110 7.8", "an upgrade in HTTP/1.0 is ignored", "GET /healthz HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n", [(200, 404)]),
    ("9110 8.6", "a length that is no number is refused", POST + HOST + JSON + "Content-Length: 2x\r\n\r\n{}", [400], "end"),
    ("9110 8.6", "a negative length is refused", POST + HOST + JSON + "Content-Length: -2\r\n\r\n{}", [400], "end"),
    ("9110 8.6", "a length with a sign is refused", POST + HOST + JSON + "Content-Length: +2\r\n\r\n{}", [400], "end"),
    ("9110 8.6", "a length beyond all numbers is refused", POST + HOST + JSON + "Content-Length: 99999999999999999999999\r\n\r\n{}", [(400, 413)], "end"),
    ("9110 8.6", "no Content-Length with 101", "GET /ws HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", [101], "!Content-Length"),
    ("9110 8.6", "no Content-Length with 204", "OPTIONS /login HTTP/1.1\r\n" + CLOSE, [204], "!Content-Length"),
    ("9110 9.1", "GET and HEAD are supported", GET + CLOSE, [200]),
    ("9110 9.3.2", "HEAD is answered without content", "HEAD /healthz HTTP/1.1\r\n" + CLOSE, [200], "!ok\n"),
    ("9110 9.3.2", "also where it is refused for its head alone", "HEAD /healthz HTTP/1.1\r\nHost: a b\r\n", [400], "!{", "end"),
    ("9110 9.3.2", "and where a WebSocket is", "HEAD /ws HTTP/1.1\r\n" + CLOSE, [405], "!{", "end"),
    ("9110 9.3.6", "CONNECT to what is no proxy is answered, and not by 2xx", "CONNECT localhost:1 HTTP/1.1\r\n" + CLOSE, [(400, 404, 405, 501)]),
    ("9110 9.3.7", "OPTIONS tells the methods", "OPTIONS /login HTTP/1.1\r\n" + CLOSE, [204], "\r\nAllow: POST"),
    ("9110 9.3.7", "also of a WebSocket, and the connection goes on", "OPTIONS /ws HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n" + GET + CLOSE + "\r\n", [204, 200], "\r\nAllow: GET, OPTIONS\r\n"),
    ("9110 9.3.8", "TRACE reflects nothing with secrets in it: it is refused", "TRACE /healthz HTTP/1.1\r\n" + CLOSE + "Cookie: session=secret\r\n", [(405, 501)], "!secret"),
    ("9110 10.1.1", "100-continue is answered by 100 before the content comes", "expect"),
    ("9110 10.1.1", "100 is not sent to HTTP/1.0", "POST /register HTTP/1.0\r\n" + JSON + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}", [400], "end"),
    ("9110 10.1.1", "where the final answer is known from the head, it comes in place of 100", POST + HOST + JSON + "Expect: 100-continue\r\nContent-Length: 70000\r\n\r\n", [413], "end"),
    ("9110 10.1.4", "- TE: no transfer coding but chunked is sent, and no trailers"),
    ("9110 10.2.1", "405 has Allow", "POST /healthz HTTP/1.1\r\n" + CLOSE + "Content-Length: 0\r\n", [405], "\r\nAllow: GET, HEAD"),
    ("9110 11.6.1", "401 has WWW-Authenticate", "POST /logout HTTP/1.1\r\n" + CLOSE + "Content-Length: 0\r\n", [401], "\r\nWWW-Authenticate: Bearer"),
    ("9110 11.6.1", "401 of a wrong password, too", "POST /login HTTP/1.1\r\n" + CLOSE + JSON + "Content-Length: 55\r\n\r\n" + BODY % "nobody-at-all", [401], "\r\nWWW-Authenticate: "),
    ("9110 11.6.1", "401 of a wrong token, too", "GET /rooms/lobby/users HTTP/1.1\r\n" + CLOSE + "Authorization: Bearer vbt_wrong\r\n", [401], "\r\nWWW-Authenticate: Bearer"),
    ("9110 11.6.2", "another scheme of Authorization is no log-in", "POST /logout HTTP/1.1\r\n" + CLOSE + "Authorization: Basic YTpi\r\nContent-Length: 0\r\n", [401], "\r\nWWW-Authenticate: Bearer"),
    ("9110 12.5", "- Accept, Accept-Encoding, Accept-Language: each thing has one form, which may be sent to whatever is accepted"),
    ("9110 13", "- conditional requests: nothing has a validator, and what has none is sent whole"),
    ("9110 14", "- ranges: a server may ignore Range, and ours does"),
    ("9110 15.2", "no 1xx to HTTP/1.0", "GET /healthz HTTP/1.0\r\nExpect: 100-continue\r\n", [200], "end"),
    ("9110 15.5.16", "a content coding that is not understood is 415", POST + CLOSE + JSON + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", [415]),
    ("9110 15.5.22", "426 names the protocol in Upgrade", "GET /ws HTTP/1.1\r\n" + CLOSE, [426], "\r\nUpgrade: websocket"),
    ("9112 2.2", "an empty line before the request is passed over", "\r\n" + GET + CLOSE, [200]),
    ("9112 2.2", "white space between the request line and the first field is refused", GET + " X: y\r\n" + CLOSE, [400], "end"),
    ("9112 2.2", "what is no request is answered with 400", "\x01\x02hello\r\n", [400], "end"),
    ("9112 3", "a request line without its end in sight is 414 or 431 or 400", "GET /" + "a" * 70000, [(400, 414, 431)], "end"),
    ("9112 2.3", "a major version that is not spoken is refused", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [(400, 505)], "end"),
    ("9112 3.1", "a method is what it is in its own case", "get /healthz HTTP/1.1\r\n" + CLOSE, [(400, 405, 501)], "end"),
    ("9112 3.1", "a method that is no word is refused", "GE(T /healthz HTTP/1.1\r\n" + CLOSE, [400], "end"),
    ("9112 3.1", "a method that nobody knows is not carried out", "FROBNICATE /healthz HTTP/1.1\r\n" + CLOSE, [(400, 405, 501)], "end"),
    ("9112 3", "a target with a space in it is refused", "GET /healthz x HTTP/1.1\r\n" + CLOSE, [400], "end"),
    ("9112 3.2.3", "the authority form is of CONNECT", "GET localhost:80 HTTP/1.1\r\n" + CLOSE, [(400, 404)], "end"),
    ("9112 3.2", "two fields Host are refused", GET + HOST + HOST, [400], "end"),
    ("9112 3.2", "a Host that is no host is refused", GET + "Host: a b\r\n", [400], "end"),
    ("9112 3.2", "a Host with a user is refused", GET + "Host: user@localhost\r\n", [400], "end"),
    ("9112 3.2", "a Host with two ports is refused", GET + "Host: localhost:80:80\r\n", [400], "end"),
    ("9112 3.2", "a Host with half an address is refused", GET + "Host: [::1\r\n", [400], "end"),
    ("9112 3.2", "a Host with an address and a port is one", GET + "Host: [::1]:80\r\nConnection: close\r\n", [200]),
    ("9112 3.2", "an empty Host is a host", GET + "Host:\r\nConnection: close\r\n", [200]),
    ("9112 3.2.2", "the absolute form is accepted", "GET http://localhost/healthz HTTP/1.1\r\n" + CLOSE, [200]),
    ("9112 3.2.2", "the absolute form decides over Host", "GET http://localhost/ws HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", [101]),
    ("9112 3.2.4", "the asterisk form is of OPTIONS", "OPTIONS * HTTP/1.1\r\n" + CLOSE, [204], "\r\nAllow: "),
    ("9112 5.1", "a field without a name is refused", GET + HOST + ": x\r\n", [400], "end"),
    ("9112 5.1", "a line without a colon is refused", GET + HOST + "hello\r\n", [400], "end"),
    ("9112 5", "no space between a name and its colon", GET + HOST + "X : y\r\n", [400], "end"),
    ("9112 5.2", "a folded line is refused or read as a space", GET + HOST + "X: a\r\n b\r\nConnection: close\r\n", [(200, 400)], "end"),
    ("9112 6.1", "chunked is understood", POST + CLOSE + JSON + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", [400], "`username` is missing"),
    ("9112 6.1", "chunked in another case", POST + CLOSE + JSON + "transfer-encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", [400], "`username` is missing"),
    ("9112 6.1", "a coding that is not understood is 501", POST + HOST + JSON + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", [(400, 501)], "end"),
    ("9112 6.1", "no coding at all is none that is understood, so that what follows is no request", POST + HOST + JSON + "Transfer-Encoding:\r\n\r\n" + GET + CLOSE + "\r\n", [(400, 501)], "end"),
    ("9112 6.1", "Transfer-Encoding in HTTP/1.0 ends the connection", "POST /register HTTP/1.0\r\n" + JSON + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", [400], "end"),
    ("9112 6.1", "no Transfer-Encoding in an answer to HTTP/1.0", "GET /rooms HTTP/1.0\r\n", [200], "!Transfer-Encoding", "end"),
    ("9112 6.3", "Transfer-Encoding beside Content-Length is refused, or ends the connection", POST + HOST + JSON + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n2\r\n{}\r\n0\r\n\r\n", [400], "end"),
    ("9112 6.3", "chunked that is not the last coding is refused", POST + HOST + JSON + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", [(400, 501)], "end"),
    ("9112 6.3", "the same length twice is one length, or refused", POST + CLOSE + JSON + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", [400], "end"),
    ("9112 6.3", "a body that ends too early is no request", POST + HOST + JSON + "Content-Length: 100\r\n\r\n{", []),
    ("9112 7.1", "a size of a chunk that is no number is refused", POST + HOST + JSON + "Transfer-Encoding: chunked\r\n\r\nxy\r\n{}\r\n0\r\n\r\n", [400], "end"),
    ("9112 7.1", "a size beyond all numbers is refused", POST + HOST + JSON + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n", [(400, 413)], "end"),
    ("9112 7.1.1", "extensions of chunks that are not known are ignored", POST + CLOSE + JSON + "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n", [400], "`username` is missing"),
    ("9112 7.1.2", "trailers mean nothing", POST + CLOSE + JSON + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nOrigin: https://evil.example\r\n\r\n", [400], "`username` is missing"),
    ("9112 9.3", "HTTP/1.1 keeps the connection", GET + HOST, [200], "open"),
    ("9112 9.3", "HTTP/1.1 with close does not", GET + CLOSE, [200], "end"),
    ("9112 9.3", "HTTP/1.0 ends the connection at once", "GET /healthz HTTP/1.0\r\n", [200], "end"),
    ("9112 9.3", "HTTP/1.0 keeps the connection where it is asked to, and says so", "GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n", [200], "\r\nConnection: keep-alive", "open"),
    ("9112 9.3.2", "requests that wait are answered in their order", GET + HOST + "\r\nGET /nowhere HTTP/1.1\r\n" + HOST + "\r\n" + GET + CLOSE + "\r\n", [200, 404, 200]),
    ("9112 9.6", "what comes behind the last request is not answered", GET + CLOSE + "\r\n" + GET + HOST + "\r\n", [200], "end"),
    ("Fetch 3.3", "the preflight of a listed page is allowed", "OPTIONS /login HTTP/1.1\r\n" + CLOSE + PAGE + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n", [204], f"\r\nAccess-Control-Allow-Origin: {LISTED}", "\r\nAccess-Control-Allow-Credentials: true", "\r\nAccess-Control-Allow-Methods: POST\r\n", "\r\nVary: Origin"),
    ("Fetch 3.3", "with the headers that the request has", "OPTIONS /rooms/lobby/messages HTTP/1.1\r\n" + CLOSE + PAGE + "Access-Control-Request-Method: POST\r\n", [204], "\r\nAccess-Control-Allow-Headers: Authorization, Content-Type, Idempotency-Key\r\n", "\r\nAccess-Control-Allow-Methods: GET, POST, HEAD"),
    ("Fetch 3.3", "that of another is not", "OPTIONS /login HTTP/1.1\r\n" + CLOSE + "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n", [403], "!Access-Control-Allow-Origin"),
    ("Fetch 3.3", "a listed page may read what it gets by a form", POST + CLOSE + PAGE + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 39\r\n\r\nusername=listed1&password=correct-horse", [200], f"\r\nAccess-Control-Allow-Origin: {LISTED}"),
    ("Fetch 3.3", "and what is refused", POST + CLOSE + PAGE + JSON + "Content-Length: 2\r\n\r\n{}", [400], f"\r\nAccess-Control-Allow-Origin: {LISTED}"),
    ("Fetch 3.3", "also for its head alone", POST + HOST + PAGE + JSON + "Content-Length: 99999\r\n\r\n", [413], f"\r\nAccess-Control-Allow-Origin: {LISTED}", "\r\nVary: Origin", "end"),
    ("Fetch 3.3", "and where it is no WebSocket", "GET /ws HTTP/1.1\r\n" + CLOSE + PAGE, [426], f"\r\nAccess-Control-Allow-Origin: {LISTED}"),
    ("Fetch 3.3", "a preflight of a WebSocket is answered", "OPTIONS /ws HTTP/1.1\r\n" + CLOSE + PAGE + "Access-Control-Request-Method: GET\r\n", [204], f"\r\nAccess-Control-Allow-Origin: {LISTED}"),
    ("Fetch 3.3", "and the list of rooms", "GET /rooms HTTP/1.1\r\n" + CLOSE + PAGE, [200], f"\r\nAccess-Control-Allow-Origin: {LISTED}"),
    ("Fetch 3.3", "caches tell pages apart, also where none asked", "GET /rooms HTTP/1.1\r\n" + CLOSE, [200], "\r\nVary: Origin", "!Access-Control-Allow-Origin"),
    ("Fetch 3.3", "no picture of another site, whose request has no origin", "GET /rooms HTTP/1.1\r\n" + CLOSE + "Sec-Fetch-Site: cross-site\r\n", [403]),
    ("Fetch 3.3", "but what the user types", "GET /rooms HTTP/1.1\r\n" + CLOSE + "Sec-Fetch-Site: none\r\n", [200]),
    ("Fetch 3.3", "no page without an origin", "GET /rooms HTTP/1.1\r\n" + CLOSE + "Origin: null\r\n", [403], "!Access-Control-Allow-Origin"),
]


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.said = b""

    def send(self, text):
        try:
            self.socket.sendall(text.encode("latin-1"))
        except OSError:
            pass

    def read(self, seconds):
        """Reads until the end or so many seconds; whether the server has hung up."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            self.socket.settimeout(rest)
            try:
                data = self.socket.recv(65536)
            except TimeoutError:
                return False
            except OSError:
                return True
            if not data:
                return True
            self.said += data
        return False

    @property
    def statuses(self):
        return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", self.said)]


def answer(port, request, wanted):
    connection = Connection(port)
    connection.send(request if "\r\n\r\n" in request or len(request) > 60000 else request + "\r\n")
    # A server that closes has closed by then; one that keeps the connection is not waited for longer.
    ends = connection.read(1.5 if "open" in wanted or 101 in wanted or [] in wanted else 5)
    return connection, ends


def judge(port, row):
    section, sentence, request, statuses, *wanted = row
    connection, ends = answer(port, request, [*wanted, *statuses, statuses])
    came, text = connection.statuses, connection.said.decode("latin-1")
    check(len(came) == len(statuses) and all(one in (allowed if isinstance(allowed, tuple) else (allowed,))
          for one, allowed in zip(came, statuses)), "the statuses are", came, "and not", statuses, text[:300])
    for want in wanted:
        if want in ("end", "open"):
            check(ends == (want == "end"), "the connection", "has ended" if ends else "goes on", text[:200])
        elif want.startswith("!"):
            check(want[1:].lower() not in text.lower(), want[1:], "is in the answer:", text[:300])
        else:
            check(want.lower() in text.lower(), repr(want), "is not in the answer:", text[:500])


def expect(port):
    body = BODY % "expecting"
    connection = Connection(port)
    connection.send(POST + CLOSE + JSON + f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n")
    connection.read(1)
    check(connection.statuses == [100], "the head alone is answered with", connection.statuses)
    connection.send(body)
    connection.read(10)
    check(connection.statuses == [100, 200], "the body is answered with", connection.statuses)


async def run(program, only):
    server = await Server(program, options=["--origin", LISTED, "--limits", "off"]).start()
    failures = count = 0
    try:
        for row in ROWS:
            if len(row) < 3 or only and only not in " ".join(map(str, row[:2])):
                continue
            count += 1
            try:
                await asyncio.to_thread(expect, server.port) if row[2] == "expect" else await asyncio.to_thread(judge, server.port, row)
            except Surprise as surprise:
                failures += 1
                print(f"FAIL  RFC {row[0]}: {row[1]}: {surprise}")
    finally:
        await server.stop()
    print(f"{count - failures} of {count} rows are as they must be")
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True)
    parser.add_argument("--only")
    arguments = parser.parse_args()
    sys.exit(1 if asyncio.run(run(arguments.server, arguments.only)) else 0)


if __name__ == "__main__":
    main()
