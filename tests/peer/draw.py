"""Draws hunts. The same seed and number give the same hunt."""

import copy
import dataclasses
import datetime
import random

from bundles import RELATIONS
from hunt import FOLDER, Comparison, Hunt, Statement
from patterns import Patterns, quoted

# Types that FIND asks the data source for again, when prefetch is on (language reference 5.5).
PREFETCHED = ("process", "directory", "url", "ipv4-addr", "ipv6-addr", "mac-addr")
NEW_ENTITIES = {
    "process": {"name": ("cmd.exe", "explorer.exe", "po'wer.exe", "sh"), "pid": (4, 123, 200, 99999), "cwd": ("C:\\\\Temp", "/tmp")},
    "ipv4-addr": {"value": ("10.1.2.3", "192.168.1.1", "8.8.8.8"), "risk": (1, 2, 30)},
    "file": {"name": ("a.txt", "b b.txt", "c%.txt"), "size": (0, 1, 70000)},
    "url": {"value": ("https://a/b?c=d", "http://e")}}


@dataclasses.dataclass
class Variable:
    """What is known of a variable while a hunt is drawn."""

    name: str
    type: str
    attributes: dict                 # path -> values that may occur
    telemetry: bool = True           # has records behind it
    plain: bool = True               # its definition does not sort or limit
    grouped: bool = False
    transformed: bool = False
    settled: tuple = ()              # when not empty: only these attributes are certain, as a LIMIT cut through ties
    all_of_type: bool = False        # every entity of its type in the session


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
        other = self.pick(lambda variable: not variable.grouped and not variable.settled and not variable.transformed)
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
                comparison = Comparison(kind, left, operator, f"{other.name}.{right}", bool({0, ""} & set(other.attributes[right])))
                return f"{left} {operator} {value}", (comparison,), "", (other.name,)
        return text, comparisons, words, ()

    # Statements.

    def survey(self):
        """Brings the whole source into the session: FIND of the original sees only what was brought."""
        surveys = self.bundle.surveys()
        if self.prefetch and not self.bundle.all_named:  # no second query, so that no entity comes twice
            surveys = [pair for pair in surveys if pair[0] not in PREFETCHED or pair[1] == "value"] or surveys
        type, path = self.random.choice(surveys)
        number = isinstance(self.attributes(type)[path][0], int)
        operator, condition = (">=", ">= 0") if number else ("LIKE", "LIKE '%'")
        name = self.new_name()
        self.add(Statement("get", f"{name} = GET {type} FROM {self.bundle.source} WHERE {path} {condition}", name, (), type,
                           (Comparison(type, path, operator),), fetches=True),
                 Variable(name, type, self.attributes(type), all_of_type=self.bundle.has_always(type, path)))
        self.fetched += 1

    def get(self):
        if self.finds and not self.bundle.all_named and not self.prefetch:
            return self.get_from_variable()
        if self.chance(0.08):
            return self.get_from_variable()
        type = self.random.choice(self.common_types())
        patterns = Patterns(self.random, self.attributes(type), False, type)
        text, comparisons, words, reads = self.pattern(patterns, type)
        if self.chance(0.06):
            other = self.random.choice([other for other in self.bundle.types if other != type] or [type])
            foreign = Patterns(self.random, self.attributes(other), False, "")
            if other != type and foreign.attributes:
                extra, compared = foreign.comparison()
                text, words = f"{text.strip('[]')} AND {other}:{extra}", (words + " AND").strip()
                comparisons += (dataclasses.replace(compared, type=other, extended=True),)
        time_range = self.time_range() if self.chance(0.15) else ""
        limit = f" LIMIT {self.random.randrange(1, 30)}" if self.chance(0.07) else ""
        name = self.new_name()
        self.add(Statement("get", f"{name} = GET {type}{self.source()} WHERE {text}{time_range}{limit}", name, reads, type, comparisons,
                           words, bool(time_range), bool(limit), fetches=True),
                 Variable(name, type, self.attributes(type)))
        self.fetched += 1
        return True

    def get_from_variable(self):
        variable = self.pick(lambda variable: variable.all_of_type or self.chance(0.05), lambda variable: not variable.grouped,
                             lambda variable: not variable.settled and variable.telemetry and not variable.transformed)
        if not variable:
            return False
        patterns = Patterns(self.random, self.attributes(variable.type), False, variable.type)
        text, comparisons, words, reads = self.pattern(patterns, variable.type)
        name = self.new_name()
        self.add(Statement("get", f"{name} = GET {variable.type} FROM {variable.name} WHERE {text}", name, (variable.name, *reads),
                           variable.type, comparisons, words, from_variable=True, from_all=variable.all_of_type),
                 Variable(name, variable.type, variable.attributes))
        return True

    def find(self):
        if not self.finds:
            return False
        variable = self.pick(lambda variable: variable.telemetry and not variable.grouped and not variable.settled
                             and not variable.transformed)
        if not variable:
            return False
        ways = [(actor, relation, False) for actor, relation, acted in sorted(self.bundle.relations) if acted == variable.type]
        ways += [(acted, relation, True) for actor, relation, acted in sorted(self.bundle.relations) if actor == variable.type]
        if not ways or self.chance(0.3):
            ways = [(type, "linked", self.chance(0.3)) for type in self.common_types()]
        type, relation, by = self.random.choice(ways)
        if not self.bundle.named.get(type, True) and type != "process" and self.fetched > 1:
            return False  # comes once for each time that it was read (language reference 4.4)
        if self.chance(0.02):
            relation = self.random.choice([name for _, name, _, _, _ in RELATIONS])
        extras, facts, reads = "", {}, ()
        if self.chance(0.3 if self.prefetch else 0.06):
            kind = self.random.choice(("where", "where", "time", "limit"))
            patterns = Patterns(self.random, self.attributes(type), False, type)
            if kind == "where" and patterns.attributes:
                text, facts["pattern"], facts["connective"], reads = self.pattern(patterns, type)
                extras += f" WHERE {text}"
            elif kind == "time":
                extras += self.time_range()
                facts["timed"] = True
            else:
                extras += f" LIMIT {self.random.randrange(1, 30)}"
                facts["limit"] = True
        name = self.new_name()
        words = self.random.choice((relation.upper(), relation)) + (" BY" if by else "")
        asks = self.prefetch and type in PREFETCHED
        self.add(Statement("find", f"{name} = FIND {type} {words} {variable.name}{extras}", name, (variable.name, *reads), type,
                           relation=relation, by=by, fetches=asks, **facts),
                 Variable(name, type, self.attributes(type)))
        self.fetched += asks
        return True

    def expression(self, variable, assigns):
        """Draws what may stand on the right of `=` and behind DISP. Returns text, facts, and what the result is."""
        result = copy.copy(variable)
        text, facts = variable.name, {"reads": (variable.name,), "type": variable.type}
        transform = self.random.choice(("TIMESTAMPED", "ADDOBSID", "RECORDS"))
        may_transform = self.finds and variable.telemetry and not variable.grouped and not variable.settled and not variable.transformed
        if may_transform and variable.plain and self.chance(0.2):
            text, facts["transform"] = f"{transform}({variable.name})", transform
            result.transformed = True
        patterns = self.patterns(variable)
        if patterns.attributes and not variable.grouped and not variable.settled and self.chance(0.45):
            pattern, facts["pattern"], facts["connective"], reads = self.pattern(patterns, variable.type)
            text += f" WHERE {pattern}"
            facts["reads"] += reads
        paths = sorted(variable.settled or patterns.attributes)
        narrowed = None
        if paths and (not assigns or self.chance(0.1)) and self.chance(0.75):
            narrowed = self.random.sample(paths, min(len(paths), self.random.choice((1, 1, 2, 3))))
        if variable.settled and not assigns:
            narrowed = list(variable.settled)
        keys = self.sortable(narrowed or paths) if assigns else narrowed or paths
        sorts = keys and not result.transformed and self.chance(0.3)
        limits = sorts and self.chance(0.5)
        if sorts:
            key = self.random.choice(keys)
            narrowed = narrowed if assigns else [key]
        if narrowed:
            shown = narrowed + (["id"] if assigns and not variable.settled else [])
            text += f" ATTR {', '.join(shown)}"
            result.attributes = {path: variable.attributes[path] for path in narrowed}
        if sorts:
            direction = self.random.choice(("", " ASC", " DESC"))
            text += f" SORT BY {key}{direction}"
            facts["ordered"] = True
            result.plain = False
        if limits:
            text += f" LIMIT {self.random.randrange(1, 12)}"
            facts["limit"] = True
            if self.chance(0.4):
                text += f" OFFSET {self.random.randrange(1, 8)}"
            result.settled, result.plain = (key,), False
        result.all_of_type = False
        return text, facts, result, bool(narrowed)

    def sortable(self, paths):
        """Returns what an assignment may sort by."""
        return [path for path in paths if not (self.bundle.mixed_endpoints and path.startswith(("src_ref.", "dst_ref.")))]

    def assign(self):
        variable = self.pick(lambda variable: not variable.grouped)
        if not variable:
            return False
        text, facts, result, _ = self.expression(variable, True)
        facts["ordered"] = False
        result.name = self.new_name() if self.chance(0.93) else variable.name
        self.add(Statement("assign", f"{result.name} = {text}", result.name, **facts), result)
        return True

    def disp(self):
        variable = self.pick(lambda variable: True)
        if not variable:
            return False
        if variable.grouped:
            self.add(Statement("disp", f"DISP {variable.name}", reads=(variable.name,), type=variable.type))
            return True
        text, facts, _, _ = self.expression(variable, False)
        self.add(Statement("disp", f"DISP {text}", **facts))
        return True

    def merge(self):
        first = self.pick(lambda variable: self.joinable(variable))
        second = first and self.pick(lambda variable: self.joinable(variable) and variable.type == first.type
                                     and set(variable.attributes) == set(first.attributes))
        if not second:
            return False
        parts = [first, second] + [self.random.choice((first, second))] * self.chance(0.2)
        name = self.new_name()
        self.add(Statement("merge", f"{name} = " + " + ".join(part.name for part in parts), name, tuple(part.name for part in parts),
                           first.type),
                 Variable(name, first.type, first.attributes, telemetry=first.telemetry and second.telemetry))
        return True

    def joinable(self, variable):
        return not variable.grouped and not variable.settled and not variable.transformed and (variable.plain or self.chance(0.03))

    def new(self):
        type = self.random.choice(sorted(NEW_ENTITIES))
        attributes = NEW_ENTITIES[type]
        rows = []
        for _ in range(self.random.randrange(1, 5)):
            row = {key: self.random.choice(values) for key, values in attributes.items()}
            if self.chance(0.1) and len(row) > 1:
                row.popitem()
            rows.append(row)
        attributes = {key: values for key, values in attributes.items() if any(key in row for row in rows)}
        texts = ["{" + ", ".join(f'"{key}": {value if isinstance(value, int) else chr(34) + value + chr(34)}' for key, value in row.items())
                 + "}" for row in rows]
        primary = next(iter(attributes))
        name = self.new_name()
        if self.chance(0.3):
            text = f"{name} = NEW {type} [" + ", ".join(f'"{row[primary]}"' for row in rows) + "]"
            attributes = {primary: attributes[primary]}
        else:
            text = f"{name} = NEW {type} [{', '.join(texts)}]"
        self.add(Statement("new", text, name, (), type),
                 Variable(name, type, {key: list(values) for key, values in attributes.items()}, telemetry=False))
        return True

    def sort(self):
        variable = self.pick(lambda variable: not variable.grouped and not variable.settled)
        paths = variable and self.sortable(sorted(self.patterns(variable).attributes))
        if not paths:
            return False
        result = copy.copy(variable)
        result.name, result.plain, result.all_of_type = self.new_name(), False, False
        key = self.random.choice(paths)
        direction = self.random.choice(("", " ASC", " DESC"))
        self.add(Statement("sort", f"{result.name} = SORT {variable.name} BY {key}{direction}", result.name, (variable.name,), variable.type),
                 result)
        self.add(Statement("disp", f"DISP {result.name} ATTR {key}", reads=(result.name,), type=variable.type, ordered=True))
        return True

    def group(self):
        variable = self.pick(lambda variable: not variable.grouped and not variable.settled)
        attributes = variable and self.patterns(variable).attributes
        if not attributes:
            return False
        direct = sorted(path for path in attributes if "_ref." not in path) or sorted(attributes)
        numbers = [path for path in direct if isinstance(attributes[path][0], int)]
        times = [path for path in ("first_observed",) if variable.transformed]
        paths = sorted(attributes) if self.chance(0.25) else direct
        keys = self.random.sample(paths, min(len(paths), self.random.choice((1, 1, 2))))
        texts = list(keys)
        if numbers and self.chance(0.2):
            keys = [self.random.choice(numbers)]
            texts = [f"BIN({keys[0]}, {self.random.choice((10, 100, 1000, 10000))})"]
        elif times and self.chance(0.6):
            keys = times
            texts = [f"BIN(first_observed, {self.random.choice(('1m', '5 minutes', '30s', '1 hour', '1 DAY'))})"]
        text = f"GROUP {variable.name} BY {', '.join(texts)}"
        if {"start", "end"} & set(keys) or self.chance(0.75):
            functions = [self.aggregate(direct, numbers, number) for number in range(self.random.randrange(1, 4))]
            text += " WITH " + ", ".join(dict.fromkeys(functions))
        name = self.new_name()
        self.add(Statement("group", f"{name} = {text}", name, (variable.name,), variable.type, keys=tuple(texts)),
                 Variable(name, variable.type, {}, telemetry=False, grouped=True))
        self.add(Statement("disp", f"DISP {name}", reads=(name,), type=variable.type))
        return True

    def aggregate(self, direct, numbers, number):
        function = self.random.choice(("COUNT", "NUNIQUE", "MIN", "MAX", "SUM", "AVG"))
        paths = numbers if function in ("SUM", "AVG") else direct
        if not paths:
            function, paths = "COUNT", direct
        text = f"{function}({self.random.choice(paths)})"
        return text + (f" AS a{number}" if self.chance(0.5) else "")

    def join(self):
        left = self.pick(lambda variable: self.joinable(variable))
        right = left and self.pick(lambda variable: self.joinable(variable) and variable.name != left.name)
        if not right:
            return False
        pairs = [(mine, other) for mine in sorted(left.attributes) for other in sorted(right.attributes)
                 if "." not in mine and "." not in other and (mine == other or {mine, other} == {"src_port", "dst_port"})]
        if not pairs:
            return False
        mine, other = self.random.choice(pairs)
        name = self.new_name()
        shared = {path: values for path, values in left.attributes.items() if "_ref." not in path}
        self.add(Statement("join", f"{name} = JOIN {left.name}, {right.name} BY {mine}, {other}", name, (left.name, right.name), left.type,
                           keys=(mine, other)),
                 Variable(name, left.type, shared, telemetry=False, plain=False))
        self.add(Statement("disp", f"DISP {name} ATTR {mine}", reads=(name,), type=left.type))
        return True

    def describe(self):
        variable = self.pick(lambda variable: not variable.grouped and not variable.settled)
        paths = variable and sorted(path for path in self.patterns(variable).attributes if "_ref." not in path)
        if not paths:
            return False
        path = self.random.choice(paths)
        self.add(Statement("describe", f"DESCRIBE {variable.name}.{path}", reads=(variable.name,), type=variable.type, keys=(path,)))
        return True

    def info(self):
        variable = self.pick(lambda variable: True)
        if variable:
            self.add(Statement("info", f"INFO {variable.name}", reads=(variable.name,), type=variable.type))
        return bool(variable)

    def save(self):
        variable = self.pick(lambda variable: not variable.grouped and not variable.settled and not variable.transformed)
        if not variable:
            return False
        ending = self.random.choice(("csv", "json", "parquet", "csv.gz", "parquet.gz"))
        name = self.new_name()
        path = f"{FOLDER}/{name}.{ending}"
        self.add(Statement("save", f"SAVE {variable.name} TO '{path}'", reads=(variable.name,), type=variable.type))
        self.add(Statement("load", f"{name} = LOAD '{path}'", name, (variable.name,), variable.type),
                 Variable(name, variable.type, {path: values for path, values in variable.attributes.items() if "_ref." not in path},
                          telemetry=False, plain=False))
        shown = sorted(variable.attributes)[:3]
        self.add(Statement("disp", f"DISP {name} ATTR {', '.join(shown)}", reads=(name,), type=variable.type))
        return True

    def body(self, length):
        weights = {self.get: 16 if not self.finds else 6, self.find: 16, self.assign: 12, self.disp: 12, self.merge: 4, self.new: 3,
                   self.sort: 4, self.group: 8, self.join: 3, self.describe: 4, self.info: 3, self.save: 3}
        while len(self.statements) < length:
            self.random.choices(list(weights), list(weights.values()))[0]()
        self.disp()


def draw(seed, number, bundles):
    """Draws one hunt."""
    source = random.Random(f"{seed}/{number}")
    bundle = source.choices([bundle for bundle, _ in bundles], [weight for _, weight in bundles])[0]
    prefetch, finds = number % 2 == 0, source.random() < 0.6
    drawing = Drawing(source, bundle, prefetch, finds)
    if finds:
        drawing.survey()
    else:
        drawing.get()
        while not drawing.statements:
            drawing.get()
    drawing.body(source.randrange(5, 10))
    return Hunt(f"{seed}/{number}", bundle.name, prefetch, tuple(drawing.statements))
