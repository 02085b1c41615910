"""Draws lines over two logarithmic axes as SVG, on nothing but Python's own library.

A plot follows the reader's light or dark colours. Each line also has a dash and a shape of its own, and its name at
its end, so that it can be told without colour. The same figures give the same bytes.
"""

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

WIDTH, HEIGHT = 780, 440
LEFT, RIGHT, TOP, BOTTOM = 104, 200, 44, 58
# The least distance between the names of two lines.
LINE_HEIGHT = 16
# For each line: the colour on light, that on dark, and the dash. They are told apart by people with any colour vision.
STYLES = (
    ("#0060a8", "#6cb6f0", ""), ("#c04e00", "#f0a33c", "7 4"), ("#00785a", "#4fd0a0", "2 3"),
    ("#a8327a", "#f0a0cc", "11 3 2 3"), ("#5f5a00", "#e6dc5a", "5 2 2 2 2 2"))
SHAPES = ("circle", "square", "triangle", "diamond", "cross")


class NothingToPlot(Exception):
    """No series of the plot has a point."""


@dataclass(frozen=True)
class Series:
    """A line: its name, and its points, of which those without a value are left out."""

    name: str
    points: list

    @property
    def known(self):
        return [(x, y) for x, y in self.points if y is not None and x > 0 and y > 0]


