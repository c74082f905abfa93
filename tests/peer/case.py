"""A statement on which the answers differ, as rules about known differences see it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Case:
    """A statement on which the answers differ, with what led to it."""

    hunt: object
    index: int
    theirs: dict
    ours: dict
    found: tuple         # the differences
    their_answers: list
    our_answers: list

    @property
    def statement(self):
        return self.hunt.statements[self.index]

    def fails_there_alone(self, *beginnings):
        """Tells whether only the original fails, with an error that begins so."""
        return "error" not in self.ours and "error" in self.theirs and self.theirs["error"].startswith(beginnings)

    def count(self, answers, variable):
        """Returns how many entities a variable had before this statement."""
        for index in range(self.index - 1, -1, -1):
            if self.hunt.statements[index].defines == variable:
                return answers[index]["entities"].get(variable)
        return None

    def made(self, variable):
        """Returns the statement that made a variable, as it was before this statement."""
        made = [statement for statement in self.hunt.statements[:self.index] if statement.defines == variable]
        return made[-1] if made else None

    def fetches(self):
        """Returns how often the data source may have been asked so far."""
        asked = [statement for statement in self.hunt.statements[:self.index + 1] if statement.fetches]
        return len(asked) * (2 if self.hunt.prefetch else 1)

    def has_more_here(self):
        """Tells whether this program has more entities, or all the rows that the original has and others."""
        return has_more(self.ours, self.theirs, self.statement.defines)

    def has_more_there(self):
        return has_more(self.theirs, self.ours, self.statement.defines)

    def comes_from(self, word):
        """Tells whether what the statement reads was made with a word such as SORT, directly or before."""
        name = self.statement.reads[0] if self.statement.reads else ""
        while (made := self.made(name)) is not None and made.verb in ("assign", "sort"):
            if word in made.text:
                return True
            name = made.reads[0]
        return False

    def is_empty(self, variable):
        return self.count(self.their_answers, variable) == 0 == self.count(self.our_answers, variable)

    def counts(self):
        """Returns both counts of the variable that the statement defines."""
        name = self.statement.defines
        return self.theirs.get("entities", {}).get(name), self.ours.get("entities", {}).get(name)


def has_more(one, other, variable):
    if "error" in one or "error" in other:
        return False
    if variable:
        return one["entities"].get(variable, 0) > other["entities"].get(variable, 0)
    rows, others = ([tuple(row) for table in answer["tables"] for row in table["rows"]] for answer in (one, other))
    return len(rows) > len(others) and set(others) <= set(rows)
