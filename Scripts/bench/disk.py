"""How long the disk takes to keep what is written."""

import os
import statistics
import time

BLOCK = bytes(range(256)) * 32
BLOCKS_IN_FILE = 512


def write_and_sync_ms(folder, count):
    """Milliseconds of each of `count` writes of 8 kB with `fdatasync`, into a file that has its full length already.

    That is the least that a log has to wait for: nothing about the file itself changes.
    """
    path = os.path.join(folder, "disk")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        for _ in range(BLOCKS_IN_FILE):
            os.write(descriptor, BLOCK)
        os.fsync(descriptor)
        times = []
        for number in range(count):
            start = time.perf_counter()
            os.pwrite(descriptor, BLOCK, number % BLOCKS_IN_FILE * len(BLOCK))
            os.fdatasync(descriptor)
            times.append((time.perf_counter() - start) * 1000)
        return times
    finally:
        os.close(descriptor)
        os.unlink(path)


def summary(times):
    """The median and the 99th percentile."""
    return {"p50_ms": round(statistics.median(times), 4), "p99_ms": round(statistics.quantiles(times, n=100)[98], 4)}
