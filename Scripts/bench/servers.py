"""The servers that are measured: each starts in a folder, on one processor, and says how the load is to speak to it."""

import base64
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time

NGINX = "/usr/sbin/nginx"
NCHAN_MODULE = "/usr/lib/nginx/modules/ngx_nchan_module.so"


def on_processor(number):
    """What a child process does before it begins; nothing without a number."""
    return None if number is None else lambda: os.sched_setaffinity(0, {number})


class Verbatim:
    name = "verbatim"

    def __init__(self, folder, program, processor):
        self.secret = secrets.token_hex(32)
        with open(os.open(f"{folder}/operator", os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(self.secret)
        # With a virtual clock, accounts are made without the cost of scrypt, which is not what is measured here.
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", "--clock", "virtual", "--limits", "off", "--connections", "0",
             "--log-level", "warning",
             "--admin-token-file", f"{folder}/operator", "--database", f"{folder}/bench.db"],
            stdout=subprocess.PIPE, text=True, preexec_fn=on_processor(processor))
        line = self.process.stdout.readline()
        if "ws://" not in line:
            sys.exit(f"verbatim does not listen; it said {line!r}")
        self.port = int(line.split("//")[1].split("/")[0].split(":")[1])
        self.run = 0

    def arguments(self, room_each):
        """What `chatload` sends, with users and rooms that no earlier load had."""
        self.run += 1
        room = f"r{self.run}" + ("-%d" if room_each else "")
        user = f"u{self.run}x%d"
        return ["--path", "/ws", "--subproto", "verbatim.v1",
                "--hello", json.dumps({"type": "register", "user": user, "password": "open sesame"}),
                "--hello", json.dumps({"type": "join", "room": room}),
                "--msg", '{"type":"chat_message","room":"%s","message":"%%m"}' % room]

    def tokens(self, count):
        """Makes users and returns a token of each."""
        self.run += 1
        with Operator(self.port, self.secret) as operator:
            return operator.provision([f"t{self.run}x{number}" for number in range(count)])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.process.stdout.close()


class Operator:
    """A connection that may make accounts. It speaks as much of WebSocket as that takes."""

    AT_ONCE = 200

    def __init__(self, port, secret):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        self.socket.sendall(
            (f"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
             f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nAuthorization: Bearer {secret}\r\n\r\n").encode())
        self.stream = self.socket.makefile("rb")
        status = self.stream.readline()
        if b" 101 " not in status:
            sys.exit(f"the operator's connection is refused: {status!r}")
        while self.stream.readline() != b"\r\n":
            pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()
        self.socket.close()

    def provision(self, names):
        tokens = []
        for first in range(0, len(names), self.AT_ONCE):
            portion = names[first:first + self.AT_ONCE]
            for name in portion:
                self.send({"type": "provision", "id": name, "user": name, "bot": False})
            due = len(tokens) + len(portion)
            while len(tokens) < due:
                frame = self.frame()
                if frame.get("type") == "provisioned":
                    tokens.append(frame["token"])
                elif frame.get("type") == "error":
                    sys.exit(f"the server makes no account: {frame}")
        return tokens

    def send(self, frame):
        payload = json.dumps(frame).encode()
        size = len(payload)
        head = bytes([0x81, 0x80 | size]) if size < 126 else bytes([0x81, 0xFE]) + size.to_bytes(2, "big")
        # Masked with zeros, which is a mask as any other.
        self.socket.sendall(head + bytes(4) + payload)

    def frame(self):
        """The next text frame as an object; other frames, such as pings, are empty ones."""
        first, size = self.stream.read(2)
        if size > 125:
            size = int.from_bytes(self.stream.read(2 if size == 126 else 8), "big")
        payload = self.stream.read(size)
        return json.loads(payload) if first == 0x81 else {}


class Nchan:
    name = "nchan"

    @staticmethod
    def is_installed():
        return os.path.exists(NCHAN_MODULE) and shutil.which(NGINX) is not None

    def __init__(self, folder, processor):
        self.port = free_port()
        config = f"{folder}/nginx.conf"
        with open(config, "w") as file:
            file.write(f"""
load_module {NCHAN_MODULE};
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 20000; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  nchan_shared_memory_size 256M;
  server {{ listen 127.0.0.1:{self.port};
    location ~ ^/room/(.+)$ {{ nchan_pubsub websocket; nchan_channel_id $1; nchan_message_buffer_length 50; }} }}
}}""")
        self.process = subprocess.Popen([NGINX, "-p", folder, "-c", config], stderr=subprocess.DEVNULL,
                                        preexec_fn=on_processor(processor))
        self.run = 0
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        sys.exit("nginx does not listen; see its error.log")

    def arguments(self, room_each):
        self.run += 1
        return ["--path", f"/room/r{self.run}" + ("-%d" if room_each else ""), "--msg", '{"message":"%m"}']

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
