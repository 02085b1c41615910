"""Which plots the documents of `bench-server` and `Benchmarks` have in them, by the names of their files."""

import os
import sys

from bench.svg_plot import NothingToPlot, Plot, Series

WORKS = {
    "join": "a join", "message": "a message", "history_page": "a page of history",
    "search_rare_word": "search, rare word", "search_common_word": "search, common word"}


def of(document):
    """The plots of either kind of document."""
    return of_growth(document) if "measurements" in document else of_server(document)


def of_server(document):
    """Deliveries by members, and the time until a message has come to all, of the live server."""
    rooms, reach = document["rooms"], document["reach"]
    deliveries = [
        Series(f"{server}, window {window}", [
            (row["members"], row["deliveries_per_s"][server]) for row in most_alone(rooms, window)])
        for window in (64, 4) for server in ("verbatim", "nchan")]
    times = [
        Series(f"{server}, {percentile}", [(row["members"], row[f"{percentile}_ms"][server]) for row in reach])
        for server in ("verbatim", "nchan") for percentile in ("p99", "p50")]
    return {
        "deliveries.svg": Plot("Deliveries a second in one room", "members", "deliveries a second", deliveries),
        "reach.svg": Plot("Time until a message has come to all in one room", "members", "milliseconds", times)}


def most_alone(rooms, window):
    """One row for each number of members: that with the fewest senders."""
    rows = {}
    for row in sorted((row for row in rooms if row["window"] == window), key=lambda row: (row["members"], row["senders"])):
        rows.setdefault(row["members"], row)
    return rows.values()


def of_growth(document):
    """What the same work costs on larger and larger servers."""
    costs = {}
    for measurement in document["measurements"]:
        kind, *path = measurement["name"].split("/")
        if kind == "growth":
            what, work, size = path
            costs.setdefault(what, {}).setdefault(work, []).append((int(size), measurement["value"]))

    def series(what):
        return [Series(name, sorted(costs.get(what, {}).get(work, []))) for work, name in WORKS.items()]

    unit = "µs of processor time"
    return {
        "growth-rooms.svg": Plot("Cost by rooms, with 1,000 messages", "rooms", unit, series("rooms")),
        "growth-messages.svg": Plot("Cost by stored messages, in 10 rooms", "stored messages", unit, series("messages"))}


def write(plots, folder):
    """Writes each plot into the folder; one without figures is left as it is."""
    os.makedirs(folder, exist_ok=True)
    for name, plot in plots.items():
        try:
            text = plot.svg()
        except NothingToPlot:
            print(f"{name}: there are no figures for it", file=sys.stderr)
            continue
        with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)
        print(f"{folder}/{name}", file=sys.stderr)
