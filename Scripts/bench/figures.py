"""From what the runs gave to the figures of the document. Nothing here measures."""

import statistics

SERVERS = ("verbatim", "nchan")


def medians(runs):
    """The median of each figure over all rounds; None of a server that was not there."""
    if not runs:
        return None
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def compared(of, name):
    """A figure of each server, and verbatim's over nchan's."""
    row = {server: rounded(of[server][name]) if of[server] else None for server in SERVERS}
    row["ratio"] = round(row["verbatim"] / row["nchan"], 2) if row["verbatim"] and row["nchan"] else None
    return row


def possible(under_way, disk_ms, cycle_ms, reached):
    """What a server could do that only waits for the disk and for its cycle: so many messages for each pass of both.

    The cycle is the time for which a server that stores nothing has as many messages under way.
    """
    most = under_way / (disk_ms + cycle_ms) * 1000
    return {"messages_per_s": rounded(most), "share": round(reached / most, 2)}


def possible_of(of, under_way, disk_ms, given_ms=None):
    """The possible of a row by the cycle that is given, or else by nchan's own; None without either."""
    if given_ms is not None:
        source, cycle_ms = "given", given_ms
    elif of["nchan"] and of["nchan"]["messages_per_s"]:
        source, cycle_ms = "nchan", under_way / of["nchan"]["messages_per_s"] * 1000
    else:
        return None
    result = possible(under_way, disk_ms, cycle_ms, of["verbatim"]["messages_per_s"])
    return {"cycle_ms": round(cycle_ms, 4), "cycle_of": source, **result}


def cycle(text):
    """`ROW=MS` as a pair."""
    row, sign, milliseconds = text.rpartition("=")
    if not sign or not row or float(milliseconds) <= 0:
        raise ValueError(text)
    return row, float(milliseconds)


def rounded(number):
    """A number with as many digits as a measurement has."""
    return round(number) if abs(number) >= 1000 else round(number, 3)
