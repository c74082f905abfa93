#!/usr/bin/env python3
"""Measures Kestrel side by side with a bare walk of the same file and, with --original, with the original in Python.

    bench/figures.py [--original] [--runs N]

Needs the reference data (KESTREL_REFERENCE_DATA, default ../shared/data) and the presets `release` and `bench`. Runs of
what is compared alternate, so that a machine that slows down slows both. Prints minimum and median in milliseconds,
peak memory, and the ratios that matter."""

import argparse
import json
import lzma
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("KESTREL_REFERENCE_DATA", ROOT.parent / "shared/data"))
WORK = ROOT / "build/bench-data"
KESTREL = ROOT / "build/release/bin/kestrel"
WALK = ROOT / "build/bench/bin/bench_walk"
STATEMENTS = ROOT / "build/bench/bin/bench_statements"
FRONT_END = ROOT / "build/bench/bin/bench_front_end"
sys.path.insert(0, str(ROOT / "scripts"))

import original_venv


def unpacked(name):
    """Returns a bundle of the reference data, unpacked once."""
    WORK.mkdir(parents=True, exist_ok=True)
    target = WORK / f"{name}.json"
    if not target.exists():
        with lzma.open(DATA / f"stix/{name}.json.xz") as packed, open(target, "wb") as plain:
            shutil.copyfileobj(packed, plain)
    return target


def run(command):
    """Runs a command; returns wall milliseconds, peak megabytes, and its output."""
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command], stdout=output, stderr=subprocess.DEVNULL, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = (time.perf_counter() - begin) * 1000
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{text}")
    return wall, usage.ru_maxrss / 1024, text