@dataclass(frozen=True)
class Plot:
    title: str
    x_label: str
    y_label: str
    series: list

    def svg(self):
        """The whole document; `NothingToPlot` where no series has a point."""
        drawn = [(one, index) for index, one in enumerate(self.series) if one.known]
        if not drawn:
            raise NothingToPlot(self.title)
        if len(self.series) > len(STYLES):
            raise ValueError(f"{self.title}: at most {len(STYLES)} lines can be told apart")
        points = [point for one, _ in drawn for point in one.known]
        across = Axis([x for x, _ in points], LEFT, WIDTH - RIGHT)
        up = Axis([y for _, y in points], HEIGHT - BOTTOM, TOP)
        places = spread([up.place(one.known[-1][1]) for one, _ in drawn])
        parts = [*self.head(), *grid(across, up), *self.labels()]
        for (one, index), place in zip(drawn, places):
            parts += line(one, index, across, up, place)
        return "\n".join([*parts, "</svg>", ""])

    def head(self):
        names = ", ".join(one.name for one in self.series if one.known)
        return [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
            f' role="img" aria-label={quoteattr(self.title)}>',
            f"<title>{escape(self.title)}</title>",
            f"<desc>{escape(f'{self.y_label} by {self.x_label}, on logarithmic axes: {names}')}</desc>",
            "<style>", *style(), "</style>",
            f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>']

    def labels(self):
        middle = (TOP + HEIGHT - BOTTOM) / 2
        return [
            f'<text class="title" x="{LEFT}" y="24">{escape(self.title)}</text>',
            f'<text x="{number((LEFT + WIDTH - RIGHT) / 2)}" y="{HEIGHT - 14}" text-anchor="middle">{escape(self.x_label)}</text>',
            f'<text transform="translate(16 {number(middle)}) rotate(-90)" text-anchor="middle">{escape(self.y_label)}</text>']


class Axis:
    """A logarithmic scale, from the place of its least tick to that of its greatest."""

    def __init__(self, values, start, end):
        self.ticks = ticks(min(values), max(values))
        self.start, self.end = start, end

    def place(self, value):
        least, greatest = math.log10(self.ticks[0]), math.log10(self.ticks[-1])
        return self.start + (self.end - self.start) * (math.log10(value) - least) / (greatest - least)


def ticks(least, greatest):
    """Round numbers from the last one up to `least` to the first one from `greatest`: 1, 2, 5, or powers of ten alone
    where there would be many."""
    lowest, highest = math.floor(math.log10(least)) - 1, math.ceil(math.log10(greatest)) + 1
    steps = [step * 10.0 ** exponent for exponent in range(lowest, highest + 1) for step in (1, 2, 5)]
    # A power of ten is itself in spite of how the logarithm is rounded.
    first = max(index for index, step in enumerate(steps) if step <= least * (1 + 1e-9))
    last = min(index for index, step in enumerate(steps) if step >= greatest * (1 - 1e-9))
    if first == last:
        first, last = first - 1, last + 1
    chosen = steps[first:last + 1]
    if len(chosen) <= 7:
        return chosen
    powers = [step for step in chosen if math.log10(step) == round(math.log10(step))]
    return sorted({chosen[0], *powers, chosen[-1]})


def spread(places):
    """The places of names, so far apart that none is on another, and all on the paper."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    result = list(places)
    for before, index in zip(order, order[1:]):
        result[index] = max(result[index], result[before] + LINE_HEIGHT)
    excess = max(0, result[order[-1]] - (HEIGHT - BOTTOM))
    for index in order:
        result[index] -= excess
    for after, index in zip(order[::-1], order[-2::-1]):
        result[index] = min(result[index], max(result[after] - LINE_HEIGHT, places[index] - excess))
    return result


def style():
    """Plain colours and no variables, which some viewers of SVG do not know."""
    dashes = [f".s{index} .line {{ stroke-dasharray: {one[2]}; }}" for index, one in enumerate(STYLES) if one[2]]
    return [
        "text { font: 13px system-ui, sans-serif; }", "text.title { font-weight: 600; font-size: 15px; }",
        ".line { fill: none; stroke-width: 2; }", ".lead { stroke-width: 0.75; }", *dashes,
        *colours("#ffffff", "#1f2328", "#d8dee4", [one[0] for one in STYLES]),
        "@media (prefers-color-scheme: dark) {",
        *colours("#0d1117", "#e6edf3", "#30363d", [one[1] for one in STYLES]), "}"]


def colours(paper, ink, lines, series):
    yield f".paper {{ fill: {paper}; }} text {{ fill: {ink}; }} .grid {{ stroke: {lines}; }}"
    for index, colour in enumerate(series):
        yield f".s{index} .line, .s{index} .lead {{ stroke: {colour}; }} .s{index} .mark {{ fill: {colour}; }}"


def grid(across, up):
    parts = []
    for tick in across.ticks:
        x = number(across.place(tick))
        parts.append(f'<line class="grid" x1="{x}" y1="{TOP}" x2="{x}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{written(tick)}</text>')
    for tick in up.ticks:
        y = number(up.place(tick))
        parts.append(f'<line class="grid" x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{number(up.place(tick) + 4)}" text-anchor="end">{written(tick)}</text>')
    return parts


def line(series, index, across, up, name_place):
    places = [(across.place(x), up.place(y)) for x, y in series.known]
    path = " ".join(f"{'L' if at else 'M'}{number(x)} {number(y)}" for at, (x, y) in enumerate(places))
    last_x, last_y = places[-1]
    name_x = WIDTH - RIGHT + 22
    return [
        f'<g class="s{index}">', f'<path class="line" d="{path}"/>',
        *(mark(SHAPES[index], x, y) for x, y in places),
        f'<line class="lead" x1="{number(last_x + 7)}" y1="{number(last_y)}" x2="{name_x - 10}" y2="{number(name_place)}"/>',
        mark(SHAPES[index], name_x - 4, name_place),
        f'<text x="{name_x + 6}" y="{number(name_place + 4)}">{escape(series.name)}</text>', "</g>"]


def mark(shape, x, y):
    corners = {
        "square": ((-4, -4), (4, -4), (4, 4), (-4, 4)), "triangle": ((0, -5), (5, 4), (-5, 4)),
        "diamond": ((0, -6), (5, 0), (0, 6), (-5, 0)),
        "cross": ((-5, -2), (-2, -2), (-2, -5), (2, -5), (2, -2), (5, -2), (5, 2), (2, 2), (2, 5), (-2, 5), (-2, 2), (-5, 2))}
    if shape == "circle":
        return f'<circle class="mark" cx="{number(x)}" cy="{number(y)}" r="4"/>'
    points = " ".join(f"{number(x + right)},{number(y + down)}" for right, down in corners[shape])
    return f'<polygon class="mark" points="{points}"/>'


def number(value):
    """A place on the paper, to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def written(tick):
    """A tick as a reader would write it: 0.5, 200, 10,000, 2 million."""
    if tick >= 1e6:
        return f"{tick / 1e6:,.0f} million"
    return f"{tick:,.0f}" if tick >= 1 else f"{tick:.6f}".rstrip("0")
