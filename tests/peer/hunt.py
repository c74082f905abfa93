"""A hunt as the test draws it: statements, what each of them defines and reads, and how it came about."""

import dataclasses

# Stands in a statement for a folder that a program may write to.
FOLDER = "@FOLDER@"


@dataclasses.dataclass(frozen=True)
class Comparison:
    """One comparison of a pattern, as rules about known differences need it."""

    type: str       # the entity type compared
    path: str
    operator: str
    reference: str = ""     # the variable that the value refers to
    by_case: bool = False   # LIKE: a value differs from what is asked for by capitals only
    dropped: bool = False   # it refers to zeros or empty texts too
    extended: bool = False  # another type than the one returned


@dataclasses.dataclass(frozen=True)
class Statement:
    """One statement and the facts about it."""

    verb: str
    text: str
    defines: str = ""
    reads: tuple = ()
    type: str = ""           # of what it returns
    pattern: tuple = ()      # its comparisons
    connective: str = ""     # the words between them
    timed: bool = False      # has a time range
    limit: bool = False
    relation: str = ""       # of FIND; `by` tells the direction
    by: bool = False
    from_variable: bool = False
    from_all: bool = False   # which holds every entity of its type
    transform: str = ""
    keys: tuple = ()         # of GROUP
    ordered: bool = False    # rows are compared in order
    fetches: bool = False    # asks the data source

    def operators(self):
        return {comparison.operator for comparison in self.pattern}


@dataclasses.dataclass(frozen=True)
class Hunt:
    """Statements that are run one by one in one session."""

    name: str
    bundle: str
    prefetch: bool   # the configuration of the original
    statements: tuple

    def text(self):
        return "\n".join(statement.text for statement in self.statements)

    def without(self, index):
        """Returns the hunt without a statement and without what depends on it; nothing when that is the last one."""
        kept, lost = [], set()
        for position, statement in enumerate(self.statements):
            if position == index or lost & set(statement.reads):
                lost.add(statement.defines)
            else:
                lost.discard(statement.defines)
                kept.append(statement)
        if not kept or kept[-1] is not self.statements[-1]:
            return None
        return dataclasses.replace(self, statements=tuple(kept))

    def until(self, index):
        return dataclasses.replace(self, statements=self.statements[:index + 1])
