#!/usr/bin/env python3
"""Runs GoogleTest programs and reports each test as `ok NAME`, `FAIL NAME` with what it printed, or
`skip NAME: WHY`. A program that dies is a failure of its own."""

import json
import pathlib
import subprocess
import sys
import tempfile


def skip_reasons(output):
    """Returns why tests were skipped, by name: GoogleTest says it on the console only."""
    reasons, said = {}, []
    for line in output.splitlines():
        if line.startswith("[ RUN      ]"):
            said = []
        elif line.startswith("[  SKIPPED ]") and said:
            reasons.setdefault(line.split()[3], " ".join(said))
        elif not line.endswith(": Skipped"):
            said.append(line.strip())
    return reasons


def report(program, result, reasons):
    for suite in result["testsuites"]:
        for test in suite["testsuite"]:
            name = f"{program.name}/{suite['name']}.{test['name']}"
            failures = [failure["failure"] for failure in test.get("failures", [])]
            if test["result"] == "SKIPPED":
                why = reasons.get(f"{suite['name']}.{test['name']}")
                print(f"skip {name}: {why or 'no reason given'}")
            elif failures:
                print(f"FAIL {name}")
                for failure in failures:
                    print("    " + failure.replace("\n", "\n    "))
            else:
                print(f"ok {name}")


def run(program):
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "result.json"
        done = subprocess.run([program, f"--gtest_output=json:{output}"], capture_output=True, text=True,
                              errors="replace", timeout=900, check=False)
        result = json.loads(output.read_text(encoding="utf-8")) if output.exists() else None
    if result is not None:
        report(program, result, skip_reasons(done.stdout))
    if result is None or (done.returncode != 0 and result["failures"] == 0):
        print(f"FAIL {program.name}")
        print("    ended with", done.returncode)
        print("    " + "\n    ".join((done.stdout + done.stderr).splitlines()[-30:]))


def main(programs):
    for program in programs:
        run(pathlib.Path(program).resolve())


if __name__ == "__main__":
    main(sys.argv[1:])
