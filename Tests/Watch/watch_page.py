#!/usr/bin/python3
"""Uses the page of `verbatim watch` in a headless Chromium while files are saved, and asks for it from where nobody may.

Usage: watch_page.py --program PROGRAM [--only TEXT]
"""

import argparse
import asyncio
import http.client
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

import websockets

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Browser"))

from browser import Browser
from page import COLOURS, GROUNDS, Page
from watched import FAILING, Folder, INCLUDING, MEETING, PASSING, Piped, SECONDS, check


class Watch:
    """A watch with its page; `--open` would open a browser where there is a desktop."""

    def __init__(self, program, folder):
        self.folder = folder
        self.piped = Piped(program, folder, ".", "--port", str(free_port()))

    def __enter__(self):
        self.piped.expect("the page is ")
        self.address = self.piped.expect("\n")
        self.piped.expect("1 failed\n")
        return self

    def __exit__(self, *_):
        self.piped.__exit__()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def files():
    return {"a.chat": PASSING, "b.chat": FAILING, "c.chat": INCLUDING, "setup/meeting.chat": MEETING}


def until(page, condition, what):
    """Waits until an expression is true in the page."""
    deadline = time.monotonic() + SECONDS
    while not page.run(condition):
        check(time.monotonic() < deadline, f"{what} does not come: {page.text('body')[:400]}")
        time.sleep(0.02)


def shown(title):
    return f"document.querySelector('main h2')?.innerText.includes({title!r}) ?? false"


def opened(browser, watch, **options):
    page = Page(browser, watch.address, **options)
    until(page, shown("It fails"), "the red result")
    return page


def red_comes_first_with_its_lanes(browser, watch):
    """The list on the left, red results first, and the selected one with its text and lanes."""
    page = opened(browser, watch)
    check(page.text("h1") == "1 of 3 red", page.text("h1"))
    words = page.run("[...document.querySelectorAll('#results li .word')].map(e => e.innerText)")
    check(words == ["failed", "passed", "passed"], words)
    check("users=[bob]" in page.text(".failure pre"), page.text(".failure pre"))
    check(page.count(".lanes .e") > 1, "no lanes")
    page.reads_well()
    page.is_clean()


def keys_select(browser, watch):
    """j and k go through the list."""
    page = opened(browser, watch)
    browser.press("j")
    until(page, shown("It passes"), "the next result")
    browser.press("k")
    until(page, shown("It fails"), "the result before")
    browser.press("?")
    check(page.run("document.querySelector('#help').open"), "no help")
    browser.press("Escape")
    page.is_clean()


def a_change_is_shown_beside_the_run_before(browser, watch):
    """A saved file is shown by itself, with the run before beside it; nothing is loaded again."""
    page = opened(browser, watch)
    begin = time.monotonic()
    watch.folder.save("b.chat", PASSING)
    until(page, "document.querySelector('h1').innerText === 'Nothing failed'", "the change")
    print(f"  {1000 * (time.monotonic() - begin):.0f} ms from saving to the page")
    until(page, "document.querySelectorAll('main .result').length === 2", "the run before")
    heads = page.run("[...document.querySelectorAll('main .result h2')].map(e => e.innerText)")
    check("It passes" in heads[0] and "It fails" in heads[1], heads)
    page.is_no_wider_than(1280)
    browser.press("r")
    until(page, "document.querySelector('#status').innerText.startsWith('all again')", "the run of all")
    page.is_clean()


def what_fails_on_saving_is_shown(browser, watch):
    """Another result is selected, but what a change has left red is shown."""
    page = opened(browser, watch)
    browser.press("j", "j")
    until(page, shown("It includes"), "the last result")
    watch.folder.save("a.chat", FAILING.replace("It fails", "It broke"))
    until(page, shown("It broke"), "what fails")
    page.is_clean()


