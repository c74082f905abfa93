#!/usr/bin/env python3
"""Adds results up. Reads files of lines `ok NAME`, `FAIL NAME`, `skip NAME: WHY` (other lines are what a failure
printed), repeats failures and skips, and closes with `N passed, N failed, N skipped`. Fails when something failed
or nothing ran."""

import sys


def main(files):
    passed = failed = 0
    skips = []
    for file in files:
        failing = False
        with open(file, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                word, _, rest = line.rstrip("\n").partition(" ")
                if word == "ok" and rest:
                    passed, failing = passed + 1, False
                elif word == "skip" and rest:
                    skips.append(rest)
                    failing = False
                elif word == "FAIL" and rest:
                    failed, failing = failed + 1, True
                    print(f"FAIL {rest}")
                elif failing:
                    print(line.rstrip("\n"))
    for skip in skips:
        print(f"skipped: {skip}")
    print(f"{passed} passed, {failed} failed, {len(skips)} skipped")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
