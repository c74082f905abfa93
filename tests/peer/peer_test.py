#!/usr/bin/env python3
"""Tests of the comparison itself: what it finds, what it lets pass, how it cuts a hunt down. Needs neither program."""

import json
import pathlib
import tempfile
import unittest

import draw
from answers import is_random_id, normal
from bundles import Bundle
from compare import differences
from hunt import Hunt, Statement
from judge import judge, minimise

SHOW = Statement("disp", "DISP a", reads=("a",), type="process")
MAKE = Statement("get", "a = GET process FROM file://b.json WHERE pid > 0", "a", (), "process")


def shown(*rows, columns=("pid", "name")):
    return {"tables": [{"columns": list(columns), "rows": [list(row) for row in rows]}], "facts": [], "warnings": [],
            "entities": {}}


def counted(**entities):
    return {"tables": [], "facts": [], "warnings": [], "entities": entities}


class Normal(unittest.TestCase):
    def test_numbers_times_and_lists_have_one_spelling(self):
        self.assertEqual(normal(4.0), 4)
        self.assertEqual(normal(True), 1)
        self.assertEqual(normal("2020-06-30T19:25:09.500Z"), normal("2020-06-30 19:25:09.5+00:00"))
        self.assertEqual(normal(["tcp"]), '["tcp"]')
        self.assertEqual(normal("4"), "4")

    def test_random_ids_are_told_from_others(self):
        self.assertTrue(is_random_id("process--94e51ca6-3895-4eb8-898b-f714efa459f6"))
        self.assertFalse(is_random_id("process--27008986-eb74-5a5c-b8aa-f6516862a746"))


class Differences(unittest.TestCase):
    def test_rows_are_compared_as_a_multiset(self):
        self.assertEqual(differences(SHOW, shown((1, "a"), (2, "b")), shown((2, "b"), (1, "a"))), [])
        self.assertNotEqual(differences(SHOW, shown((1, "a"), (1, "a")), shown((1, "a"))), [])
        self.assertNotEqual(differences(SHOW, shown((1, None)), shown((1, ""))), [])

    def test_the_order_counts_where_the_statement_sorts(self):
        ordered = Statement("disp", "DISP a SORT BY pid", reads=("a",), ordered=True)
        self.assertEqual(differences(ordered, shown((1, "a"), (2, "b")), shown((2, "b"), (1, "a"))), ["the order of rows"])

    def test_a_column_of_one_side_must_be_null(self):
        wide = shown((1, "a", None), columns=("pid", "name", "cwd"))
        self.assertEqual(differences(SHOW, wide, shown((1, "a"))), [])
        wide["tables"][0]["rows"][0][2] = "x"
        self.assertEqual(differences(SHOW, wide, shown((1, "a"))), ["only the original has a column cwd"])

    def test_an_empty_table_says_what_no_table_says(self):
        self.assertEqual(differences(SHOW, counted(), shown()), [])
        self.assertNotEqual(differences(SHOW, counted(), shown((1, "a"))), [])

    def test_counts_and_failures_are_compared(self):
        self.assertNotEqual(differences(MAKE, counted(a=1), counted(a=2)), [])
        self.assertEqual(differences(MAKE, {"error": "x"}, {"error": "y"}), [])
        self.assertEqual(differences(MAKE, {"error": "x"}, counted(a=2)), ["only the original fails"])


class Judging(unittest.TestCase):
    hunt = Hunt("t", "b", True, (
        MAKE, Statement("new", "b = NEW file [\"x\"]", "b", (), "file"), Statement("assign", "c = a", "c", ("a",), "process"),
        Statement("disp", "DISP b", reads=("b",), type="file"), Statement("disp", "DISP c", reads=("c",), type="process")))

    @staticmethod
    def program(rows):
        def answers(hunt):
            return [shown((rows, "x")) if statement.text == "DISP c" else
                    counted(**{statement.defines: 1}) if statement.defines else counted() for statement in hunt.statements]
        return answers

    def test_agreement_is_no_failure(self):
        verdict = judge(self.hunt, self.program(1), self.program(1))
        self.assertIsNone(verdict.failing)
        self.assertEqual(verdict.compared, 5)

    def test_a_failing_hunt_loses_what_it_does_not_need(self):
        original, ours = self.program(1), self.program(2)
        verdict = judge(self.hunt, original, ours)
        self.assertEqual(verdict.failing.index, 4)
        smallest = minimise(verdict, original, ours)
        self.assertEqual(smallest.failing.hunt.text().splitlines(), [MAKE.text, "c = a", "DISP c"])


class Drawing(unittest.TestCase):
    def test_a_seed_and_a_number_give_the_same_hunt(self):
        objects = {"0": {"type": "process", "pid": 4, "name": "cmd.exe", "binary_ref": "1"},
                   "1": {"type": "file", "name": "cmd.exe"}}
        record = {"type": "observed-data", "id": "observed-data--1", "first_observed": "2024-05-14T08:00:00Z",
                  "last_observed": "2024-05-14T08:00:01.5Z", "number_observed": 1, "objects": objects}
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "b.json"
            file.write_text(json.dumps({"type": "bundle", "id": "bundle--1", "objects": [record]}), encoding="utf-8")
            bundle = Bundle("b", [file])
        self.assertEqual(bundle.surveys(), [("file", "name"), ("process", "name"), ("process", "pid")])
        self.assertEqual(bundle.relations, {("process", "loaded", "file")})
        hunts = [[draw.draw("1", number, [(bundle, 1)]).text() for number in range(20)] for _ in range(2)]
        self.assertEqual(*hunts)
        self.assertEqual(len(set(hunts[0])), 20)


if __name__ == "__main__":
    unittest.main()
