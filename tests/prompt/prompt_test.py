#!/usr/bin/env python3
"""Tests the prompt at a terminal of its own: `prompt_test.py PROGRAM`. Prints one `ok` or `FAIL` line for each test."""

import os
import pathlib
import pty
import re
import select
import sys
import tempfile

PATIENCE = 60  # seconds: longer means that it hangs


def start(program, home):
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(HOME=home, TERM="dumb", TZ="UTC", XDG_CACHE_HOME=home, KESTREL_CONFIG="")
        os.execv(program, [program, "--no-summary", "--no-colour"])
    return pid, terminal


def read_to_the_end(terminal):
    shown = b""
    while True:
        if not select.select([terminal], [], [], PATIENCE)[0]:
            raise TimeoutError("nothing more is shown, and no end: " + shown.decode(errors="replace"))
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the other side is closed
            part = b""
        if not part:
            return shown.decode(errors="replace").replace("\r", "")
        shown += part


def dialogue(program, lines, redrawn=0):
    """Types all lines, then `exit`; returns what is shown behind each prompt, those drawn again included."""
    with tempfile.TemporaryDirectory() as home:
        pid, terminal = start(program, home)
        os.write(terminal, "".join(line + "\n" for line in [*lines, "exit"]).encode())
        shown = read_to_the_end(terminal)
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0, "the prompt did not end well: " + shown
    behind = re.split(r"kestrel > |      \.\.\. ", shown)[1:]
    assert len(behind) == len(lines) + 1 + redrawn, shown
    return behind


def an_empty_line_does_nothing(program):
    shown = dialogue(program, ['a = NEW process ["only once"]', "DISP a ATTR name", "", ""])
    assert "(1 row)" in shown[1], shown
    assert not shown[2].strip() and not shown[3].strip(), shown


def a_statement_that_fails_changes_nothing(program):
    shown = dialogue(program, ['a = NEW process ["kept"]', 'b = NEW file ["other"]', "a = a + b",
                               "DISP a ATTR name", "DISP _ ATTR name"])
    assert "mixed-entity-types" in shown[2], shown
    assert "kept" in shown[3] and "(1 row)" in shown[3], shown
    assert "other" in shown[4], shown


def a_statement_goes_on_until_it_is_whole(program):
    shown = dialogue(program, ["a = NEW process", '["in two lines"]', "DISP a ATTR name"])
    assert "in two lines" in shown[2] and "(1 row)" in shown[2], shown


def tab_completes_the_word(program):
    shown = dialogue(program, ['procs = NEW process ["a name"]', "DISP pro\t ATTR na\t"], redrawn=2)
    assert "a name" in shown[3] and "(1 row)" in shown[3], shown


def tab_lists_what_could_follow(program):
    shown = dialogue(program, ['procs = NEW process ["a name"]', "INFO \tprocs"], redrawn=1)
    assert re.search(r"_ +process, 1 entity\n +procs +process, 1 entity", shown[1]), shown
    assert "Number of Entities" in shown[2], shown


def tab_indents_at_the_start_of_a_line(program):
    shown = dialogue(program, ["a = NEW process", '\t["indented"]', "DISP a ATTR name"], redrawn=1)
    assert "indented" in shown[3] and "(1 row)" in shown[3], shown


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    failed = False
    for test in (an_empty_line_does_nothing, a_statement_that_fails_changes_nothing,
                 a_statement_goes_on_until_it_is_whole, tab_completes_the_word, tab_lists_what_could_follow,
                 tab_indents_at_the_start_of_a_line):
        try:
            test(program)
            print(f"ok prompt/{test.__name__}")
        except (AssertionError, TimeoutError) as problem:
            failed = True
            print(f"FAIL prompt/{test.__name__}")
            print("    " + str(problem).replace("\n", "\n    "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
