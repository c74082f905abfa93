"""What a hunt is while it is drawn: its statements, what is known of its variables, and what statements are made of."""

import dataclasses
import datetime

from hunt import Comparison
from patterns import Patterns, quoted


@dataclasses.dataclass
class Variable:
    """What is known of a variable while a hunt is drawn."""

    name: str
    type: str
    attributes: dict                 # path -> values that may occur
    telemetry: bool = True           # has records behind it
    plain: bool = True               # its definition does not sort or limit
    grouped: bool = False
    transformed: str = ""            # by which transform
    settled: tuple = ()              # when not empty: only these attributes are certain, as a LIMIT cut through ties
    all_of_type: bool = False        # every entity of its type in the session

    @property
    def is_certain(self):
        """Tells whether it has rows of entities, and which ones is certain."""
        return not self.grouped and not self.settled

    @property
    def is_ordinary(self):
        return self.is_certain and not self.transformed

    def direct(self):
        """Returns its attributes but for those behind references."""
        return {path: values for path, values in self.attributes.items() if "_ref." not in path}


class Drawing:
    """One hunt as it is drawn."""

    def __init__(self, random, bundle, prefetch, finds):
        self.random = random
        self.bundle = bundle
        self.prefetch = prefetch
        self.finds = finds
        self.variables = []
        self.statements = []
        self.fetched = 0
        self.closed = False  # the source is asked no more: what FIND found would grow with what it brings
        self.number = 0

    # What statements are made of.

    def new_name(self):
        self.number += 1
        return f"v{self.number}"

    def pick(self, *conditions):
        fitting = [variable for variable in self.variables if all(condition(variable) for condition in conditions)]
        return self.random.choice(fitting) if fitting else None

    def chance(self, share):
        return self.random.random() < share

    def add(self, statement, variable=None):
        self.statements.append(statement)
        if variable:
            self.variables = [other for other in self.variables if other.name != variable.name] + [variable]

    def attributes(self, type):
        return self.bundle.attributes.get(type, {})

    def common_types(self):
        """Returns types to choose from: the standard ones more often, those without attributes never."""
        types = [type for type in self.bundle.types if Patterns(self.random, self.attributes(type), False).attributes]
        return types + 3 * [type for type in types if not type.startswith("x-")]

    def patterns(self, variable):
        return Patterns(self.random, variable.attributes, True, variable.type)

    def source(self):
        if self.fetched and self.chance(0.6):
            return ""
        return f" FROM {self.bundle.source}"

    def time_range(self):
        first, last = min(self.bundle.starts), max(self.bundle.stops)
        span = (last - first).total_seconds()
        ends = sorted(first + datetime.timedelta(seconds=span * self.random.uniform(-0.05, 1.05)) for _ in range(2))
        if self.chance(0.3):  # exactly where a record begins: START counts, STOP does not
            ends[self.random.randrange(2)] = self.random.choice(self.bundle.starts)
            ends.sort()
        texts = [end.strftime("%Y-%m-%dT%H:%M:%S.") + f"{end.microsecond // 1000:03}Z" for end in ends]
        return " START {} STOP {}".format(*texts)

    def pattern(self, patterns, kind, references=True):
        """Draws a pattern, now and then with a value that a variable holds. Returns text, comparisons, words, variables."""
        text, comparisons, words = patterns.pattern()
        other = self.pick(lambda variable: variable.is_ordinary)
        if references and other and self.chance(0.2):
            fits = [(left, right) for left in sorted(patterns.attributes) for right in sorted(other.attributes)
                    if left.rsplit(".", 1)[-1] == right.rsplit(".", 1)[-1]
                    and type(patterns.attributes[left][0]) is type(other.attributes[right][0])]
            if fits:
                left, right = self.random.choice(fits)
                operator = self.random.choice(("=", "=", "IN", "!="))
                value = f"{other.name}.{right}"
                if operator == "IN":
                    value = f"({value}, {quoted(self.random.choice(patterns.attributes[left]))})"
                dropped = bool({0, ""} & set(other.attributes[right]))
                comparison = Comparison(kind, left, operator, f"{other.name}.{right}", dropped=dropped)
                return f"{left} {operator} {value}", (comparison,), "", (other.name,)
        return text, comparisons, words, ()
