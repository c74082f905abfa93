"""Known differences: where the original is known to be wrong, or known to answer otherwise, and why.

Each rule has the number of the defect in the reference of the language (or, where it has none, of the section that tells
of it), one sentence, and a predicate on one statement with both answers. A rule is as narrow as it can be: it excuses what
it describes and nothing else."""

import dataclasses
import re
from collections.abc import Callable

# Attributes that tell entities of a type apart (language reference 4.7); a GROUP by one of them still has entities.
IDENTIFIERS = {
    "directory": ("path",), "ipv4-addr": ("value",), "ipv6-addr": ("value",), "mac-addr": ("value",), "url": ("value",),
    "file": ("hashes.'SHA-256'", "hashes.'SHA-1'", "hashes.MD5", "name"), "process": ("x_unique_id", "pid"),
    "user-account": ("user_id",)}


@dataclasses.dataclass(frozen=True)
class Rule:
    number: str
    why: str
    applies: Callable
    taints: bool = True  # what depends on the statement cannot be compared
    otherwise: Callable = None  # the hunt on which the original must answer as this program did, or nothing if there is none


# Hunts on which the original does without the defect.

def with_prefetch(wanted):
    def otherwise(case):
        alone = not any(comparison.reference for comparison in case.statement.pattern)
        return dataclasses.replace(case.hunt.until(case.index), prefetch=wanted) if alone else None
    return otherwise


def by_assignment(case):
    """GET from a variable, written as the assignment that it should be."""
    statement = case.statement
    _, _, pattern = statement.text.partition(" WHERE ")
    refused = statement.operators() & {"NOT MATCHES", "ISSUBSET", "NOT ISSUBSET"}
    if refused or "_ref." in pattern or len(statement.pattern) > 1:  # where assignments have defects of their own
        return None
    written = dataclasses.replace(statement, text=f"{statement.defines} = {statement.reads[0]} WHERE {pattern}")
    return dataclasses.replace(case.hunt, statements=case.hunt.statements[:case.index] + (written,))


# What rules ask.

def locally(case):
    return case.statement.verb in ("assign", "disp")


def refused_operator(case):
    return (locally(case) and case.fails_there_alone("InvalidComparisonOperator")
            and case.statement.operators() & {"==", "NOT MATCHES", "ISSUBSET", "NOT ISSUBSET"})


def referenced(case):
    return [comparison.reference.split(".")[0] for comparison in case.statement.pattern if comparison.reference]


def nothing_to_refer_to(case):
    error = "InvalidECGPattern: [ERROR] InvalidECGPattern: empty value after deref"
    return bool(referenced(case)) and case.fails_there_alone(error)


def refers_to_no_column(case):
    return bool(referenced(case)) and case.fails_there_alone("NameError: name 'InvalidAttr'")


def projected_without_id(case):
    """An assignment with ATTR but for the id, and INFO of its result: only the count of entities differs."""
    statement = case.statement
    made = statement if statement.verb == "assign" else case.made(statement.reads[0]) if statement.verb == "info" else None
    if made is None or made.verb != "assign" or " ATTR " not in made.text or ", id" in made.text:
        return False
    there = (f"entities: {{'{made.defines}': 0}} in the original", "Number of Entities: '0' in the original")
    return len(case.found) == 1 and case.found[0].startswith(there)


def refers_to_an_empty_variable(case):
    return "error" in case.theirs and "error" not in case.ours and any(case.is_empty(name) for name in referenced(case))


def only_expanded_columns(case):
    prefix = "only this program has a column "
    return (case.statement.type.startswith("x-") and all(text.startswith(prefix) and "_ref." in text for text in case.found))


def counts_groups(case):
    """GROUP by an identifying attribute, and INFO of its result: only the count of entities differs."""
    statement = case.statement
    made = statement if statement.verb == "group" else case.made(statement.reads[0]) if statement.verb == "info" else None
    if made is None or made.verb != "group" or not set(made.keys) & set(IDENTIFIERS.get(made.type, ())):
        return False
    return len(case.found) == 1 and case.found[0].endswith((f"{{'{made.defines}': 0}} here", "'0' here"))


