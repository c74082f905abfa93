"""Draws statements over variables: assignment, DISP, merge, SORT, GROUP, JOIN, DESCRIBE, INFO."""

import copy

from drawing import Drawing, Variable
from hunt import Statement


class Working(Drawing):
    """Draws over what was brought."""

    def expression(self, variable, assigns):
        """Draws what may stand on the right of `=` and behind DISP. Returns text, facts, and what the result is."""
        result = copy.copy(variable)
        text, facts = variable.name, {"reads": (variable.name,), "type": variable.type}
        transform = self.random.choice(("TIMESTAMPED", "ADDOBSID", "RECORDS"))
        may_transform = self.finds and variable.telemetry and variable.is_ordinary and variable.plain
        if may_transform and self.chance(0.2):
            text, facts["transform"] = f"{transform}({variable.name})", transform
            result.transformed = transform
        patterns = self.patterns(variable)
        if patterns.attributes and variable.is_certain and self.chance(0.45):
            pattern, facts["pattern"], facts["connective"], reads = self.pattern(patterns, variable.type)
            text += f" WHERE {pattern}"
            facts["reads"] += reads
        paths = sorted(variable.settled or patterns.attributes)
        narrowed = None
        if paths and (not assigns or self.chance(0.1)) and self.chance(0.75):
            narrowed = self.random.sample(paths, min(len(paths), self.random.choice((1, 1, 2, 3))))
        if variable.settled and not assigns:
            narrowed = list(variable.settled)
        sorts = not result.transformed and self.chance(0.3)
        limits = sorts and self.chance(0.5)
        keys = narrowed or paths
        if assigns and limits:  # the original cuts off any rows, where it sorts by what is behind a reference
            keys = [path for path in keys if "_ref." not in path]
        if sorts and keys:
            key = self.random.choice(keys)
            narrowed = narrowed if assigns else [key]
        else:
            sorts = limits = False
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
        return text, facts, result

    def assign(self):
        variable = self.pick(lambda variable: not variable.grouped)
        if not variable:
            return False
        text, facts, result = self.expression(variable, True)
        facts["ordered"] = False
        result.name = self.new_name() if self.chance(0.93) else variable.name
        self.add(Statement("assign", f"{result.name} = {text}", result.name, **facts), result)
        return True

    def disp(self):
        variable = self.pick(lambda variable: True)
        if not variable:
            return False
        if variable.grouped:
            return self.disp_groups(variable)
        text, facts, _ = self.expression(variable, False)
        self.add(Statement("disp", f"DISP {text}", **facts))
        return True

    def disp_groups(self, variable):
        """Shows groups: all of them, or by the keys that are plain attributes."""
        text, facts = variable.name, {}
        patterns = self.patterns(variable)
        if patterns.attributes and self.chance(0.3):
            pattern, facts["pattern"], facts["connective"] = patterns.pattern()
            text += f" WHERE {pattern}"
        if len(variable.attributes) == 1 and self.chance(0.3):
            text += f" SORT BY {next(iter(variable.attributes))}{self.random.choice(('', ' ASC', ' DESC'))}"
            facts["ordered"] = True
        self.add(Statement("disp", f"DISP {text}", reads=(variable.name,), type=variable.type, **facts))
        return True

    def merge(self):
        first = self.pick(lambda variable: self.joinable(variable))
        second = first and self.pick(lambda variable: self.joinable(variable) and variable.type == first.type
                                     and set(variable.attributes) == set(first.attributes))
        if not second:
            return False
        parts = [first, second] + [self.random.choice((first, second))] * self.chance(0.2)
        names = tuple(part.name for part in parts)
        name = self.new_name()
        self.add(Statement("merge", f"{name} = " + " + ".join(names), name, names, first.type),
                 Variable(name, first.type, first.attributes, telemetry=first.telemetry and second.telemetry))
        return True

    def joinable(self, variable):
        return variable.is_ordinary and (variable.plain or self.chance(0.03))

    def sort(self):
        variable = self.pick(lambda variable: variable.is_certain)
        paths = variable and sorted(self.patterns(variable).attributes)
        if not paths:
            return False
        result = copy.copy(variable)
        result.name, result.plain, result.all_of_type = self.new_name(), False, False
        key = self.random.choice(paths)
        direction = self.random.choice(("", " ASC", " DESC"))
        text = f"SORT {variable.name} BY {key}{direction}"
        if self.chance(0.15):  # into the default variable, which the next statement that makes one takes over
            result.name = "_"
            self.add(Statement("sort", text, "_", (variable.name,), variable.type))
        else:
            self.add(Statement("sort", f"{result.name} = {text}", result.name, (variable.name,), variable.type), result)
        self.add(Statement("disp", f"DISP {result.name} ATTR {key}", reads=(result.name,), type=variable.type, ordered=True))
        return True

    def group(self):
        variable = self.pick(lambda variable: variable.is_certain)
        attributes = variable and self.patterns(variable).attributes
        if not attributes:
            return False
        direct = sorted(path for path in attributes if "_ref." not in path) or sorted(attributes)
        numbers = [path for path in direct if isinstance(attributes[path][0], int)]
        times = ["first_observed"] if variable.transformed in ("TIMESTAMPED", "RECORDS") else []
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
        plain = {key: attributes[key] for key in keys if key in texts and key in direct}
        known = plain if len(plain) == len(texts) else {}
        self.add(Statement("group", f"{name} = {text}", name, (variable.name,), variable.type, keys=tuple(texts)),
                 Variable(name, variable.type, known, telemetry=False, grouped=True))
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
        text = f"{name} = JOIN {left.name}, {right.name} BY {mine}, {other}"
        self.add(Statement("join", text, name, (left.name, right.name), left.type, keys=(mine, other)),
                 Variable(name, left.type, left.direct(), telemetry=False, plain=False))
        self.add(Statement("disp", f"DISP {name} ATTR {mine}", reads=(name,), type=left.type))
        return True

    def describe(self):
        variable = self.pick(lambda variable: variable.is_certain)
        paths = variable and sorted(path for path in self.patterns(variable).attributes if "_ref." not in path)
        if not paths:
            return False
        path = self.random.choice(paths)
        text = f"DESCRIBE {variable.name}.{path}"
        self.add(Statement("describe", text, reads=(variable.name,), type=variable.type, keys=(path,)))
        return True

    def info(self):
        variable = self.pick(lambda variable: True)
        if variable:
            self.add(Statement("info", f"INFO {variable.name}", reads=(variable.name,), type=variable.type))
        return bool(variable)
