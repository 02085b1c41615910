"""A page of a report in the browser, what holds for every page, and a run of cases."""

import argparse
import pathlib
import sys
import tempfile

from browser import Browser

# Names of the style's colours: those of text, and those that text stands on.
COLOURS = "text quiet accent good bad warn".split()
GROUNDS = "ground panel raised".split()


def check(condition, complaint):
    if not condition:
        raise AssertionError(complaint)


class Page:
    """A report in the browser."""

    def __init__(self, browser, address, **options):
        self.browser = browser
        browser.open(address, **options)

    def run(self, expression):
        return self.browser.run(expression)

    def count(self, selector):
        """How many elements there are that can be seen."""
        return self.run(f"[...document.querySelectorAll({selector!r})].filter(e => e.getClientRects().length).length")

    def text(self, selector):
        return self.run(f"document.querySelector({selector!r})?.innerText ?? ''")

    def is_clean(self):
        check(not self.browser.problems(), self.browser.problems())
        check(len(self.browser.requests()) == 1, f"asked for {self.browser.requests()}")

    def is_no_wider_than(self, most):
        width = self.run("document.documentElement.scrollWidth")
        check(width <= most, f"the page is {width} wide")

    def has_contrast(self, pairs):
        """Text has the contrast of WCAG's AA on its ground, and so have borders."""
        names = {name for pair in pairs for name in pair} | {"strong"}
        colours = self.run("""(() => {
            const probe = document.body.appendChild(document.createElement('i'));
            const found = {};
            for (const name of %s) {
                probe.style.color = `var(--${name})`;
                found[name] = getComputedStyle(probe).color.match(/[\\d.]+/g).map(Number);
            }
            probe.remove();
            return found;
        })()""" % sorted(names))
        for name, ground in pairs + [("strong", ground) for ground in GROUNDS]:
            ratio = contrast(colours[name], colours[ground])
            check(ratio >= (3 if name == "strong" else 4.5), f"{name} on {ground}: {ratio:.2f}")

    def reads_well(self):
        """Headings are in order, and what can be used has a name."""
        levels = self.run("[...document.querySelectorAll('h1, h2, h3, h4')].filter(e => !e.closest('dialog')).map(e => +e.tagName[1])")
        check(levels[0] == 1 and levels.count(1) == 1, levels)
        check(all(b <= a + 1 for a, b in zip(levels, levels[1:])), levels)
        check(self.run("document.documentElement.lang") == "en" and self.run("document.title") != "", "no language or title")
        twice = self.run("(ids => ids.filter((id, i) => ids.indexOf(id) !== i))([...document.querySelectorAll('[id]')].map(e => e.id))")
        check(not twice, f"ids that are there twice: {twice[:3]}")
        loose = self.run("""[...document.querySelectorAll('[aria-labelledby]')]
            .filter(e => !document.getElementById(e.getAttribute('aria-labelledby'))).length""")
        check(loose == 0, "a label that is not there")
        nameless = self.run("""[...document.querySelectorAll('button, a, input, summary')]
            .filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length)).map(e => e.outerHTML.slice(0, 100))""")
        check(not nameless, nameless)


def contrast(one, other):
    def luminance(colour):
        channels = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    bright, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (bright + 0.05) / (dark + 0.05)


class Report:
    def __init__(self, path):
        self.path = path
        self.address = path.as_uri()


def run(cases, make, purpose):
    """Makes a report and puts it through the cases; the command line says where, and which of them."""
    parser = argparse.ArgumentParser(description=purpose.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--keep", help="a folder to make the report in, to look at it")
    parser.add_argument("--only", default="", help="run the cases whose name has this text")
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as temporary, Browser() as browser:
        folder = pathlib.Path(options.keep or temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        report = make(str(pathlib.Path(options.program).resolve()), folder)
        for case in cases:
            if options.only not in case.__name__:
                continue
            try:
                case(browser, report)
                print(f"pass  {case.__name__}")
            except AssertionError as complaint:
                failed += 1
                print(f"FAIL  {case.__name__}: {complaint}\n      {case.__doc__}")
    sys.exit(1 if failed else 0)
