"""susp_scoring: adds up points for every rule of rules.json that a process fits."""

import json
import os
import sys
from pathlib import Path

INPUT = "/data/input/0.parquet.gz"
OUTPUT = "/data/output/0.parquet.gz"
RULES = Path(__file__).with_name("rules.json")

LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def fold(text):
    """Returns the text with ASCII letters in lower case and all others as they are."""
    return text.translate(LOWER)


def pieces_fit(text, pieces, at_end):
    """Tells whether the pieces occur in their order, and the last one at the very end if asked for."""
    place = 0
    for piece in pieces[:-1] if at_end else pieces:
        found = text.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return not at_end or (text.endswith(pieces[-1]) and len(text) - len(pieces[-1]) >= place)


def occurs_around_name(text, before, after):
    """Tells whether `before`, a name and `after` follow each other somewhere in the text."""
    place = text.find(before)
    while place >= 0:
        begin = end = place + len(before)
        while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] == "_"):
            end += 1
        if begin < end and text[begin].isalpha() and text.startswith(after, end):
            return True
        place = text.find(before, place + 1)
    return False


def predicate(test, ignore_case):
    """Returns a function that tells whether one test of a rule holds for a text."""
    kind, texts = test["test"], test["texts"]
    if kind == "contains":
        return lambda text: any(wanted in text for wanted in texts)
    if kind == "contains-any-case":
        texts = [fold(wanted) for wanted in texts]
        return lambda text: any(wanted in folded for folded in [fold(text)] for wanted in texts)
    if kind == "contains-around-name":
        return lambda text: occurs_around_name(text, *texts)
    if kind not in ("equals", "not-equals"):
        raise ValueError(f"rules.json: unknown test `{kind}`")
    form = fold if ignore_case else str
    names = frozenset(form(wanted) for wanted in texts)
    return (lambda text: form(text) in names) if kind == "equals" else (lambda text: form(text) not in names)


class Column:
    """Answers for one column which tests hold for a text, as bits; each distinct text is looked at once."""

    def __init__(self):
        self.tests = []  # (bit, predicate)
        self.known = {}

    def bits(self, text):
        known = self.known.get(text)
        if known is None:
            known = self.known[text] = sum(bit for bit, holds in self.tests if holds(text))
        return known


class Scorer:
    """Scores rows by the rules."""

    def __init__(self, rules, ignore_case=False):
        self.patterns = [(pattern["pieces"][0], pattern["pieces"], pattern["at_end"]) for pattern in rules["patterns"]]
        self.pattern_points = rules["pattern_points"]
        self.tested = {rules["pattern_column"]: Column()}
        self.rules = []  # (bits of each group, points, techniques)
        bit = 1
        for rule in rules["rules"]:
            groups = []
            for group in rule["when"]:
                groups.append(0)
                for test in group:
                    column = self.tested.setdefault(test["column"], Column())
                    column.tests.append((bit, predicate(test, ignore_case)))
                    groups[-1] |= bit
                    bit <<= 1
            self.rules.append((groups, rule["points"], rule["techniques"]))
        self.answers = {}

    @property
    def columns(self):
        """Returns the names of the columns that are looked at; the first one is the command line."""
        return list(self.tested)

    def fired(self, bits):
        """Returns points and techniques of the rules that fire when these tests hold."""
        known = self.answers.get(bits)
        if known is None:
            fired = [rule for rule in self.rules if all(bits & group for group in rule[0])]
            techniques = dict.fromkeys(technique for rule in fired for technique in rule[2])
            known = self.answers[bits] = (sum(rule[1] for rule in fired), " ".join(techniques) or None)
        return known

    def answer(self, row):
        """Returns score and techniques of a row, given as the texts of `self.columns`."""
        bits = 0
        for column, text in zip(self.tested.values(), row):
            bits |= column.bits(text)
        points, techniques = self.fired(bits)
        command_line = row[0]
        fitting = sum(
            pieces_fit(command_line, pieces, at_end) for first, pieces, at_end in self.patterns if first in command_line
        )
        return points + fitting * self.pattern_points, techniques


def text_column(table, name):
    """Returns the column's texts; what is absent, null or no text is the empty text."""
    import pyarrow

    if name not in table.column_names:
        return [""] * table.num_rows
    column = table.column(name)
    if not (pyarrow.types.is_string(column.type) or pyarrow.types.is_large_string(column.type)):
        return [""] * table.num_rows
    return [text or "" for text in column.to_pylist()]


def asked_for(name):
    """Returns whether a yes-or-no parameter is on."""
    value = os.environ.get(name, "false").lower()
    if value not in ("true", "false", "1", "0", "yes", "no"):
        sys.exit(f"susp_scoring: expected `true` or `false` for `{name}`, found `{value}`")
    return value in ("true", "1", "yes")


def main():
    from pyarrow import array, int64, parquet, string, table as make_table

    scorer = Scorer(json.loads(RULES.read_text(encoding="utf-8")), asked_for("ignore_case"))
    present = parquet.read_schema(INPUT).names
    if not present:
        return  # an empty variable: nothing to score
    if "id" not in present:
        sys.exit("susp_scoring: expected a column `id`, found none; a grouped variable has no entities to score")
    wanted = [name for name in dict.fromkeys(["id", "type", *scorer.columns]) if name in present]
    source = parquet.ParquetFile(INPUT).read(columns=wanted)  # dots are part of a name here, not nesting
    rows = zip(*(text_column(source, name) for name in scorer.columns))
    answers = [scorer.answer(row) for row in rows]
    result = {name: source.column(name) for name in ("id", "type") if name in present}
    result["x_suspicious_score"] = array([score for score, _ in answers], int64())
    result["x_attack_techniques"] = array([techniques for _, techniques in answers], string())
    parquet.write_table(make_table(result), OUTPUT, compression="gzip")


if __name__ == "__main__":
    main()
