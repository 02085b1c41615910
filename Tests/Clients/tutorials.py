#!/usr/bin/python3
"""The front ends of the three tutorials, as their pages speak, with a cookie from the log-in form.

Usage: tutorials.py PROGRAM
"""

import asyncio
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import websockets

from chat import Server, check


def post(server, path, origin=None, **form):
    """Sends a form as a browser does; returns the status, the cookie and the JSON of the answer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{path}", data=urllib.parse.urlencode(form).encode(), method="POST")
    if origin:
        request.add_header("Origin", origin)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            cookie = answer.headers["Set-Cookie"]
            return answer.status, cookie, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, None, json.load(error)


def log_in(server, user):
    """Registers and logs in over HTTP; returns the cookie as a browser sends it back."""
    status, cookie, _ = post(server, "/register", username=user, password="open sesame")
    check(status in (200, 201) and cookie, "registering answers", status)
    status, _, answer = post(server, "/login", username=user, password="wrong sesame")
    check((status, answer["code"]) == (401, "auth_failed"), "a wrong password answers", status, answer)
    status, cookie, _ = post(server, "/login", username=user, password="open sesame")
    check(status == 200, "logging in answers", status)
    check("httponly" in cookie.lower() and "samesite=lax" in cookie.lower(), "the cookie is", cookie)
    return cookie.split(";")[0]


async def page(server, path, cookie=None):
    """The WebSocket that a tutorial's page opens: no subprotocol, and the browser's cookie."""
    headers = [("Cookie", cookie)] if cookie else []
    headers.append(("Origin", f"http://127.0.0.1:{server.port}"))
    return await websockets.connect(f"ws://127.0.0.1:{server.port}{path}", extra_headers=headers, compression=None)


async def receive(socket, **fields):
    frame = json.loads(await asyncio.wait_for(socket.recv(), 20))
    for name, value in fields.items():
        check(frame.get(name) == value, f"expected {name} =", repr(value), "but came", frame)
    return frame


async def silence(socket):
    """Nothing more has come: a ping is answered after what was written before."""
    await asyncio.wait_for(await socket.ping(), 20)
    try:
        check(False, "nobody waits for", await asyncio.wait_for(socket.recv(), 0.05))
    except asyncio.TimeoutError:
        pass


async def tutorial_a(server, alice, bob):
    one = await page(server, "/ws/chat/lobby/", alice)
    await receive(one, type="user_list", users=[], messages=[])
    await receive(one, type="user_join", user="alice")
    two = await page(server, "/ws/chat/lobby/", bob)
    await receive(two, type="user_list", users=["alice"])
    await receive(two, type="user_join", user="bob")
    await receive(one, type="user_join", user="bob")
    await one.send(json.dumps({"message": "hi"}))
    for socket in (one, two):
        await receive(socket, type="chat_message", user="alice", message="hi")
    await one.send(json.dumps({"message": "/pm bob under the mat"}))
    await receive(two, type="private_message", user="alice", message="under the mat")
    await receive(one, type="private_message_delivered", target="bob", message="under the mat")
    await one.send(json.dumps({"message": "/pm bob"}))
    await receive(one, type="chat_message", user="server")
    await silence(two)
    # A second tab that closes takes nobody offline.
    tab = await page(server, "/ws/chat/lobby/", bob)
    await receive(tab, type="user_list", users=["alice", "bob"])
    await tab.close()
    await silence(one)
    await two.close()
    await receive(one, type="user_leave", user="bob")
    await one.close()


async def tutorial_b(server, alice):
    socket = await page(server, "/ws/chat/lobby/", alice)
    opening = await receive(socket)
    check([m["message"] for m in opening["messages"]] == ["hi"], "the history is", opening["messages"])
    check(set(opening["messages"][0]) >= {"username", "message", "timestamp"}, "a message has", opening["messages"][0])
    await receive(socket, messages=[])
    # Whoever the field names: the sender is the log-in. The same words twice are two messages.
    for _ in range(2):
        await socket.send(json.dumps({"message": "again", "username": "mallory"}))
        frame = await receive(socket, username="alice", message="again")
        check("timestamp" in frame and "messages" not in frame, "a message is", frame)
    guest = await page(server, "/ws/chat/lobby/")
    await receive(guest)
    await guest.send(json.dumps({"message": "me too", "username": "alice"}))
    await receive(guest, user="server", code="auth_required")
    await silence(socket)
    await guest.close()
    await socket.close()


async def tutorial_c(server, alice, bob):
    # Nothing greets such a page; that it hears itself shows that it is in the room.
    two = await page(server, "/ws/notification/lobby/", bob)
    await two.send(json.dumps({"message": "dong", "room_name": "lobby", "sender": "bob"}))
    await receive(two, message={"sender": "bob", "message": "dong"})
    one = await page(server, "/ws/notification/lobby/", alice)
    await one.send(json.dumps({"message": "ding", "room_name": "lobby", "sender": "mallory"}))
    for socket in (one, two):
        frame = await receive(socket, message={"sender": "alice", "message": "ding"})
        check(list(frame) == ["message"], "the frame has more:", frame)
    await one.send("no JSON")
    frame = await receive(one)
    check(frame["message"]["sender"] == "server", "an error is", frame)
    await one.close()
    await two.close()


async def main(program):
    # On a virtual clock passwords cost nothing; what they cost otherwise is shown elsewhere.
    server = await Server(program, options=["--clock", "virtual"]).start()
    try:
        loop = asyncio.get_running_loop()
        alice = await loop.run_in_executor(None, log_in, server, "alice")
        bob = await loop.run_in_executor(None, log_in, server, "bob")
        await tutorial_a(server, alice, bob)
        await tutorial_b(server, alice)
        await tutorial_c(server, alice, bob)
        status, _, answer = await loop.run_in_executor(
            None, lambda: post(server, "/login", origin="http://evil.example", username="alice", password="open sesame"))
        check((status, answer["code"]) == (403, "forbidden"), "another page's form answers", status, answer)
        await server.stop()
    finally:
        if server.process.poll() is None:
            server.kill()
    print("the pages of all three tutorials work.")


asyncio.run(main(sys.argv[1]))