def groups_of_a_transform(case):
    """GROUP without functions, of what a transform made: references were replaced, and what was added is left out."""
    grouped = case.made(case.statement.reads[0]) if case.statement.verb == "disp" else None
    if grouped is None or grouped.verb != "group" or " WITH " in grouped.text:
        return False
    name = grouped.reads[0]
    while (made := case.made(name)) is not None and made.verb in ("assign", "sort"):
        if made.transform or any("_ref." in comparison.path for comparison in made.pattern):
            return True
        name = made.reads[0]
    return False


def dropped_value(case):
    """A reference to a column that holds zeros or empty texts."""
    dropping = [comparison for comparison in case.statement.pattern if comparison.dropped]
    if any(comparison.operator == "!=" for comparison in dropping):
        return case.has_more_there()
    return bool(dropping) and case.has_more_here()


def loaded_references(case):
    """After LOAD of rows of the same type, whose references are plain columns."""
    loaded = [statement for statement in case.hunt.statements[:case.index]
              if statement.verb == "load" and statement.type == case.statement.type]
    counted = all("has a column unique_" in text and "_ref" in text for text in case.found)
    return bool(loaded) and (counted or "_ref." in case.statement.text)


def apostrophe(case):
    """In a text, or in a value that is referred to."""
    spelled = "\\'" in case.statement.text or bool(referenced(case))
    return locally(case) and spelled and case.fails_there_alone("UnexpectedError: near")


def reference_behind_a_reference(case):
    return locally(case) and any(comparison.path.count("_ref.") > 1 for comparison in case.statement.pattern)


def backslash_in_redefinition(case):
    return case.statement.defines in case.statement.reads and case.fails_there_alone("error: bad escape")


def identified_by_pid(case):
    """GET process with prefetch: the second answer is by pid, and holds processes that do not match the pattern."""
    statement = case.statement
    return (statement.verb == "get" and statement.type == "process" and case.hunt.prefetch and statement.fetches
            and ("doctored" in case.hunt.bundle or "_nt_" in case.hunt.bundle) and case.has_more_there())


def grouped_by_a_reference(case):
    return (case.statement.verb == "group" and any("_ref." in key for key in case.statement.keys)
            and case.fails_there_alone("OperationalError: ambiguous column name"))


def no_such_column(case):
    """An attribute that no record brought so far, which is shown by its own name."""
    columns = [name for table in case.theirs.get("tables", ()) for name in table["columns"]]
    return case.statement.verb == "disp" and any(name.startswith('"') for name in columns)


def no_such_attribute(case):
    return case.fails_there_alone("InvalidAttr: invalid attribute", "MissingEntityAttribute")


def display_of_an_empty_variable(case):
    return (case.statement.verb in ("info", "describe") and "error" not in case.theirs and not case.theirs["facts"]
            and case.is_empty(case.statement.reads[0]))


def most_frequent_is_null(case):
    if case.statement.verb != "describe" or not case.theirs.get("facts") or not case.ours.get("facts"):
        return False
    theirs, ours = case.theirs["facts"][0], case.ours["facts"][0]
    return theirs.get("top", "") is None and all(theirs.get(key) == ours.get(key) for key in ("count", "unique"))


def numbers_beside_nulls(case):
    """DESCRIBE of integers that became reals, which are described as texts."""
    if case.statement.verb != "describe" or not case.theirs.get("facts") or not case.ours.get("facts"):
        return False
    theirs, ours = case.theirs["facts"][0], case.ours["facts"][0]
    return isinstance(theirs.get("top"), (int, float)) and "mean" in ours and theirs.get("count") == ours.get("count")


def endpoint_is_ipv6(case):
    compared = {comparison.path for comparison in case.statement.pattern}
    return (bool(compared & {"src_ref.value", "dst_ref.value"}) and case.hunt.bundle == "doctored-1k"
            and (case.has_more_here() or ("IS NULL" in case.statement.operators() and case.has_more_there())))


def asks_for_other_entities(case):
    extended = any(comparison.extended for comparison in case.statement.pattern)
    return case.statement.fetches and extended and case.has_more_here()


def clauses_of_find(case):
    statement, (theirs, ours) = case.statement, case.counts()
    has_clauses = bool(statement.pattern or statement.timed or statement.limit)
    return statement.verb == "find" and not case.hunt.prefetch and has_clauses and (theirs or 0) > (ours or 0)


def records_came_again(case):
    return case.statement.verb == "assign" and bool(case.statement.transform) and case.has_more_there()


