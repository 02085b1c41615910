#!/usr/bin/python3
"""Checks `verbatim run` and `verbatim merge` at the size of a real suite: 1,000 scenarios of which 100 fail in known ways.

Usage: check_suite.py --verbatim PROGRAM [--scenarios 1000] [--failures 100] [--wire] [--seconds N]

`make_suite.py` says what has to come out. With --wire all of them are run on real servers too, in no more than --seconds, with the same
verdicts. It prints the figures as JSON.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import xml.etree.ElementTree

import jsonschema

import failures
import make_suite

SCHEMA = json.loads((pathlib.Path(__file__).resolve().parents[2] / "Docs" / "report.schema.json").read_text(encoding="utf-8"))
# Forms of a report, by the option that writes it.
FORMS = {"junit": "xml", "json": "json", "html": "html", "mermaid": "md", "tap": "tap"}
# A page of this size opens in about a second, and it is below the limits of viewers of artifacts.
HTML_BYTES_PER_SCENARIO = 10_000
SHARDS = 3
RED = {"failed", "unreadable", "xpass"}
# What a shard may take longer than another is one scenario, or what a clock that counts milliseconds does not see.
TOLERATED_MILLISECONDS = 5


def check(condition, message):
    if not condition:
        raise SystemExit(f"check_suite: {message}")


class Runner:
    """Runs a program in the folder of the suite, and takes how long it needs."""

    def __init__(self, program, folder, plan):
        self.program, self.folder, self.plan = os.path.abspath(program), folder, plan
        self.figures = {}

    def run(self, *arguments, code, figure=None):
        """Runs a command, and gives what it prints."""
        # Neither colours nor files of the machine that runs this are of any interest.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
        start = time.monotonic()
        process = subprocess.run(
            [self.program, *arguments], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=300)
        if figure:
            self.figures[figure] = round(time.monotonic() - start, 2)
        check(
            process.returncode == code,
            f"{' '.join(arguments)} ended with {process.returncode} and not {code}:\n{process.stdout[-2000:]}{process.stderr[-2000:]}")
        return process.stdout

    def reports(self, name, *arguments, code, figure=None):
        """Runs a command with a report in each form, and gives all that it wrote."""
        options = [word for option, form in FORMS.items() for word in (f"--{option}", f"../{name}.{form}")]
        console = self.run(*arguments, *options, code=code, figure=figure)
        return {"console": console, **{form: (self.folder.parent / f"{name}.{form}").read_bytes() for form in FORMS.values()}}

    def listed(self, *options):
        """The names of what would be run. What cannot be read is not among them."""
        lines = self.run("run", "--list", *options, ".", code=3 if self.reds("unreadable") else 0).splitlines()
        known = {each["name"] for each in self.plan}
        return [name for line in lines if (name := re.sub(r": [^:]*$", "", line)) in known]

    def reds(self, *verdicts):
        return [each for each in self.plan if each["verdict"] in (verdicts or RED)]


def counted(plan):
    """The summary of a run."""
    counts = collections.Counter(each["verdict"] for each in plan)
    words = [f"{counts[word]} {word}" for word in ["unreadable", "xpass"] if counts[word]]
    return ", ".join([f"{counts['passed']} passed, {counts['failed']} failed", *words])


def check_verdicts(report, plan, on_wire=False):
    """Holds a JSON report against the plan: verdicts, kinds of failures, and what they say."""
    results = report["results"]
    check([result["name"] for result in results] == [each["name"] for each in plan], "the results are others, or in another order")
    for result, planned in zip(results, plan):
        name, kind = result["name"], planned["kind"]
        # What one frame brings to two users has no order that could be seen from outside the server.
        verdict = "passed" if on_wire and kind == "order" else planned["verdict"]
        check(result["verdict"] == verdict, f"{name} is {result['verdict']} and not {verdict}")
        if verdict != "failed":
            continue
        failure = result["failure"]
        _, expected, text = failures.EXPECTED[kind]
        check(failure["kind"] == expected and text in failure["message"], f"{name}: {failure['kind']}, {failure['message']}")
        check(failure["file"] == result["file"] and failure["line"] > 0, f"{name} points at {failure['file']}:{failure['line']}")
        differing = len(failure["details"].get("differs", "").splitlines())
        check(differing == {"fields": 3, "mismatch": 1, "row": 1}.get(kind, differing), f"{name}: {differing} fields differ")
        check(len(result.get("further_failures", [])) == (kind == "soft"), f"{name} has another number of failures")
        check(result["file"] in report["files"], f"{name}: the text of the file is not in the report")


def check_forms(reports, plan):
    """Holds the other forms against the plan."""
    error = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(SCHEMA).iter_errors(json.loads(reports["json"])))
    check(error is None, error and f"{error.json_path}: {error.message}")
    counts = collections.Counter(each["verdict"] for each in plan)
    check(reports["console"].splitlines()[-1] == counted(plan), f"the summary is {reports['console'].splitlines()[-1]}")
    root = xml.etree.ElementTree.fromstring(reports["xml"])
    for attribute, count in [("tests", len(plan)), ("failures", counts["failed"] + counts["xpass"]), ("errors", counts["unreadable"])]:
        check(int(root.get(attribute)) == count, f"JUnit has {root.get(attribute)} {attribute}, not {count}")
        check(sum(int(suite.get(attribute)) for suite in root) == count, f"the suites of JUnit do not have {count} {attribute}")
    tap = reports["tap"].decode().splitlines()
    reds = sum(counts[verdict] for verdict in RED)
    check(tap[1] == f"1..{len(plan)}", f"TAP has {tap[1]}")
    check(sum(line.startswith("not ok ") for line in tap) == reds, f"TAP has not {reds} failures")
    most = HTML_BYTES_PER_SCENARIO * len(plan)
    check(len(reports["html"]) <= most, f"the page has {len(reports['html'])} bytes, more than {most}")


def check_jobs(runner):
    """The same bytes for any number of jobs. Returns the reports."""
    arguments = ["run", "--quiet", "."]
    one = runner.reports("one", *arguments, "--jobs", "1", code=3, figure="seconds_simulator_1_job")
    four = runner.reports("four", *arguments, "--jobs", "4", code=3, figure="seconds_simulator_4_jobs")
    for form, data in one.items():
        check(data == four[form], f"{form} is not the same with four jobs")
    return one


def check_shards(runner, whole):
    """Shards have every scenario once, and their reports make the one of the whole run."""
    parts = []
    for part in range(1, SHARDS + 1):
        runner.run("run", "--quiet", "--shard", f"{part}/{SHARDS}", "--json", f"../part-{part}.json", ".", code=3)
        report = json.loads((runner.folder.parent / f"part-{part}.json").read_text(encoding="utf-8"))
        parts.append([result["name"] for result in report["results"]])
    names = [name for part in parts for name in part]
    check(sorted(names) == sorted(each["name"] for each in runner.plan), "the shards have not every scenario once")
    sizes = [len(part) for part in parts]
    check(max(sizes) - min(sizes) <= 1, f"the shards have {sizes} scenarios")
    # In whatever order their jobs have ended.
    paths = [f"../part-{part}.json" for part in [2, 3, 1]]
    merged = runner.reports("merged", "merge", *paths, code=3, figure="seconds_merge")
    for form, data in whole.items():
        check(data == merged[form], f"{form} of the merged reports is not that of the whole run")


def check_selections(runner):
    """--failed, --repeat, --tag, and a shard with nothing in it."""
    runner.run("run", "--quiet", "--failed", "../one.json", "--json", "../again.json", ".", code=3)
    again = json.loads((runner.folder.parent / "again.json").read_text(encoding="utf-8"))["results"]
    names = [each["name"] for each in runner.reds()]
    check([result["name"] for result in again] == names, "--failed runs others than those that failed")

    planned = next(each for each in runner.plan if each["kind"] == "mismatch")
    summary = runner.run("run", "--quiet", "--repeat", "7", planned["name"], code=1).splitlines()[-1]
    check(summary == "0 passed, 7 failed", f"--repeat 7 ends with {summary}")

    for expression, is_meant in [
        ("smoke", lambda tags: "smoke" in tags),
        ("smoke and not slow", lambda tags: "smoke" in tags and "slow" not in tags),
        ("(chat or private) and (nightly or broken)", lambda tags: tags & {"chat", "private"} and tags & {"nightly", "broken"}),
    ]:
        expected = [each["name"] for each in runner.plan if is_meant(set(each["tags"])) and each["verdict"] != "unreadable"]
        check(runner.listed("--tag", expression) == expected, f"--tag '{expression}' selects others")

    empty = runner.run("run", "--shard", "3/3", planned["name"], code=0)
    check(empty == "0 passed, 0 failed\n", f"a shard with nothing in it says {empty!r}")


def check_durations(runner):
    """By the times of an earlier run the shards take about as long as each other."""
    runner.run("run", "--quiet", "--timings", "--json", "../timed.json", "--jobs", "1", ".", code=3)
    report = json.loads((runner.folder.parent / "timed.json").read_text(encoding="utf-8"))
    took = {result["name"]: result.get("real_ms") for result in report["results"]}
    known = [time for time in took.values() if time is not None]
    average = max(1, sum(known) // len(known))
    options = ["--durations", "../timed.json"]
    parts = [runner.listed("--shard", f"{part}/{SHARDS}", *options) for part in range(1, SHARDS + 1)]
    expected = sorted(each["name"] for each in runner.plan if each["verdict"] != "unreadable")
    check(sorted(name for part in parts for name in part) == expected, "with --durations the shards have not every scenario once")
    # What took less than a millisecond counts as one.
    loads = [sum(max(1, average if took[name] is None else took[name]) for name in part) for part in parts]
    # What cannot be read is not listed, and counts as the average.
    unseen = average * len(runner.reds("unreadable"))
    check(
        max(loads) - min(loads) <= max(known) + unseen + TOLERATED_MILLISECONDS,
        f"with --durations the shards take {loads} ms")


def check_annotations(runner, whole):
    """One annotation for each failure, further ones of soft expectations too."""
    console = runner.run("run", "--quiet", "--github", ".", code=3)
    results = json.loads(whole["json"])["results"]
    expected = sum(
        len(result.get("diagnostics", [])) or 1 + len(result.get("further_failures", []))
        for result in results if result["verdict"] in RED)
    lines = [line for line in console.splitlines() if line.startswith("::error ")]
    check(len(lines) == expected, f"--github has {len(lines)} errors, not {expected}")
    pointed = {re.match(r"::error file=([^,]+)[,:]", line)[1] for line in lines}
    check(pointed == {each["name"].split(" [")[0] for each in runner.reds()}, "--github points at other files")


def check_wire(runner, most_seconds):
    """The same on real servers, and the same bytes for any number of them."""
    some = [runner.reports(f"wire-{jobs}", "run", "--quiet", "--on", "wire", "--jobs", jobs, "--tag", "smoke", ".", code=3) for jobs in "13"]
    check(some[0] == some[1], "on the wire reports are not the same with three jobs")
    runner.run("run", "--quiet", "--on", "wire", "--json", "../wire.json", ".", code=3, figure="seconds_wire")
    check_verdicts(json.loads((runner.folder.parent / "wire.json").read_text(encoding="utf-8")), runner.plan, on_wire=True)
    took = runner.figures["seconds_wire"]
    check(most_seconds is None or took <= most_seconds, f"on the wire it takes {took} s, more than {most_seconds}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--verbatim", required=True)
    parser.add_argument("--scenarios", type=int, default=1000)
    parser.add_argument("--failures", type=int, default=100)
    parser.add_argument("--wire", action="store_true")
    parser.add_argument("--seconds", type=float)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        suite = make_suite.make(arguments.scenarios, arguments.failures)
        folder = pathlib.Path(name).resolve() / "suite"
        suite.write(folder)
        check(len(suite.plan) == arguments.scenarios, f"the suite has {len(suite.plan)} scenarios")
        runner = Runner(arguments.verbatim, folder, suite.plan)
        check(len(runner.reds()) == arguments.failures, f"of the suite {len(runner.reds())} are to fail")
        whole = check_jobs(runner)
        check_verdicts(json.loads(whole["json"]), suite.plan)
        check_forms(whole, suite.plan)
        check_annotations(runner, whole)
        check_selections(runner)
        check_durations(runner)
        check_shards(runner, whole)
        runner.figures |= {f"bytes_{form}": len(whole[form]) for form in FORMS.values()}
        if arguments.wire:
            check_wire(runner, arguments.seconds)
        print(json.dumps({"scenarios": arguments.scenarios, "failures": arguments.failures, **runner.figures}))


if __name__ == "__main__":
    main()
