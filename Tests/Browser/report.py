#!/usr/bin/python3
"""Opens HTML reports of real runs in a headless Chromium and uses them: by eye's measures, by keys, by mouse, without scripts.

Usage: report.py --program PROGRAM [--keep FOLDER] [--only TEXT]

What is checked are facts. Times are printed, and never fail.
"""

import http.server
import re
import subprocess
import threading

from page import COLOURS, GROUNDS, Page, Report, check, run

MEETING = """\
title: {title}
users: alice bob
{header}
alice > /join lobby
alice < user_list
bob > /join lobby
bob < user_list
alice < user_join
"""
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> & 'quoted'"

SCENARIOS = {
    "a_passes.chat": MEETING.format(title="Bots answer, and time passes", header="bots: echo in lobby\nignore: user_join")
    .replace("alice < user_join\n", "") + """
== The bot is asked
alice > !echo hello
alice, bob < chat_message
alice, bob < chat_message user=echo

== Bob is away
! cut bob
+90s
! return bob
bob < ready resumed=true
""",
    "b_fails.chat": MEETING.format(title="Somebody hears the wrong thing", header="") + """
== A word
alice > good morning
alice < chat_message
bob < chat_message message="good evening"
""",
    "c_hostile.chat": MEETING.format(title=f"Hostile {HOSTILE}", header="limits: message_characters=20000") + f"""
alice > {HOSTILE}
alice, bob < chat_message
alice >json {{"type":"chat_message","room":"lobby","message":"turned \\u202e around \\u0007 \\u2028"}}
alice, bob < chat_message
alice > {"long " * 1500}
alice, bob < chat_message
""",
    "d_long.chat": MEETING.format(title="Two thousand events", header="limits: messages_per_second=100000 messages_burst=100000") + "".join(
        f"alice > message number {n} of many\nalice, bob < chat_message\n" for n in range(670)),
    "e_unreadable.chat": "title: No scenario\nusers: alice\nalice < no_such_event\n",
}


def opens_quietly(browser, report):
    """Failures come first, nothing else is loaded, and the console stays empty."""
    page = Page(browser, report.address)
    check(page.text("h1") == "2 of 5 red", page.text("h1"))
    words = page.run("[...document.querySelectorAll('#results li .word')].map(e => e.innerText)")
    check(words == ["failed", "unreadable", "passed", "passed", "passed"], words)
    check(page.text(".result.current h2") == "failed Somebody hears the wrong thing", page.text(".result.current h2"))
    check("expected: chat_message message=\"good evening\"" in page.text(".current .failure pre"), "no text of the console")
    check(page.text(".current .meant") == 'bob < chat_message message="good evening"', page.text(".current .meant"))
    way = page.run("[...document.querySelectorAll('.current .why a')].map(e => e.innerText)")
    check(way[0].startswith("alice sends good morning") and way[1].startswith("bob receives chat_message"), way)
    check(page.count(".current .e.chain") == 2 and page.count(".current .e.failing") == 1, "the way is not marked")
    page.is_clean()


def keys_do_everything(browser, report):
    """The list, an event, its frame and state, and back again, with keys alone."""
    page = Page(browser, report.address)
    focus = "document.activeElement.closest('li, .e')?.innerText.split('\\n')[0] ?? document.activeElement.tagName"
    browser.press("j")
    check("No scenario" in page.text(".current") or "cannot be read" in page.text(".current h2"), page.text(".current h2"))
    browser.press("k", "Enter")
    browser.settle()
    check(page.run("document.activeElement.closest('.e')?.classList.contains('failing')"), page.run(focus))
    check(page.run("getComputedStyle(document.activeElement).outlineStyle") == "solid", "the focus cannot be seen")
    browser.press("Enter")
    check(page.text("#inspector h2") == "bob receives chat_message", page.text("#inspector h2"))
    check('"message": "good morning"' in page.text("#inspector pre"), page.text("#inspector pre"))
    check("alice sends good morning" in page.text("#inspector ol"), page.text("#inspector"))
    state = page.text("#inspector dl")
    check("in lobby (seq 1: alice, bob); unread: chat_message" in state, state)
    check(page.run("document.activeElement.tagName") == "H2", "focus is not in the event")
    browser.press("k")
    check(page.text("#inspector h2") == "alice receives chat_message", page.text("#inspector h2"))
    browser.press("c")
    check(page.text("#inspector h2") == "alice sends", page.text("#inspector h2"))
    browser.press("Escape")
    check(page.count("#inspector") == 0 and page.run("!!document.activeElement.closest('.e.sent')"), page.run(focus))
    browser.press("Escape")
    check(page.run("document.activeElement.matches('#results a')"), page.run(focus))
    browser.press("?")
    check(page.run("document.querySelector('#help').open"), "no help")
    browser.press("Escape")
    check(not page.run("document.querySelector('#help').open"), "the help stays")
    for _ in range(40):
        browser.press("Tab")
        check(page.run("""(() => {
            const style = getComputedStyle(document.activeElement), chip = document.activeElement.closest('.chip');
            return document.activeElement.matches('body, main') || style.outlineStyle !== 'none'
                || (chip && getComputedStyle(chip).outlineStyle !== 'none');
        })()"""), page.run("document.activeElement.outerHTML.slice(0, 200)"))
    page.is_clean()


