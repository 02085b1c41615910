"""Draws the stacks that `perf script` prints as a flame graph in SVG, without scripts in it, and sums them up by library."""

import os
import re
from collections import Counter
from xml.sax.saxutils import escape

WIDTH, ROW = 1200, 17
# Frames that are narrower are left out, in pixels.
LEAST_WIDTH = 0.4
CHARACTER_WIDTH = 6.6
FRAME = re.compile(r"^\s+(?P<address>[0-9a-f]+) (?P<name>.*) \((?P<library>[^()]*)\)$")
# How frames are coloured, on light and on dark: the kernel, a library, the program itself.
COLOURS = {"kernel": ("#f2c14e", "#8a6410"), "library": ("#a9cce8", "#2c5a7d"), "program": ("#f0a58f", "#8c4330")}


class Frame:
    """A function below the same callers, with all samples that were in it or in what it called."""

    def __init__(self, name, library):
        self.name, self.library = name, library
        self.samples = 0
        self.callees = {}

    def callee(self, name, library):
        return self.callees.setdefault((name, library), Frame(name, library))

    @property
    def depth(self):
        return 1 + max((callee.depth for callee in self.callees.values()), default=0)


def samples(lines):
    """The stacks of `perf script -F comm,ip,sym,dso`: for each the pairs of a function and its library, callers first."""
    stack = []
    for line in lines:
        found = FRAME.match(line)
        if found:
            stack.append((found["name"], library(found["address"], found["library"])))
        elif not line.strip() and stack:
            yield stack[::-1]
            stack = []
    if stack:
        yield stack[::-1]


def library(address, path):
    """`kernel` of an address in the upper half; else `libc` of `/usr/lib/x86_64-linux-gnu/libc.so.6`."""
    if len(address) == 16 and address >= "8":
        return "kernel"
    return os.path.basename(path).split(".so")[0]


def tree(stacks):
    root = Frame("all", "")
    for stack in stacks:
        frame = root
        frame.samples += 1
        for name, library in stack:
            frame = frame.callee(name, library)
            frame.samples += 1
    return root


def shares(stacks):
    """For each library the share of the samples in which it had the processor, the greatest first."""
    counts = Counter(stack[-1][1] for stack in stacks)
    return [(library, count / counts.total()) for library, count in counts.most_common()]


def svg(root, title):
    height = (root.depth + 2) * ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f"<title>{escape(title)}</title>", "<style>",
        "text { font: 11px monospace; fill: #1f2328; } rect { stroke: #ffffff; stroke-width: 0.5; } .paper { fill: #ffffff; }",
        *(f".{kind} {{ fill: {light}; }}" for kind, (light, _) in COLOURS.items()),
        "@media (prefers-color-scheme: dark) {",
        "text { fill: #e6edf3; } rect { stroke: #0d1117; } .paper { fill: #0d1117; }",
        *(f".{kind} {{ fill: {dark}; }}" for kind, (_, dark) in COLOURS.items()),
        "}", "</style>", f'<rect class="paper" width="{WIDTH}" height="{height}"/>',
        f'<text x="4" y="13">{escape(title)}</text>']
    draw(root, 0, height - ROW, root.samples, parts)
    return "\n".join([*parts, "</svg>", ""])


def draw(frame, left, top, total, parts):
    """A frame, and above it what it called, in the order of the alphabet."""
    width = WIDTH * frame.samples / total
    if width < LEAST_WIDTH:
        return
    kind = "kernel" if frame.library == "kernel" else "library" if frame.library.startswith("lib") else "program"
    told = f"{frame.name} ({frame.library}), {100 * frame.samples / total:.1f} %" if frame.library else frame.name
    room = int((width - 4) / CHARACTER_WIDTH)
    name = frame.name if len(frame.name) <= room else frame.name[:room - 1] + "…" if room > 3 else ""
    label = f'<text x="{left + 2:.1f}" y="{top + 12}">{escape(name)}</text>' if name else ""
    parts.append(
        f'<g><title>{escape(told)}</title><rect class="{kind}" x="{left:.1f}" y="{top}" width="{width:.1f}"'
        f' height="{ROW}"/>{label}</g>')
    for _, callee in sorted(frame.callees.items()):
        draw(callee, left, top - ROW, total, parts)
        left += WIDTH * callee.samples / total
