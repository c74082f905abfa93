#!/usr/bin/env python3
"""Holds docs/compatibility.md: a row for each number of the register, each once and with its test, and every file
it names is there. Prints one `ok` or `FAIL` line for each rule."""

import pathlib
import re
import sys

import structure

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/compatibility.md"
NUMBERS = range(1, 80)
ROW = re.compile(r"^\| *(\d+) *\|", re.MULTILINE)
FILE = re.compile(r"`((?:tests|kestrel|plugins|apps|docs|examples|analytics|scripts)/[\w./-]+)`")


def numbers():
    rows = [int(number) for number in ROW.findall(PAGE.read_text())]
    for number in NUMBERS:
        if rows.count(number) != 1:
            yield f"docs/compatibility.md has {rows.count(number)} rows for {number}"
    for number in sorted(set(rows) - set(NUMBERS)):
        yield f"docs/compatibility.md has a row for {number}, which the register lacks"


def pinned():
    for line in PAGE.read_text().splitlines():
        if ROW.match(line) and not FILE.search(line) and "not built yet" not in line:
            yield f"docs/compatibility.md names no test for {ROW.match(line).group(1)}"


def files():
    named = FILE.findall(PAGE.read_text())
    for name in sorted(set(named)):
        if not (ROOT / name).exists():
            yield f"docs/compatibility.md names {name}, which is not there"
        elif name.endswith(".hf") and not (ROOT / name).with_suffix(".out").exists():
            yield f"docs/compatibility.md names {name}, which has no expected output"


if __name__ == "__main__":
    sys.exit(structure.report((numbers, pinned, files), prefix="compatibility_"))
