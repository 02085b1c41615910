#!/usr/bin/python3
"""Pages of a listed origin and of another one in a headless Chromium: the first logs in by fetch with credentials and chats, the other may not.

Usage: origins.py --program PROGRAM [--only TEXT]
"""

import argparse
import asyncio
import http.server
import pathlib
import sys
import threading

from browser import Browser
from page import check

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Clients"))
from chat import Server  # noqa: E402

SCRIPT = """
const at = "http://localhost:%d";
const post = (path, fields) => fetch(at + path, {
    method: "POST", credentials: "include", headers: {"Content-Type": "application/json"}, body: JSON.stringify(fields)});
const form = (path, fields) => fetch(at + path, {method: "POST", credentials: "include", body: new URLSearchParams(fields)});
// What a promise comes to, or the name of its error.
const outcome = promise => promise.then(answer => answer.status, error => error.name);
"""


class Pages(http.server.BaseHTTPRequestHandler):
    """An empty page, at every address of this machine."""

    def do_GET(self):
        page = b"<!doctype html><title>A page</title><link rel=icon href='data:,'>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        pass


class Site:
    """A chat server, and pages of which those at `localhost` are listed."""

    def __init__(self, program):
        self.pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        threading.Thread(target=self.pages.serve_forever, daemon=True).start()
        self.port = self.pages.server_address[1]
        self.server = Server(program, options=["--origin", f"http://localhost:{self.port}/"])
        asyncio.run(self.server.start())

    def stop(self):
        asyncio.run(self.server.stop())
        self.pages.shutdown()

    def run(self, browser, host, body):
        """What a script of a page at this host comes to."""
        browser.open(f"http://{host}:{self.port}/")
        return browser.run("(async () => {%s%s})()" % (SCRIPT % self.server.port, body))


def a_listed_page_chats(browser, site):
    """By fetch and JSON, which needs a preflight, and with the cookie in a WebSocket."""
    heard = site.run(browser, "localhost", """
        const made = await post("/register", {username: "ann", password: "correct-horse"});
        const left = await post("/logout", {});
        const back = await post("/login", {username: "ann", password: "correct-horse"});
        const socket = new WebSocket(at.replace("http", "ws") + "/ws");
        const frames = [];
        await new Promise((done, fail) => {
            setTimeout(fail, 20000, new Error("nothing more comes"));
            socket.onclose = () => fail(new Error("closed"));
            socket.onmessage = event => {
                const frame = JSON.parse(event.data);
                frames.push(frame.type);
                if (frame.type === "ready") socket.send('{"type":"join","id":"j","room":"lobby"}');
                if (frame.type === "user_list") socket.send('{"type":"chat_message","id":"c","room":"lobby","message":"hi"}');
                if (frame.type === "ack") done();
            };
        });
        const users = await fetch(at + "/rooms/lobby/users", {credentials: "include"});
        return {statuses: [made.status, left.status, back.status, users.status], user: (await back.json()).user,
                users: (await users.json()).users, frames};
    """)
    check(heard["statuses"] == [200] * 4 and heard["user"] == "ann", heard)
    check(heard["users"] == ["ann"] and "ack" in heard["frames"], heard)


def a_listed_page_registers_by_a_form(browser, site):
    """Without a preflight; it may read the answer, also one that refuses."""
    heard = site.run(browser, "localhost", """
        const made = await form("/register", {username: "ben", password: "correct-horse"});
        const again = await form("/register", {username: "ben", password: "correct-horse"});
        return [made.status, (await made.json()).user, again.status, (await again.json()).code];
    """)
    check(heard == [200, "ben", 409, "name_taken"], heard)


def another_page_gets_nothing(browser, site):
    """Neither by JSON, nor by a form, nor by a WebSocket, though the same browser has the cookie of a log-in."""
    heard = site.run(browser, "127.0.0.1", """
        const socket = new WebSocket(at.replace("http", "ws") + "/ws");
        const ending = new Promise(done => { socket.onopen = () => done("open"); socket.onclose = () => done("closed"); });
        return [await outcome(post("/register", {username: "eve", password: "correct-horse"})),
                await outcome(form("/register", {username: "eve", password: "correct-horse"})),
                await outcome(fetch(at + "/rooms", {credentials: "include"})), await ending];
    """)
    check(heard == ["TypeError", "TypeError", "TypeError", "closed"], heard)
    kept = site.run(browser, "localhost", """
        return (await form("/login", {username: "eve", password: "correct-horse"})).status;
    """)
    check(kept == 401, f"the other page has made an account; its log-in is answered with {kept}")


def a_page_without_an_origin_gets_nothing(browser, site):
    """A frame in a sandbox sends `Origin: null`, also where the page around it is listed."""
    heard = site.run(browser, "localhost", """
        const frame = document.createElement("iframe");
        frame.sandbox = "allow-scripts";
        const heard = new Promise((done, fail) => {
            setTimeout(fail, 20000, new Error("nothing comes"));
            window.onmessage = event => done([event.origin, event.data]);
        });
        frame.srcdoc = `<script>
            const socket = new WebSocket("${at.replace("http", "ws")}/ws");
            const ending = new Promise(done => { socket.onopen = () => done("open"); socket.onclose = () => done("closed"); });
            const asked = fetch("${at}/rooms", {credentials: "include"}).then(answer => answer.status, error => error.name);
            Promise.all([asked, ending]).then(all => parent.postMessage(all, "*"));
        </scr` + `ipt>`;
        document.body.append(frame);
        return heard;
    """)
    check(heard == ["null", ["TypeError", "closed"]], heard)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="", help="run the cases whose name has this text")
    options = parser.parse_args()
    failed = False
    site = Site(options.program)
    try:
        with Browser() as browser:
            for case in (a_listed_page_chats, a_listed_page_registers_by_a_form, another_page_gets_nothing,
                         a_page_without_an_origin_gets_nothing):
                if options.only not in case.__name__:
                    continue
                try:
                    case(browser, site)
                    print(f"pass  {case.__name__}")
                except (AssertionError, RuntimeError) as complaint:
                    failed = True
                    print(f"FAIL  {case.__name__}: {complaint}\n      {case.__doc__}")
    finally:
        site.stop()
    sys.exit(failed)


if __name__ == "__main__":
    main()
