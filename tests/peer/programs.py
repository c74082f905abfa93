"""The two programs under comparison: each takes a hunt and gives answers, one for each statement it reached."""

import json
import os
import pathlib
import select
import subprocess
import tempfile

from answers import normalised
from hunt import FOLDER

HERE = pathlib.Path(__file__).resolve().parent
# What is shown between two statements, so that displays can be told to belong to one. `_` is not touched by it later on.
MARK = "peer_mark = NEW mutex [\"between two statements\"]"
SHOW_MARK = "DESCRIBE peer_mark.name"
NO_PREFETCH = "prefetch:\n  switch_per_command:\n    get: false\n    find: false\n"


class TooSlow(Exception):
    """A hunt took longer than it may."""


def statements_in(hunt, folder):
    return [statement.text.replace(FOLDER, str(folder)) for statement in hunt.statements]


class Original:
    """The original in a process of its own, which lives for many hunts."""

    def __init__(self, python, seconds):
        self.python = python
        self.seconds = seconds
        self.process = None

    def __call__(self, hunt):
        if self.process is None:
            self.process = subprocess.Popen([self.python, str(HERE / "original_worker.py")], stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        with tempfile.TemporaryDirectory() as folder:
            request = {"prefetch": hunt.prefetch, "statements": statements_in(hunt, folder)}
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
            return [normalised(answer) for answer in json.loads(self._reply())]

    def _reply(self):
        reply = b""
        while not reply.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], self.seconds)
            piece = os.read(self.process.stdout.fileno(), 1 << 20) if ready else b""
            if not piece:
                self.close()
                if ready:
                    raise RuntimeError("the original ended without an answer")
                raise TooSlow(f"the original took more than {self.seconds} s")
            reply += piece
        return reply

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


class Ours:
    """Kestrel, started anew for each hunt."""

    def __init__(self, program, seconds):
        self.program = program
        self.seconds = seconds

    def __call__(self, hunt):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            config = folder / "kestrel.yaml"
            config.write_text("{}\n" if hunt.prefetch else NO_PREFETCH)
            command = [self.program, "--format", "json", "--config", str(config), "--cache", str(folder / "cache")]
            command += ["-c", MARK]
            for text in statements_in(hunt, folder):
                command += ["-c", text, "-c", SHOW_MARK]
            try:
                done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=self.seconds,
                                      check=False)
            except subprocess.TimeoutExpired as problem:
                raise TooSlow(f"{self.program} took more than {self.seconds} s") from problem
        if done.returncode not in (0, 1):
            return [{"error": f"ended with {done.returncode}: {done.stderr.strip()}"}]
        return [normalised(answer) for answer in self._split(done.stdout)]

    @staticmethod
    def _split(output):
        displays = [json.loads(line) for line in output.splitlines() if line.strip()]
        answers, answer = [], empty()
        for display in displays[1:]:  # the first is the summary of the mark
            kind, data = display["display"], display.get("data")
            if kind == "diagnostic" and display["severity"] == "error":
                return answers + [{"error": f"{display['slug']}: {display['message']}"}]
            if kind == "diagnostic" or kind == "warning":
                answer["warnings"].append(display.get("slug", data))
            elif kind == "execution summary":
                answer["entities"] = {row["VARIABLE"]: row["#(ENTITIES)"] for row in data["variables updated"]}
            elif kind == "dataframe":
                answer["tables"].append(table(data))
            elif kind == "dict" and data.get("top") == "between two statements":
                answers.append(answer)
                answer = empty()
            elif kind == "dict":
                answer["facts"].append(data)
        return answers


def empty():
    return {"tables": [], "facts": [], "warnings": [], "entities": {}}


def table(rows):
    columns = list(rows[0]) if rows else []
    return {"columns": columns, "rows": [[row.get(name) for name in columns] for row in rows]}