def search_filters(browser, report):
    """A result is found by what was said in it, and its events are marked."""
    page = Page(browser, report.address)
    wait = "new Promise(done => setTimeout(done, 250))"
    browser.press("/", *"evening")
    page.run(wait)
    check(page.count("#results li") == 1, "the list is not filtered")
    check(page.text("#found").startswith("1 of 5 results"), page.text("#found"))
    browser.press("Escape")
    check(page.count("#results li") == 5 and page.text("#found") == "", "the search stays")
    browser.press("/", *"morning")
    page.run(wait)
    check(page.count(".current .e.hit") == 3, page.count(".current .e.hit"))
    browser.press("Enter", "n")
    check(page.run("document.activeElement.closest('.e')?.classList.contains('hit')"), "n goes to no hit")
    browser.press("/", *" zzz")
    page.run(wait)
    check(page.count("#results li") == 0 and page.count(".none") == 1, "nothing does match")
    browser.press("Escape")
    browser.click("#show-passed")
    check(page.count("#results li") == 2, "a chip does not filter")
    page.is_clean()


def clicks_show_frames(browser, report):
    """Frame, causes and state of an event, with the mouse; the cause of a bot's message goes back to a person."""
    page = Page(browser, report.address + "#r3")
    check(page.text(".current h2") == "passed Bots answer, and time passes", page.text(".current h2"))
    bots = page.run("[...document.querySelectorAll('.current .heads li')].map(e => e.innerText)")
    check(bots == ["echo bot", "alice", "bob"], bots)
    last = page.run("[...document.querySelectorAll('.current .e.received')].findLast(e => /user=echo/.test(e.innerText)).id")
    browser.click(f"#{last} > summary")
    causes = page.text("#inspector ol").split("\n")
    check(causes[-1].startswith("alice sends !echo hello"), causes)
    check(any("echo sends chat_message" in cause for cause in causes), causes)
    cut = page.run("[...document.querySelectorAll('.current .e.fault')][0].id")
    browser.click(f"#{cut} > summary")
    check("cut off; in lobby" in page.text("#inspector dl"), page.text("#inspector dl"))
    browser.click("#inspector .close")
    check(page.count("#inspector") == 0, "it stays")
    lanes = page.run("""[...document.querySelectorAll('.current .heads li')].map(head => {
        const box = head.getBoundingClientRect();
        const name = head.innerText.split(/\\s/)[0];
        const events = [...document.querySelectorAll('.current .e.received')].filter(e => e.innerText.startsWith(name));
        return events.every(e => { const b = e.getBoundingClientRect(); return b.left >= box.left - 1 && b.right <= box.right + 1; });
    })""")
    check(all(lanes), f"events stand outside of their lanes: {lanes}")
    page.is_clean()


def nothing_is_markup(browser, report):
    """What a scenario says is text, whatever it says."""
    page = Page(browser, report.address + "#r4")
    check(HOSTILE in page.text(".current h2"), page.text(".current h2"))
    check(page.run("document.scripts.length") == 1 and page.run("document.images.length") == 0, "markup came in")
    whole = page.run("document.querySelector('.current').textContent")
    check("\u202e" not in whole and "\\u{202E}" in whole, "a text can turn others around")
    check("… cut: " in whole, "a long frame is not cut")
    check(max(page.run("[...document.querySelectorAll('pre')].map(e => e.textContent.length)")) < 4300, "a frame is too long")
    page.is_clean()


def colours_have_contrast(browser, report):
    """Every colour of text on every ground has the contrast of WCAG's AA; the switch beats the system."""
    # Warnings and verdicts do not stand on the coloured grounds of lanes.
    pairs = [(name, ground) for ground in GROUNDS + ["chain", "sent"] for name in COLOURS
             if ground in GROUNDS or name in ["text", "quiet", "accent", "bad"]]
    for dark in [False, True]:
        page = Page(browser, report.address, dark=dark)
        page.has_contrast(pairs)
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        before = page.run(ground)
        browser.click("#theme-" + ("light" if dark else "dark"))
        check(page.run(ground) != before, "the switch does nothing")
        page.is_clean()
        page.run("localStorage.clear()")


def fits_on_a_phone(browser, report):
    """At 360 pixels nothing is wider than the page, and an event covers the half of it."""
    for place in ["", "#r2", "#r3", "#r4"]:
        page = Page(browser, report.address + place, width=360, height=740)
        page.is_no_wider_than(360)
        wide = page.run("""[...document.querySelectorAll('.current *')].filter(e => e.getClientRects().length
            && e.getBoundingClientRect().right > 361 && !e.closest('pre, .source ol')).map(e => e.outerHTML.slice(0, 100))""")
        check(not wide, wide[:3])
    event = page.run("document.querySelector('.current .e.received').id")
    browser.click(f"#{event} > summary")
    browser.settle()
    boxes = page.run(f"""[document.querySelector('#{event}').getBoundingClientRect().bottom,
        document.querySelector('#inspector').getBoundingClientRect().top]""")
    check(boxes[0] <= boxes[1], f"the event is hidden by what it shows: {boxes}")
    page.is_clean()


