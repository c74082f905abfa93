"""Draws comparisons and patterns over the attributes and values of a bundle."""

import re

from hunt import Comparison

TEXT_OPERATORS = ("=", "=", "!=", "LIKE", "LIKE", "NOT LIKE", "IN", "NOT IN", "MATCHES")
NUMBER_OPERATORS = ("=", "=", "!=", "<", "<=", ">", ">=", "IN", "NOT IN")
# What breaks the original in assignments and DISP is drawn there only now and then (language reference 3.3).
BROKEN_LOCALLY = ("==", "NOT MATCHES")


def quoted(value):
    """Returns a value as it is written."""
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def usable(values):
    """Returns those values of an attribute that stand well in a pattern."""
    return [value for value in values
            if isinstance(value, int) or (value.isascii() and 0 < len(value) <= 120 and "\n" not in value)]


def like_by_case(wildcards, values):
    """Tells whether a value is LIKE a text only when case does not count."""
    expression = re.escape(wildcards).replace("%", ".*").replace("_", ".")
    return any(re.fullmatch(expression, value, re.IGNORECASE | re.DOTALL) and not re.fullmatch(expression, value, re.DOTALL)
               for value in set(values) if isinstance(value, str))


def escaped(text):
    """Returns a regular expression for a text, with no more backslashes than it needs."""
    return re.sub(r"\\([ \-/%])", r"\1", re.escape(text))


class Patterns:
    """Draws patterns over one type of one bundle."""

    def __init__(self, random, attributes, locally, type=""):
        self.random = random
        self.locally = locally  # for the session's own tables, not for a data source
        self.type = type
        self.attributes = {path: usable(values) for path, values in attributes.items()}
        self.attributes = {path: values for path, values in self.attributes.items() if values}

    def pattern(self):
        """Returns text, comparisons, and the words between them."""
        count = self.random.choices((1, 2, 3), (6, 3, 1))[0]
        drawn = [self.comparison() for _ in range(count)]
        words = [self.random.choice(("AND", "OR")) for _ in drawn[1:]]
        texts = [text for text, _ in drawn]
        if count == 3 and self.random.random() < 0.5:
            texts = [texts[0], f"({texts[1]} {words[1]} {texts[2]})"]
        text = texts[0]
        for word, right in zip(words, texts[1:]):
            text += f" {word} {right}"
        if self.random.random() < 0.1:
            text = f"[{text}]"
        return text, tuple(comparison for _, comparison in drawn), " ".join(words)

    def path(self):
        direct = [path for path in self.attributes if "_ref." not in path]
        indirect = [path for path in self.attributes if "_ref." in path]
        paths = indirect if indirect and (not direct or self.random.random() < 0.3) else direct
        return self.random.choice(sorted(paths))

    def comparison(self):
        path = self.path()
        value = self.random.choice(self.attributes[path])
        if self.locally and self.random.random() < 0.12:
            operator = self.random.choice(("IS NULL", "IS NOT NULL"))
            return self._made(path, operator, operator)
        operators = NUMBER_OPERATORS if isinstance(value, int) else TEXT_OPERATORS
        if not self.locally and isinstance(value, str):
            operators += ("NOT MATCHES",)
        if self.random.random() < (0.02 if self.locally else 0.0):
            operators = BROKEN_LOCALLY if isinstance(value, str) else BROKEN_LOCALLY[:1]
        if isinstance(value, str) and re.fullmatch(r"\d+\.\d+\.\d+\.\d+", value) and path.endswith("value"):
            if not self.locally and self.random.random() < 0.4:
                return self._subnet(path, value)
        operator = self.random.choice(operators)
        if operator in ("LIKE", "NOT LIKE"):
            wildcards = self._wildcards(value)
            by_case = like_by_case(wildcards, self.attributes[path])
            return self._made(path, operator, f"{operator} {quoted(wildcards)}", by_case)
        return self._made(path, operator, f"{operator} {self._operand(operator, path, value)}")

    def _made(self, path, operator, text, by_case=False):
        typed = f"{self.type}:{path}" if self.type and self.random.random() < 0.15 else path
        return f"{typed} {text}", Comparison(self.type, path, operator, by_case=by_case)

    def _operand(self, operator, path, value):
        if operator in ("IN", "NOT IN"):
            values = sorted({value, *self.random.choices(self.attributes[path], k=3)}, key=str)
            if len(values) < 2:
                values.append(value + 1 if isinstance(value, int) else value + "x")
            brackets = self.random.choice(("()", "[]"))
            return brackets[0] + ", ".join(quoted(one) for one in values) + brackets[1]
        if operator in ("MATCHES", "NOT MATCHES"):
            return quoted(self._expression(value))
        if operator in ("<", "<=", ">", ">=") and isinstance(value, int) and self.random.random() < 0.3:
            return quoted(max(0, value + self.random.choice((-1, 1))))
        return quoted(value)

    def _wildcards(self, value):
        begin = self.random.randrange(len(value))
        end = self.random.randrange(begin, len(value)) + 1
        start, middle, rest = value[:end] + "%", "%" + value[begin:end] + "%", "%" + value[begin:]
        text = self.random.choice((start, rest, middle, start, "%"))
        if len(text) > 2 and self.random.random() < 0.25:
            place = self.random.randrange(1, len(text) - 1)
            text = text[:place] + "_" + text[place + 1:] if text[place] != "%" else text
        return text

    def _expression(self, value):
        begin = self.random.randrange(len(value))
        end = min(len(value), begin + self.random.randrange(2, 8))
        piece, prefix = escaped(value[begin:end]), escaped(value[:end - begin])
        return self.random.choice((piece, "^" + prefix, piece + ".*", "[a-z]+[0-9]?$"))

    def _subnet(self, path, value):
        bits = self.random.choice((8, 16, 24, 24, 28, 32))
        number = int.from_bytes(bytes(int(part) for part in value.split(".")), "big") >> (32 - bits) << (32 - bits)
        network = ".".join(str(part) for part in number.to_bytes(4, "big"))
        operator = self.random.choice(("ISSUBSET", "ISSUBSET", "NOT ISSUBSET"))
        return self._made(path, operator, f"{operator} '{network}/{bits}'")
