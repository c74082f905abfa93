"""Answers hunts with the original. Runs in the environment of the original, and for many hunts, because it is slow to
start. Reads one hunt a line from standard input as JSON, writes one answer a line.

A hunt runs statement by statement, each as a block of its own in one session, up to the first that raises."""

import json
import logging
import os
import shutil
import sys
import tempfile
import warnings

import kestrel.syntax.parser as parser
from kestrel.codegen.display import DisplayBlockSummary, DisplayDataframe, DisplayDict, DisplayWarning
from kestrel.session import Session


def keep_parsers():
    """Makes each parser once: the original makes one for each statement, which takes longer than most statements."""
    build, kept = parser.Lark, {}

    def lark(grammar, **options):
        key = grammar, type(options["transformer"]).__name__
        if key not in kept:
            kept[key] = build(grammar, **options)
        return kept[key]

    parser.Lark = lark


def cell(value):
    """Returns a cell as JSON knows it; what pandas uses for nothing becomes null."""
    if isinstance(value, (list, dict)):
        return value
    if value is None or value != value:
        return None
    return value.item() if hasattr(value, "item") else value


def table(display):
    frame = display.dataframe.astype(object)
    return {"columns": [str(name) for name in frame.columns],
            "rows": [[cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]}


def run(session, text):
    """Returns what a statement showed, and the counts of the variable it made."""
    answer = {"tables": [], "facts": [], "warnings": [], "entities": {}}
    for display in session.execute(text):
        if isinstance(display, DisplayBlockSummary):
            rows = display.to_dict()["data"]["variables updated"]
            answer["entities"] = {row["VARIABLE"]: int(row["#(ENTITIES)"]) for row in rows}
        elif isinstance(display, DisplayDataframe):
            answer["tables"].append(table(display))
        elif isinstance(display, DisplayDict):
            answer["facts"].append({key: cell(value) for key, value in display.dict.items()})
        elif isinstance(display, DisplayWarning):
            answer["warnings"].append(display.text)
    return answer


def answer(hunt):
    answers = []
    folder = tempfile.mkdtemp(prefix="kestrel-peer-")
    try:
        with Session(runtime_dir=folder) as session:
            if not hunt["prefetch"]:
                session.config["prefetch"]["switch_per_command"] = {"get": False, "find": False}
            for text in hunt["statements"]:
                try:
                    answers.append(run(session, text))
                except Exception as problem:  # whatever the original raises is its answer
                    first = (str(problem).splitlines() or [""])[0]
                    answers.append({"error": f"{type(problem).__name__}: {first}"[:300]})
                    break
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return answers


def main():
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    keep_parsers()
    replies, sys.stdout = os.fdopen(os.dup(1), "w"), sys.stderr  # what the original prints is no answer
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line)), default=str), file=replies, flush=True)


if __name__ == "__main__":
    main()
