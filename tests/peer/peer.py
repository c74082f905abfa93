#!/usr/bin/env python3
"""Runs the same drawn hunts on the original and on this program, and compares what they answer.

    tests/peer/peer.py --kestrel build/check/bin/kestrel [--seed N] [--hunts N] [--only N]

See README.md for what is compared and how a difference is judged."""

import argparse
import collections
import os
import pathlib
import queue
import sys
import threading
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import original_venv
from answers import draw as drawn
from bundles import read_bundles
from draw import draw
from judge import judge, minimise
from programs import Original, Ours, TooSlow


def indented(lines):
    return ["    " + line for line in lines]


def failure(name, verdict, smallest):
    """Returns what is printed of a hunt that fails: the hunt, both answers, and the smallest hunt."""
    def part(title, verdict):
        case = verdict.failing
        return ([f"{title} (bundle {case.hunt.bundle}, prefetch {'on' if case.hunt.prefetch else 'off'}):"]
                + indented(case.hunt.until(case.index).text().splitlines())
                + ["differs:"] + indented(case.found)
                + ["the original:"] + indented(drawn(case.theirs)) + ["this program:"] + indented(drawn(case.ours)))
    lines = part("the hunt", verdict)
    if len(smallest.failing.hunt.statements) < verdict.failing.index + 1:
        lines += part("still differs", smallest)
    return "\n".join([f"FAIL {name}"] + indented(lines))


def report_on(hunt, original, ours):
    """Returns the line or lines of one hunt, and the rules that excused something."""
    name = f"peer/{hunt.name}"
    try:
        verdict = judge(hunt, original, ours)
        if verdict.failing is None:
            return f"ok {name}", verdict
        return failure(name, verdict, minimise(verdict, original, ours)), verdict
    except TooSlow as slow:
        return f"skip {name}: {slow}", None


def run(hunts, python, options):
    """Runs hunts on as many originals as asked for; yields reports in the order in which they come."""
    waiting, reports = queue.Queue(), queue.Queue()
    for hunt in hunts:
        waiting.put(hunt)

    def work():
        original = Original(python, options.seconds)
        ours = Ours(options.kestrel, options.seconds)
        try:
            while True:
                hunt = waiting.get_nowait()
                try:
                    reports.put(report_on(hunt, original, ours))
                except Exception as problem:  # a fault of the test itself must not look like agreement
                    reports.put((f"FAIL peer/{hunt.name}\n    {type(problem).__name__}: {problem}", None))
        except queue.Empty:
            pass
        finally:
            original.close()

    workers = [threading.Thread(target=work, daemon=True) for _ in range(options.workers)]
    for worker in workers:
        worker.start()
    for _ in hunts:
        yield reports.get()
    for worker in workers:
        worker.join()


def summary(verdicts):
    """Returns what the hunts covered and what was excused."""
    hunts = collections.Counter(rule for verdict in verdicts for rule in set(verdict.excused))
    lines = [f"{sum(verdict.compared for verdict in verdicts)} statements compared in {len(verdicts)} hunts"]
    return lines + [f"{count:4} hunts with {rule.number}: {rule.why}" for rule, count in hunts.most_common()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kestrel", required=True, type=pathlib.Path, help="the program to test")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--hunts", type=int, default=220)
    parser.add_argument("--only", type=int, help="runs this hunt of the seed alone")
    parser.add_argument("--workers", type=int, default=2, help="originals that run at the same time")
    parser.add_argument("--seconds", type=int, default=60, help="what one hunt may take in one program")
    options = parser.parse_args()
    options.kestrel = options.kestrel.resolve()
    data = pathlib.Path(os.environ.get("KESTREL_REFERENCE_DATA", ROOT.parent / "shared/data"))
    if not (data / "stix/doctored-1k.json").exists():
        print(f"skip peer: there is no reference data in {data}")
        return 0
    python, why = original_venv.python()
    if python is None:
        print(f"skip peer: {why}")
        return 0
    bundles = read_bundles(data)
    numbers = range(options.hunts) if options.only is None else [options.only]
    verdicts, failed = [], False
    for line, verdict in run([draw(options.seed, number, bundles) for number in numbers], python, options):
        print(line, flush=True)
        failed = failed or line.startswith("FAIL")
        verdicts += [verdict] if verdict else []
    print("ok peer/summary")
    print("\n".join(indented(summary(verdicts))))
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Exception:  # whoever adds results up must see it
        print("FAIL peer\n" + "\n".join(indented(traceback.format_exc().splitlines())))
        sys.exit(1)