def b_blesses_after_asking(browser, watch):
    """The patch is shown; n leaves the file, y writes it, and the result is shown."""
    page = opened(browser, watch)
    for key in "ny":
        browser.press("b")
        until(page, "document.querySelector('#patch').open", "the patch")
        check("+alice < user_list users=[alice]" in page.text("#patch pre"), page.text("#patch pre"))
        check(watch.folder.text("b.chat") == FAILING, "it is written without an answer")
        browser.press(key)
        check(not page.run("document.querySelector('#patch').open"), "it is asked still")
    until(page, "document.querySelector('h1').innerText === 'Nothing failed'", "the blessed result")
    check(watch.folder.text("b.chat") == FAILING.replace("[bob]", "[alice]"), watch.folder.text("b.chat"))
    page.is_clean()


MARKED = "document.querySelector('#stepper-source .meant')?.innerText ?? ''"


def stepped(browser, watch, **options):
    page = opened(browser, watch, **options)
    browser.press("s")
    until(page, "document.querySelector('#stepper').open", "the debugger")
    return page


def s_steps_through_the_scenario(browser, watch):
    """n and p go forwards and backwards; the line that is next is marked, and what the server has is beside it."""
    page = stepped(browser, watch)
    check("It fails" in page.text("#stepper-title"), page.text("#stepper-title"))
    check(page.run(MARKED) == "alice > /join lobby", page.run(MARKED))
    check(page.text("#stepper-inboxes") == "alice has read everything", page.text("#stepper-inboxes"))
    browser.press("n")
    until(page, f"({MARKED}).startsWith('alice < user_list')", "the next line")
    check(page.run("document.activeElement.classList.contains('meant')"), "the next line has not the focus")
    check("unread by alice" in page.text("#stepper-inboxes"), page.text("#stepper-inboxes"))
    check(page.text("#stepper-rooms").startswith("lobby: seq 0, users alice"), page.text("#stepper-rooms"))
    check("1 of 2 steps done" in page.text("#stepper-state"), page.text("#stepper-state"))
    check(page.count("#stepper-lanes .e") > 1, "no lanes")
    browser.press("n")
    until(page, "document.querySelector('#stepper-place').innerText.includes('failed here')", "the failure")
    check("users=[bob]" in page.text("#stepper-answer"), page.text("#stepper-answer"))
    browser.press("p")
    until(page, "document.querySelector('#stepper-place').innerText.startsWith('next')", "the step before")
    browser.press("p")
    until(page, f"({MARKED}) === 'alice > /join lobby'", "the first line")
    browser.press("p")
    until(page, "document.querySelector('#stepper-answer').innerText.includes('this is the beginning')", "the refusal")
    page.reads_well()
    browser.press("Escape")
    until(page, "!document.querySelector('#stepper').open", "the end of the debugger")
    browser.press("j")
    until(page, shown("It passes"), "the next result")
    browser.press("s")
    until(page, "document.querySelector('#stepper-title').innerText.includes('It passes')", "another scenario")
    browser.press("e")
    until(page, "document.querySelector('#stepper-place').innerText === 'the scenario has passed'", "the end")
    page.is_clean()


def enter_runs_to_a_line(browser, watch):
    """The arrows go through the source, and Enter runs to a line; with Shift it goes back to one."""
    page = stepped(browser, watch)
    browser.press("ArrowDown", "Enter")
    until(page, f"({MARKED}).startsWith('alice < user_list')", "the line")
    browser.press("ArrowUp")
    page.run("""document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', {key: 'Enter', shiftKey: true, bubbles: true}))""")
    until(page, f"({MARKED}) === 'alice > /join lobby'", "the line before")
    browser.press("ArrowUp", "ArrowUp", "Enter")
    until(page, "document.querySelector('#stepper-answer').innerText.includes('no step is at line 2')", "the refusal")
    page.is_clean()


def what_if_is_tried_and_kept(browser, watch):
    """A line that the file has not is tried on a copy, and kept; its letters are no keys."""
    page = stepped(browser, watch)
    page.run("document.querySelector('#stepper-line').focus()")
    browser.press(*"alice > /join pen", "Enter")
    until(page, "document.querySelector('#stepper-answer').innerText.includes('keep goes on with it')", "the answer")
    check("user_list room=pen" in page.text("#stepper-answer"), page.text("#stepper-answer"))
    check(page.text("#stepper-rooms") == "there is no room", page.text("#stepper-rooms"))
    browser.click("#stepper-keep")
    until(page, "document.querySelector('#stepper-rooms').innerText.startsWith('pen: ')", "the room")
    check(page.run("document.querySelector('#stepper-keep').disabled"), "it can be kept twice")
    browser.press("Escape")
    check(watch.folder.text("b.chat") == FAILING, "the file was changed")
    page.is_clean()


