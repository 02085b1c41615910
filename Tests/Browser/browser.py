"""A headless Chromium, driven over the Chrome DevTools Protocol. It has no network but what a test gives it."""

import asyncio
import base64
import json
import pathlib
import shutil
import subprocess
import tempfile
import threading

import websockets


class Socket:
    """A WebSocket for a program that does one thing after the other."""

    def __init__(self, address):
        self.loop = asyncio.new_event_loop()
        self.socket = self._run(lambda: websockets.connect(address, max_size=None, ping_interval=None), 30)

    def send(self, text):
        self._run(lambda: self.socket.send(text), 30)

    def recv(self):
        return self._run(self.socket.recv, 120)

    def close(self):
        self._run(self.socket.close, 30)
        self.loop.close()

    def _run(self, action, seconds):
        async def bounded():
            return await asyncio.wait_for(action(), seconds)

        return self.loop.run_until_complete(bounded())


class Browser:
    """One Chromium with one page; a context manager, so that the process always ends."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="verbatim-chromium-")
        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0",
             "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-dev-shm-usage",
             f"--user-data-dir={self.folder}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.count = 0
        self.events = []
        self.socket = Socket(self._address())
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = None
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")
        return self

    def __exit__(self, *_):
        self.socket.close()
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    session = None

    def _address(self):
        """Reads where Chromium says that it listens, and lets nothing of what it says later fill the pipe."""
        patience = threading.Timer(30, self.process.kill)
        patience.start()
        for line in self.process.stderr:
            if line.startswith("DevTools listening on "):
                patience.cancel()
                threading.Thread(target=self.process.stderr.read, daemon=True).start()
                return line.split()[-1]
        raise RuntimeError(f"chromium ended with {self.process.wait()}, or did not start within 30 seconds")

    def call(self, method, **parameters):
        """Calls a method of the protocol and returns its result; what the browser tells meanwhile is kept in `events`."""
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, address, width=1280, height=900, dark=False, script=True, reduced_motion=False):
        """Opens an address in a window of this size, and returns when it has loaded."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce" if reduced_motion else "no-preference"}])
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.runs_scripts = script
        # A new address only by its fragment would not load the page again.
        for place in ["about:blank", address]:
            self.events.clear()
            self.call("Page.navigate", url=place)
            while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
                self.events.append(json.loads(self.socket.recv()))

    def run(self, expression):
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", answer["exceptionDetails"]))
        return answer["result"].get("value")

    def press(self, *keys):
        """Presses keys one after the other, as a person does."""
        codes = {"Enter": 13, "Escape": 27, "Tab": 9}
        for key in keys:
            text = "\r" if key == "Enter" else key if len(key) == 1 else ""
            code = codes.get(key, ord(key.upper()) if len(key) == 1 else 0)
            self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=code,
                      code=f"Key{key.upper()}" if len(key) == 1 and key.isalpha() else key)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def click(self, selector):
        """Clicks into the middle of an element with the mouse."""
        place = self.run(f"""(() => {{
            const element = document.querySelector({json.dumps(selector)});
            element.scrollIntoView({{block: 'center'}});
            const box = element.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""")
        for kind in ["mousePressed", "mouseReleased"]:
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def settle(self):
        """Returns when the page has been drawn twice; without scripts a picture is always of what has been drawn."""
        if self.runs_scripts:
            self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def screenshot(self, path):
        self.settle()
        data = self.call("Page.captureScreenshot", format="png")["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def problems(self):
        """What the console complained about since the page was opened."""
        found = []
        for event in self.events:
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(event["params"]["exceptionDetails"].get("exception", {}).get("description", "an exception"))
            if event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] in ["error", "warning"]:
                found.append(event["params"]["entry"]["text"])
            if event.get("method") == "Runtime.consoleAPICalled":
                found.append(str(event["params"]["args"]))
        return found

    def requests(self):
        """The addresses that were asked for since the page was opened, itself included."""
        return [event["params"]["request"]["url"] for event in self.events
                if event.get("method") == "Network.requestWillBeSent"]
