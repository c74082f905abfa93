"""Answers in one form, whichever program gave them.

The answer to a statement is a dictionary: `error` (a text) when it failed, else `tables` (each `columns` and `rows`),
`facts` (of INFO and DESCRIBE), `warnings`, and `entities` (the count of the variable it made, by name)."""

import json
import re

TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|\+00:00)?")
RANDOM_ID = re.compile(r"[a-z0-9-]+--[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def normal(value):
    """Returns a cell such that equal things look equal: times in one spelling, numbers as numbers, lists as text."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        value = float(f"{value:.9g}")
        return int(value) if value.is_integer() else value
    if isinstance(value, (list, dict)):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    if isinstance(value, str):
        time = TIME.fullmatch(value)
        if time:
            day, clock, fraction = time.groups()
            fraction = (fraction or "")[:6].rstrip("0")
            return f"{day}T{clock}{'.' + fraction if fraction else ''}Z"
    return value


def normalised(answer):
    """Returns an answer with all its cells in normal form."""
    if "error" in answer:
        return answer
    for table in answer["tables"]:
        table["rows"] = [[normal(cell) for cell in row] for row in table["rows"]]
    answer["facts"] = [{key: normal(value) for key, value in facts.items()} for facts in answer["facts"]]
    return answer


def is_random_id(value):
    """Tells an id that was drawn, and says nothing, from one that names what it belongs to."""
    return isinstance(value, str) and RANDOM_ID.fullmatch(value) is not None


def draw(answer, rows=12):
    """Returns an answer as lines for a person."""
    if answer is None:
        return ["(not reached)"]
    if "error" in answer:
        return ["error: " + answer["error"]]
    lines = [f"{name}: {count} entities" for name, count in answer["entities"].items()]
    for table in answer["tables"]:
        lines.append(" | ".join(table["columns"]) + f"   ({len(table['rows'])} rows)")
        ordered = sorted(table["rows"], key=str)
        lines += ["  " + " | ".join(str(cell)[:60] for cell in row) for row in ordered[:rows]]
        if len(ordered) > rows:
            lines.append("  ...")
    lines += [json.dumps(facts, ensure_ascii=False) for facts in answer["facts"]]
    lines += ["warning: " + text for text in answer["warnings"]]
    return lines or ["(nothing shown)"]