def reads_well_for_all(browser, report):
    """Landmarks, one h1, headings in order, names for what can be used, and no motion where none is wanted."""
    page = Page(browser, report.address, reduced_motion=True)
    for landmark in ["header", "nav[aria-label]", "main", "aside[aria-label]"]:
        check(page.run(f"document.querySelectorAll('{landmark}').length") == 1, landmark)
    page.reads_well()
    check(page.run("getComputedStyle(document.querySelector('.e > summary')).transitionDuration") == "0s", "it moves")
    page.is_clean()


def works_without_scripts(browser, report):
    """Everything is there without the script: events open in place, chips and colours are the style's work."""
    page = Page(browser, report.address, script=False)
    check(page.count(".result") == 5 and page.count(".tools") == 0, "it needs its script")
    check("good evening" in page.text(".failure pre"), "the failure is not there")
    browser.click("#r1 .e.received > summary")
    check(page.count("#r1 .e[open] pre") == 1, "an event does not open")
    browser.click("#show-passed")
    check(page.count(".result") == 2, "a chip does not filter")
    page.is_no_wider_than(1280)


def works_in_a_cage(browser, report):
    """Pages of CI servers allow no script and no style, as Jenkins does, or run the script in a sandbox."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            policy = "sandbox; default-src 'none'" if self.path == "/strict" else "sandbox allow-scripts"
            self.send_header("Content-Security-Policy", policy)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(report.path.read_bytes())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        page = Page(browser, address + "/strict")
        check(len(browser.requests()) == 1, browser.requests())
        text = page.text("body")
        for part in ["2 of 5 red", "bob received something else", "alice sends good morning", "bob receives chat_message"]:
            check(part in " ".join(text.split()), f"{part!r} cannot be read")
        page = Page(browser, address + "/sandbox")
        check(page.count(".result") == 1, "the script does not run in a sandbox")
        browser.press("j", "k", "Enter", "Enter")
        check(page.count("#inspector") == 1, "keys do nothing in a sandbox")
        page.is_clean()
    finally:
        server.shutdown()
        server.server_close()


def long_ones_stay_quick(browser, report):
    """2,000 events: what is not in sight is not laid out. Times are printed only."""
    page = Page(browser, report.address)
    page.run("location.hash = '#r5'")
    browser.settle()
    check(page.text(".current h2") == "passed Two thousand events", page.text(".current h2"))
    events = page.run("document.querySelectorAll('.current .e').length")
    check(events > 2000, f"only {events} events")
    hidden = page.run("""[...document.querySelectorAll('.current .e')]
        .filter(e => !e.checkVisibility({ contentVisibilityAuto: true })).length""")
    check(hidden > events * 0.9, f"{events - hidden} events are laid out at once")
    elements = page.run("document.querySelectorAll('.current *').length")
    check(elements < 20 * events, f"{elements} elements for {events} events")
    # Of the processor, since a busy machine makes everybody wait.
    browser.call("Performance.enable", timeDomain="threadTicks")
    spent = lambda: {m["name"]: m["value"] for m in browser.call("Performance.getMetrics")["metrics"]}["TaskDuration"]
    before = spent()
    page.run("""new Promise(done => {
        let frames = 0;
        const next = () => {
            document.querySelector('main').scrollTop += 120;
            if (++frames < 100) requestAnimationFrame(next);
            else done();
        };
        requestAnimationFrame(next);
    })""")
    scrolling = (spent() - before) * 10
    before = spent()
    browser.press("j", "Enter", *"j" * 30, "Enter")
    check(page.count("#inspector") == 1, "no event")
    keys = (spent() - before) * 1000 / 33
    print(f"  {events} events, {hidden} out of sight, {elements} elements, {report.path.stat().st_size:,} bytes; "
          f"{scrolling:.1f} ms for a frame of scrolling, {keys:.1f} ms for a key")
    page.is_clean()


def make(program, folder):
    """Runs the scenarios twice; both reports have to be the same bytes."""
    for name, text in SCENARIOS.items():
        (folder / name).write_text(text)
    for name in ["report.html", "again.html"]:
        run = subprocess.run([program, "run", "--quiet", "--html", name, "."], cwd=folder, text=True, capture_output=True,
                             timeout=120)
        check(run.returncode == 3, run.stdout + run.stderr)
        check("3 passed, 1 failed, 1 unreadable" in run.stdout, run.stdout)
    report, again = folder / "report.html", folder / "again.html"
    check(report.read_bytes() == again.read_bytes(), "two runs give two reports")
    check(not re.search(r"https?://", report.read_text().replace(HOSTILE, "")), "the report names an address")
    return Report(report)


CASES = [opens_quietly, keys_do_everything, search_filters, clicks_show_frames, nothing_is_markup, colours_have_contrast,
         fits_on_a_phone, reads_well_for_all, works_without_scripts, works_in_a_cage, long_ones_stay_quick]


if __name__ == "__main__":
    run(CASES, make, __doc__)
