#!/usr/bin/python3
"""Opens a matrix of two servers in a headless Chromium and uses it: by keys, by mouse, without scripts, on a phone.

Usage: matrix.py --program PROGRAM [--keep FOLDER] [--only TEXT]
"""

import subprocess

from page import COLOURS, GROUNDS, Page, Report, check, run

# A server is named by the file of its report.
HOSTILE = "wrong <img src=x onerror=alert(2)>"
KEPT = """\
title: A room has its first member
covers: PRES-1
users: alice

alice > /join lobby
alice < user_list users=[alice]
"""
BROKEN = """\
title: Somebody hears the wrong thing
covers: MSG-1
users: alice

alice > /join lobby
alice < user_list
alice > good morning
alice < chat_message message="good evening"
"""


def opens_quietly(browser, matrix):
    """What is not kept comes first, nothing else is loaded, and the console stays empty."""
    page = Page(browser, matrix.address)
    check(page.text("h1") == f"Conformance of right, {HOSTILE}", page.text("h1"))
    check("1 of " in page.text("header p") and page.text("header p").endswith("clauses need attention"), page.text("header p"))
    problems = page.run("[...document.querySelectorAll('.problems li')].map(e => e.innerText.split('\\n')[0])")
    check(len(problems) == 1 and problems[0].startswith("MSG-1 ") and f"{HOSTILE}: broken" in problems[0], problems)
    for column, words in [(2, "no check"), (3, "broken")]:
        cell = page.text(f"#MSG-1 > :nth-child({column})")
        check(words in cell, f"MSG-1 is {cell!r} in column {column}")
    page.is_clean()


def a_cell_opens_by_a_key(browser, matrix):
    """From the list to the clause, into the cell, and what the check said; all without a mouse."""
    page = Page(browser, matrix.address)
    page.run("document.querySelector('.problems a').focus()")
    browser.press("Enter")
    browser.settle()
    check(page.run("document.querySelector(':target').id") == "MSG-1", "the link leads nowhere")
    check(page.run("""(() => {
        const row = document.querySelector(':target').getBoundingClientRect();
        return row.top >= document.querySelector('.clauses thead').getBoundingClientRect().bottom - 1 && row.top < innerHeight;
    })()"""), "the row cannot be seen")
    for _ in range(3):
        browser.press("Tab")
        if page.run("document.activeElement.tagName") == "SUMMARY":
            break
    check(page.run("getComputedStyle(document.activeElement).outlineStyle") != "none", "the focus cannot be seen")
    browser.press("Enter")
    cell = page.text("#MSG-1 details[open]")
    check("broken.chat" in cell and "failed" in cell, cell)
    page.is_clean()


def only_what_is_open(browser, matrix):
    """The box hides what is kept, with and without scripts."""
    for script in [True, False]:
        page = Page(browser, matrix.address, script=script)
        before = page.count(".clauses tr")
        browser.click("#only-open")
        rows = page.count(".clauses tbody tr")
        check(rows == 2 < before, f"{rows} rows of {before} are left, and not the clause under its area's name")
        browser.click("#only-open")
        check(page.count(".clauses tr") == before, "what was hidden does not come back")


def nothing_is_markup(browser, matrix):
    """The name of a server is text, whatever it is."""
    page = Page(browser, matrix.address)
    check(page.run("document.images.length + document.scripts.length") == 0, "markup came in")
    check(page.text(".clauses thead").strip().endswith(HOSTILE), page.text(".clauses thead"))
    page.is_clean()


def colours_have_contrast(browser, matrix):
    """Every colour of text on every ground has the contrast of WCAG's AA, light and dark."""
    for dark in [False, True]:
        page = Page(browser, matrix.address, dark=dark)
        page.has_contrast([(name, ground) for ground in GROUNDS + ["chain"] for name in COLOURS])
        page.is_clean()


def fits_on_a_phone(browser, matrix):
    """At 360 pixels the page is no wider; the table scrolls by itself, also by keys."""
    page = Page(browser, matrix.address, width=360, height=740)
    page.is_no_wider_than(360)
    check(page.run("[...document.querySelectorAll('.wide')].every(e => e.tabIndex === 0 && e.ariaLabelledByElements?.length !== 0)"),
          "a table cannot be scrolled by keys")
    page.is_clean()


def reads_well_for_all(browser, matrix):
    """Landmarks, headings in order, names, and heads of rows and columns."""
    page = Page(browser, matrix.address)
    for landmark in ["header", "main"]:
        check(page.run(f"document.querySelectorAll('{landmark}').length") == 1, landmark)
    page.reads_well()
    loose = page.run("[...document.querySelectorAll('th')].filter(e => !e.scope).map(e => e.outerHTML)")
    check(not loose, loose[:3])
    page.is_clean()


def make(program, folder):
    """Checks the same server twice, once with a check that it cannot pass, and lays both beside each other."""
    (folder / "kept.chat").write_text(KEPT)
    (folder / "broken.chat").write_text(BROKEN)
    server = f"'{program}' serve --port {{port}} --database :memory: --admin-token-file {{token}} {{limits}}"
    for name, files, code in [("right", ["kept.chat"], 0), (HOSTILE, ["kept.chat", "broken.chat"], 1)]:
        chosen = [word for file in files for word in ("--checks", file)]
        command = [program, "conform", "--quiet", "--spawn", server, *chosen, "--json", f"{name}.json"]
        done = subprocess.run(command, cwd=folder, text=True, capture_output=True, timeout=120)
        check(done.returncode == code, done.stdout + done.stderr)
    command = [program, "matrix", "right.json", f"{HOSTILE}.json", "--html", "matrix.html"]
    done = subprocess.run(command, cwd=folder, text=True, capture_output=True, timeout=60)
    check((folder / "matrix.html").exists(), done.stdout + done.stderr)
    return Report(folder / "matrix.html")


CASES = [opens_quietly, a_cell_opens_by_a_key, only_what_is_open, nothing_is_markup, colours_have_contrast, fits_on_a_phone,
         reads_well_for_all]

if __name__ == "__main__":
    run(CASES, make, __doc__)