def alternate(runs, **commands):
    """Runs commands in turn, after one round that does not count; returns walls and peaks by name."""
    walls = {name: [] for name in commands}
    peaks = {name: 0 for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            wall, peak, _ = run(command)
            if turn > 0:
                walls[name].append(wall)
                peaks[name] = max(peaks[name], peak)
    for name in commands:
        print(f"  {name:<34} min {min(walls[name]):9.1f} ms   median {statistics.median(walls[name]):9.1f} ms   "
              f"peak {peaks[name]:7.1f} MB")
    return {name: min(walls[name]) for name in commands}, peaks


def get(file, extra=""):
    return f"procs = GET process FROM file://{file} WHERE name = 'svchost.exe'{extra}"


def held(what, figure, limit):
    print(f"  {what:<58} {figure:8.2f}   {'holds' if figure <= limit else 'MISSED'} (at most {limit})")


def first_answer(runs, large, small):
    print("GET with an equality over windows-20k.json, cold, whole process")
    best, peaks = alternate(runs, walk=[WALK, large], kestrel=[KESTREL, "-c", get(large)],
                            kestrel_one_thread=[KESTREL, "--threads", "1", "-c", get(large)],
                            kestrel_windows_5k=[KESTREL, "-c", get(small)])
    held("cold GET / bare walk", best["kestrel"] / best["walk"], 1.0)
    data = large.stat().st_size / small.stat().st_size
    held(f"time for {data:.2f} times the data", best["kestrel"] / best["kestrel_windows_5k"], 4.4 * data / 4)
    held("peak memory / file size", peaks["kestrel"] / (large.stat().st_size / 1e6), 2.5)
    return best["kestrel"]


def answers_again(runs, large):
    print("The same again in the session, and statements that do nothing")
    again = []
    for _ in range(runs):
        _, _, text = run([KESTREL, "--show", "timings", "-c", get(large), "-c", "again = GET process WHERE name = 'lsass.exe'"])
        work = text.split("-- timings")[2]
        again.append(sum(float(time) for time in re.findall(r"([\d.]+) ms", work)))
    held("again in the session, ms", min(again), 2.0)


def starts(runs, small):
    print("Starts")
    with tempfile.TemporaryDirectory() as folder:
        bundle = pathlib.Path(folder) / "one.json"
        bundle.write_text('{"type":"bundle","id":"bundle--0","objects":[{"type":"observed-data","id":"observed-data--'
                          '8e7f7f5a-3b4c-5d5e-8f6a-000000000001","first_observed":"2024-05-14T08:00:00Z","last_observed":'
                          '"2024-05-14T08:00:00Z","number_observed":1,"objects":{"0":{"type":"process","pid":1}}}]}')
        table = f"p = GET process FROM file://{bundle} WHERE pid = 1"
        ten = "\n".join(f"p{number} = p WHERE pid = {number}" for number in range(10))
        best, _ = alternate(runs * 3, empty_hunt=[KESTREL, "-c", "# nothing"], needs_a_table=[KESTREL, "-c", table],
                            ten_statements_more=[KESTREL, "-c", f"{table}\n{ten}"])
    held("an empty hunt, ms", best["empty_hunt"], 8)
    held("a hunt that needs a table, ms", best["needs_a_table"], 30)
    held("ten statements more, ms", best["ten_statements_more"] - best["needs_a_table"], 5)


def statements(runs, large, small):
    """Measures statements in one loaded session: wall time, and the processor time of all threads, which is what is left
    of it on a machine that does nothing else. Returns least wall milliseconds by name."""
    print("Statements in a loaded session: least and median wall time, the engine's part, processor time")
    _, _, text = run([STATEMENTS, large, small, runs * 3])
    figures = {}
    for line in text.splitlines():
        way, name, least, median, engine, processor, rows = line.split()
        figures[way, name] = [float(least), float(engine), float(processor)]
        print(f"  {way.replace('-', ' '):<16} {name:<18} {least:>9} ms {median:>9} ms {engine:>9} ms {processor:>9} ms  "
              f"{rows:>7} rows")
    for way in ("with-summary", "without-summary"):
        told = "summary" if way == "with-summary" else "DISP"
        for name in ("parents", "children", "traffic"):
            held(f"FIND {name}, with its {told}, ms", figures[way, name][0], 5)
        held(f"a statement that does nothing, {way.replace('-', ' ')}, ms", figures[way, "nothing"][0], 0.5)
    for name in ("group", "sort", "join", "display-first", "display-all", "display"):
        least, engine, _ = figures["without-summary", name]
        held(f"{name} of 100,000 rows, engine, ms", engine, 10)
        held(f"{name} of 100,000 rows, the rest, ms", least - engine, 1)
    data = large.stat().st_size / small.stat().st_size
    for name in ("parent", "child", "traffic"):
        ratio = figures["with-summary", f"every-{name}"][0] / figures["with-summary", f"few-every-{name}"][0]
        held(f"FIND {name} of every process, {data:.2f} times the data", ratio, 4.5 * data / 4)
    return {name: least for (way, name), (least, _, _) in figures.items() if way == "with-summary"}


def front_end(runs):
    print("The front end: long texts, and four times as long ones")
    _, _, text = run([FRONT_END, runs])
    worst = ("", 0)
    for line in text.splitlines():
        name, part, least, ratio = line.split()
        if name == "statements" and part == "parse":
            held("parse 10,000 statements, ms", float(least), 200)
        if float(least) > 5:  # what is shorter is noise
            worst = max(worst, (f"{part} {name}", float(ratio)), key=lambda known: known[1])
    # Pages that a long text touches first cost the kernel much; a step that is quadratic takes 16 times as long.
    held(f"processor time for four times the text, at worst ({worst[0]})", worst[1], 12)


def timed_by_original(python, large):
    """Returns seconds that statements take in one session of the original."""
    script = WORK / "original_session.py"
    script.write_text(f'''
import json, time
from kestrel.session import Session
with Session() as session:
    session.execute("procs = GET process FROM file://{large} WHERE name = 'svchost.exe'")
    session.execute("other = procs WHERE pid > 0")  # it joins no variable with itself
    taken = {{}}
    for name, statement in {{
        "parents": "f = FIND process CREATED procs", "children": "f = FIND process CREATED BY procs",
        "traffic": "f = FIND network-traffic CREATED BY procs", "group": "f = GROUP procs BY name WITH COUNT(pid)",
        "sort": "f = SORT procs BY pid", "join": "f = JOIN procs, other BY pid, pid", "display-first": "DISP procs LIMIT 20",
        "nothing": "f = procs"}}.items():
        begin = time.perf_counter()
        session.execute(statement)
        taken[name] = time.perf_counter() - begin
print(json.dumps(taken))
''')
    _, _, text = run([python, script])
    return json.loads(text.splitlines()[-1])


def original_answers(large, ours, ours_by_statement):
    print("The original, Kestrel 1.8.2")
    python, why = original_venv.python()
    if python is None:
        print(f"  skipped: {why}")
        return
    hunt = WORK / "get.hf"
    hunt.write_text(get(large))
    wall, peak, _ = run([python.parent / "kestrel", hunt])
    print(f"  {'original':<34} once {wall:8.0f} ms   peak {peak:7.1f} MB   {wall / ours:.0f} times Kestrel's")
    for name, seconds in timed_by_original(python, large).items():
        known = ours_by_statement.get(name)
        ratio = f"{seconds * 1000 / known:.0f} times Kestrel's" if known else ""
        print(f"  {name:<34} once {seconds * 1000:8.0f} ms   {ratio}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--original", action="store_true", help="measures the original too: minutes, and PyPI is needed")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    for program in (KESTREL, WALK, STATEMENTS, FRONT_END):
        if not program.exists():
            sys.exit(f"{program} is missing: run ./hunt, then cmake --preset bench && ninja -C build/bench")
    if not (DATA / "stix/windows-20k.json.xz").exists():
        sys.exit(f"skipped: there is no stix/windows-20k.json.xz in {DATA}")
    large, small = unpacked("windows-20k"), unpacked("windows-5k")
    ours = first_answer(options.runs, large, small)
    answers_again(options.runs, large)
    starts(options.runs, small)
    by_statement = statements(options.runs, large, small)
    front_end(options.runs)
    if options.original:
        original_answers(large, ours, by_statement)


if __name__ == "__main__":
    main()
