"""Draws statements that bring entities: GET, FIND, NEW, and LOAD of what was saved."""

import dataclasses

from bundles import RELATIONS
from drawing import Drawing, Variable
from hunt import FOLDER, Comparison, Statement
from patterns import Patterns

# Types that FIND asks the data source for again, when prefetch is on (language reference 5.5).
PREFETCHED = ("process", "directory", "url", "ipv4-addr", "ipv6-addr", "mac-addr")
NEW_ENTITIES = {
    "process": {"name": ("cmd.exe", "explorer.exe", "po'wer.exe", "sh"), "pid": (4, 123, 200, 99999),
                "cwd": ("C:\\\\Temp", "/tmp")},
    "ipv4-addr": {"value": ("10.1.2.3", "192.168.1.1", "8.8.8.8"), "risk": (1, 2, 30)},
    "file": {"name": ("a.txt", "b b.txt", "c%.txt"), "size": (0, 1, 70000)},
    "url": {"value": ("https://a/b?c=d", "http://e")}}


def written(row):
    """Returns a row of NEW. The texts of `NEW_ENTITIES` are spelled as JSON spells them."""
    members = (f'"{key}": {value}' if isinstance(value, int) else f'"{key}": "{value}"' for key, value in row.items())
    return "{" + ", ".join(members) + "}"


class Retrieving(Drawing):
    """Draws from the bundle, and from nothing."""

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
        alone = self.finds and not self.bundle.all_named and not self.prefetch
        if alone or self.closed or self.chance(0.08):
            return self.get_from_variable()
        type = self.random.choice(self.common_types())
        patterns = Patterns(self.random, self.attributes(type), False, type)
        text, comparisons, words, reads = self.pattern(patterns, type, references=self.finds)
        if self.chance(0.06):
            other = self.random.choice([other for other in self.bundle.types if other != type] or [type])
            foreign = Patterns(self.random, self.attributes(other), False, "")
            if other != type and foreign.attributes:
                extra, compared = foreign.comparison()
                text = text[1:-1] if text.startswith("[") else text
                text, words = f"{text} AND {other}:{extra}", (words + " AND").strip()
                comparisons += (dataclasses.replace(compared, type=other, extended=True),)
        time_range = self.time_range() if self.chance(0.15) else ""
        limit = f" LIMIT {self.random.randrange(1, 30)}" if self.chance(0.07) else ""
        name = self.new_name()
        text = f"{name} = GET {type}{self.source()} WHERE {text}{time_range}{limit}"
        self.add(Statement("get", text, name, reads, type, comparisons, words, bool(time_range), bool(limit), fetches=True),
                 Variable(name, type, self.attributes(type)))
        self.fetched += 1
        return True

    def get_from_variable(self):
        variable = self.pick(lambda variable: variable.all_of_type or self.chance(0.05),
                             lambda variable: variable.is_ordinary and variable.telemetry)
        if not variable:
            return False
        patterns = Patterns(self.random, self.attributes(variable.type), False, variable.type)
        text, comparisons, words, reads = self.pattern(patterns, variable.type)
        name = self.new_name()
        text = f"{name} = GET {variable.type} FROM {variable.name} WHERE {text}"
        self.add(Statement("get", text, name, (variable.name, *reads), variable.type, comparisons, words,
                           from_variable=True, from_all=variable.all_of_type),
                 Variable(name, variable.type, variable.attributes))
        return True

    def find(self):
        if not self.finds:
            return False
        variable = self.pick(lambda variable: variable.is_ordinary and variable.telemetry)
        if not variable:
            return False
        relations = sorted(self.bundle.relations)
        ways = [(actor, relation, False) for actor, relation, acted in relations if acted == variable.type]
        ways += [(acted, relation, True) for actor, relation, acted in relations if actor == variable.type]
        if not ways or self.chance(0.3):
            ways = [(type, "linked", self.chance(0.3)) for type in self.common_types()]
        type, relation, by = self.random.choice(ways)
        asks = self.prefetch and type in PREFETCHED
        comes_again = not self.bundle.named.get(type, True) and type != "process"  # each time it is read (reference 4.4)
        if (comes_again and self.fetched > 1) or (asks and self.closed):
            return False
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
        text = f"{name} = FIND {type} {words} {variable.name}{extras}"
        self.add(Statement("find", text, name, (variable.name, *reads), type, relation=relation, by=by, fetches=asks,
                           **facts),
                 Variable(name, type, self.attributes(type)))
        self.fetched += asks
        self.closed = self.closed or comes_again
        return True

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
        primary = next(iter(attributes))
        name = self.new_name()
        if self.chance(0.3):
            text = f"{name} = NEW {type} [" + ", ".join(f'"{row[primary]}"' for row in rows) + "]"
            attributes = {primary: attributes[primary]}
        else:
            text = f"{name} = NEW {type} [{', '.join(written(row) for row in rows)}]"
        self.add(Statement("new", text, name, (), type),
                 Variable(name, type, {key: list(values) for key, values in attributes.items()}, telemetry=False))
        return True

    def save(self):
        variable = self.pick(lambda variable: variable.is_ordinary)
        if not variable:
            return False
        ending = self.random.choice(("csv", "json", "parquet", "csv.gz", "parquet.gz"))
        name = self.new_name()
        path = f"{FOLDER}/{name}.{ending}"
        self.add(Statement("save", f"SAVE {variable.name} TO '{path}'", reads=(variable.name,), type=variable.type))
        declared = f" AS {variable.type}" if self.chance(0.3) else ""
        self.add(Statement("load", f"{name} = LOAD '{path}'{declared}", name, (variable.name,), variable.type),
                 Variable(name, variable.type, variable.direct(), telemetry=False, plain=False))
        shown = sorted(variable.attributes)[:3]
        self.add(Statement("disp", f"DISP {name} ATTR {', '.join(shown)}", reads=(name,), type=variable.type))
        return True
