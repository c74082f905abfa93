"""Checks the scoring against examples.json. Needs nothing but Python: python3 analytics_test.py"""

import json
import unittest
from pathlib import Path

from analytics import RULES, Scorer

EXAMPLES = json.loads(Path(__file__).with_name("examples.json").read_text(encoding="utf-8"))["examples"]


class Scoring(unittest.TestCase):
    def test_every_example(self):
        rules = json.loads(RULES.read_text(encoding="utf-8"))
        for example in EXAMPLES:
            with self.subTest(row=example["row"]):
                scorer = Scorer(rules, example.get("ignore_case", False))
                row = tuple(example["row"].get(name, "") for name in scorer.columns)
                self.assertEqual(scorer.answer(row), (example["score"], example["techniques"]))

    def test_examples_name_only_known_columns(self):
        columns = Scorer(json.loads(RULES.read_text(encoding="utf-8"))).columns
        for example in EXAMPLES:
            self.assertLessEqual(set(example["row"]), set(columns))


if __name__ == "__main__":
    unittest.main()