def it_is_light_and_dark_and_fits(browser, watch):
    """Colours have contrast in both, and a phone is wide enough."""
    pairs = [(name, ground) for ground in GROUNDS for name in COLOURS]
    for dark in [False, True]:
        opened(browser, watch, dark=dark).has_contrast(pairs)
    opened(browser, watch, width=360, height=740).is_no_wider_than(360)
    page = stepped(browser, watch, width=360, height=740)
    width = page.run("document.querySelector('#stepper').scrollWidth")
    check(width <= 360, f"the debugger is {width} wide")


def a_phone_shows_what_is_tapped(browser, watch):
    """A long list leaves room for the result, and a tap on one of its lines leads there."""
    for number in range(40):
        watch.folder.save(f"d{number}.chat", PASSING)
    page = opened(browser, watch, width=360, height=740)
    until(page, "document.querySelectorAll('#results li').length === 43", "the long list")
    height = page.run("document.querySelector('#results ol').clientHeight")
    check(height <= 0.38 * 740 + 1, f"the list is {height} high")
    page.run("document.querySelectorAll('#results a')[42].click()")
    until(page, shown("It passes"), "the tapped result")
    until(page, "document.querySelector('main').getBoundingClientRect().top < 370", "the way to the result")
    page.is_clean()


def the_end_is_said(browser, watch):
    """A page whose watch has ended says so, also after r."""
    page = opened(browser, watch)
    watch.piped.process.terminate()
    ended = "document.querySelector('#status').innerText === 'verbatim watch has ended'"
    until(page, ended, "the end")
    browser.press("r")
    check(page.run(ended), page.text("#status"))


def nobody_else_is_served(browser, watch):
    """Without the secret, by another name, or from another site, there is nothing."""
    place = urllib.parse.urlsplit(watch.address)

    def status(path, host):
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=SECONDS)
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
        return answer.status

    check(status(place.path, place.netloc) == 200, "the page itself is refused")
    check(status("/", place.netloc) == 404, "it is served without the secret")
    check(status(place.path, f"rebound.example:{place.port}") == 403, "it is served by another name")
    check(status(place.path + "live", place.netloc) == 403, "the socket is served over HTTP")

    async def connects(origin):
        address = f"ws://{place.netloc}{place.path}live"
        try:
            async with websockets.connect(address, origin=origin):
                return True
        except websockets.exceptions.InvalidHandshake:
            return False

    check(asyncio.run(connects(f"http://{place.netloc}")), "the page's own socket is refused")
    check(not asyncio.run(connects("http://evil.example")), "another site gets a socket")
    check(not asyncio.run(connects(None)), "no site gets a socket")


CASES = [red_comes_first_with_its_lanes, keys_select, a_change_is_shown_beside_the_run_before,
         what_fails_on_saving_is_shown, b_blesses_after_asking, s_steps_through_the_scenario, enter_runs_to_a_line,
         what_if_is_tried_and_kept, it_is_light_and_dark_and_fits, a_phone_shows_what_is_tapped,
         the_end_is_said, nobody_else_is_served]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="", help="run the cases whose name has this text")
    options = parser.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    failed = 0
    with Browser() as browser:
        for case in CASES:
            if options.only not in case.__name__:
                continue
            with tempfile.TemporaryDirectory() as path:
                try:
                    with Watch(program, Folder(path, files())) as watch:
                        case(browser, watch)
                    print(f"pass  {case.__name__}")
                except (AssertionError, subprocess.TimeoutExpired) as complaint:
                    failed += 1
                    print(f"FAIL  {case.__name__}: {complaint}\n      {case.__doc__}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