def ambiguous_column(case):
    """A reference beside another one, or beside an order."""
    text = case.statement.text
    references = text.count("_ref.")
    return (locally(case) and case.fails_there_alone("OperationalError: ambiguous column name")
            and (references > 1 or (references == 1 and " SORT BY " in text) or case.comes_from("SORT")))


def null_does_not_match(case):
    return case.statement.verb == "get" and "NOT MATCHES" in case.statement.operators() and case.has_more_there()


def hash_behind_a_reference(case):
    paths = [comparison.path for comparison in case.statement.pattern]
    return case.statement.verb == "get" and any("_ref." in path and ".hashes." in path for path in paths)


def like_by_case(case):
    """A value that is LIKE the text but for capitals."""
    by_case = any(comparison.by_case for comparison in case.statement.pattern)
    return case.statement.fetches and by_case and case.has_more_here()


def merge_of_different_columns(case):
    return case.statement.verb == "merge" and case.fails_there_alone(
        "OperationalError: SELECTs to the left and right", "OperationalError: ORDER BY clause should",
        "OperationalError: LIMIT clause should")


def text_ends_in_a_backslash(case):
    return "\\\\'" in case.statement.text and case.fails_there_alone("InvalidStixPattern")


def from_variable(case):
    statement = case.statement
    return statement.from_variable and (case.fetches() > 1 or not statement.from_all) and case.has_more_there()


def limit_of_an_earlier_query(case):
    """The same query with a LIMIT and without, or the other way about: also as prefetch asks it."""
    statement = case.statement
    earlier = [other for other in case.hunt.statements[:case.index] if other.fetches and other.type == statement.type]
    return statement.fetches and ((any(other.limit for other in earlier) and case.has_more_here())
                                  or (bool(earlier) and statement.limit and case.has_more_there()))


def order_by_a_name_with_capitals(case):
    return (case.found == ("the order of rows",) and case.comes_from("SORT")
            and re.search(r" BY [\w.']*[A-Z]", case.made(case.statement.reads[0]).text) is not None)


def booleans_are_numbers(case):
    prefixes = ("only the original has a column mean_", "only this program has a column unique_")
    names = {text[len(prefix):] for text, prefix in zip(case.found, prefixes) if text.startswith(prefix)}
    return case.statement.verb == "disp" and len(case.found) == 2 and len(names) == 1


def subnet_of_ipv6(case):
    return case.fails_there_alone("MatcherException: Invalid IPv4 address")


def limited_twice(case):
    return case.statement.verb == "get" and case.statement.limit and case.hunt.prefetch and case.statement.fetches


def follows_a_redefinition(case):
    """What is read was made from a variable that was defined anew since, or that is being defined anew."""
    def follows(name, index):
        for made in range(index - 1, -1, -1):
            if case.hunt.statements[made].defines == name:
                sources = case.hunt.statements[made].reads
                later = {statement.defines for statement in case.hunt.statements[made + 1:case.index + 1]}
                return bool(later & set(sources)) or any(follows(source, made) for source in sources)
        return False
    return any(follows(name, case.index) for name in case.statement.reads)


def own_id(case):
    prefixes = ("only this program has a column x_id", "only this program has a column unique_x_id")
    return case.statement.verb == "disp" and all(text in prefixes for text in case.found)


def load_of_nothing(case):
    return case.statement.verb == "load" and case.is_empty(case.statement.reads[0]) and case.fails_there_alone("")


def archives_are_files(case):
    return (case.statement.verb == "find" and case.statement.relation == "contained"
            and case.fails_there_alone("UnsupportedRelation") and "file--contained--file" in case.theirs["error"])


def without_references(case):
    """FIND by a reference that an assignment left out, or replaced by what it leads to."""
    statement = case.statement
    if statement.verb != "find" or statement.relation == "linked" or not case.has_more_here() or case.counts()[0]:
        return False
    name = statement.reads[0]
    while (made := case.made(name)) is not None and made.verb in ("assign", "sort", "merge"):
        if made.transform or " ATTR " in made.text or any("_ref." in comparison.path for comparison in made.pattern):
            return True
        name = made.reads[0]
    return False


RULES = [
    Rule("BUG 14", "what is sorted, limited, or joined with what it refers to cannot be merged", merge_of_different_columns),
    Rule("QUIRK 15", "a bundle is searched with LIKE by case", like_by_case),
    Rule("BUG 18", "GET from a variable searches every entity of the session", from_variable, otherwise=by_assignment),
    Rule("BUG 21", "a query is answered as an earlier one was, whose LIMIT was another", limit_of_an_earlier_query),
    Rule("BUG 26", "loaded references are plain columns, which hide those of other entities", loaded_references),
    Rule("BUG 28", "an attribute that no record brought so far is shown by its own name", no_such_column),
    Rule("BUG 37", "grouping by a reference is an ambiguous column", grouped_by_a_reference),
    Rule("BUG 42", "what was made from a variable follows when that is defined anew", follows_a_redefinition),
    Rule("BUG 43", "an assignment and DISP refuse ==, NOT MATCHES and subnets", refused_operator),
    Rule("BUG 47", "a comparison with another entity of the record never holds beside one with the entity itself",
         asks_for_other_entities),
    Rule("BUG 48", "a pattern on an endpoint sees IPv4 addresses only", endpoint_is_ipv6),
    Rule("BUG 52", "zeros and empty texts are dropped from references", dropped_value),
    Rule("BUG 53", "a reference to nothing but nulls, zeros and empty texts is refused", nothing_to_refer_to),
    Rule("BUG 54", "a reference to an empty variable fails", refers_to_an_empty_variable),
    Rule("BUG 55", "a reference to an attribute that no record brought so far fails", refers_to_no_column),
    Rule("BUG 61", "an assigned transform has a row for each time that a record came", records_came_again),
    Rule("QUIRK 23", "integers beside nulls are reals, which DESCRIBE takes for texts", numbers_beside_nulls),
    Rule("QUIRK 27", "what is projected without its id has no entities", projected_without_id, taints=False),
    Rule("QUIRK 30", "what an assignment transforms, projects, or filters through a reference has no references",
         without_references),
    Rule("QUIRK 30", "what an assigned transform holds has no references to group", groups_of_a_transform),
    Rule("QUIRK 33", "the order by a name with capitals is lost", order_by_a_name_with_capitals, taints=False),
    Rule("QUIRK 34", "a GROUP by the attribute that tells entities apart counts its groups as entities", counts_groups,
         taints=False),
    Rule("QUIRK 40", "DESCRIBE takes null for the most frequent value", most_frequent_is_null),
    Rule("QUIRK 63", "FIND without prefetch ignores its clauses", clauses_of_find, otherwise=with_prefetch(True)),
    Rule("1.4", "a text that ends in a backslash is refused", text_ends_in_a_backslash),
    Rule("2.2", "INFO and DESCRIBE of an empty variable show nothing", display_of_an_empty_variable),
    Rule("2.2", "NOT MATCHES holds for null in the local step of GET", null_does_not_match),
    Rule("2.2", "a variable cannot be redefined from itself with a backslash in a text", backslash_in_redefinition),
    Rule("2.6", "what was saved of an empty variable cannot be loaded", load_of_nothing),
    Rule("2.7", "a reference behind a reference is followed from the wrong entity", reference_behind_a_reference),
    Rule("2.17", "an attribute that no record brought so far is refused", no_such_attribute),
    Rule("3.3", "a subnet cannot be compared with an IPv6 address", subnet_of_ipv6),
    Rule("3.3", "an apostrophe in a text ends the text", apostrophe),
    Rule("3.5", "a hash behind a reference is taken for a text in the local step of GET", hash_behind_a_reference),
    Rule("4.2", "booleans are numbers, and GROUP averages them", booleans_are_numbers, taints=False),
    Rule("4.4", "an id that an object of STIX 2.0 has of its own is lost, here it is `x_id`", own_id, taints=False),
    Rule("4.6", "references of custom types are not followed when they are displayed", only_expanded_columns, taints=False),
    Rule("5.1", "archives are a type of their own, here they are files", archives_are_files),
    Rule("5.5", "the second query has the LIMIT too", limited_twice, otherwise=with_prefetch(False)),
    Rule("5.6", "GET process finds, by pid, processes that do not match the pattern", identified_by_pid,
         otherwise=with_prefetch(False)),
    Rule("9", "two references, or one of what is sorted, are ambiguous columns", ambiguous_column)]


def excuse(case):
    """Returns the rule that excuses a difference, or nothing."""
    return next((rule for rule in RULES if rule.applies(case)), None)
