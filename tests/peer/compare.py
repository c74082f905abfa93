"""What differs between two answers to the same statement."""

from collections import Counter

from answers import is_random_id


def differences(statement, theirs, ours):
    """Returns sentences, none when the answers agree. Texts of errors and of warnings are not compared."""
    if "error" in theirs or "error" in ours:
        if "error" in theirs and "error" in ours:
            return []
        return ["only the original fails" if "error" in theirs else "only this program fails"]
    found = []
    if theirs["entities"] != ours["entities"]:
        found.append(f"entities: {theirs['entities']} in the original, {ours['entities']} here")
    their_tables, our_tables = with_rows(theirs), with_rows(ours)
    if len(their_tables) != len(our_tables):
        found.append(f"tables with rows: {len(their_tables)} in the original, {len(our_tables)} here")
    if len(theirs["facts"]) != len(ours["facts"]):
        found.append(f"displays: {len(theirs['facts'])} in the original, {len(ours['facts'])} here")
    for their_table, our_table in zip(their_tables, our_tables):
        found += table_differences(their_table, our_table, statement.ordered)
    for their_facts, our_facts in zip(theirs["facts"], ours["facts"]):
        found += fact_differences(statement, their_facts, our_facts)
    return found


def with_rows(answer):
    """Returns the tables that say something: of an empty variable the original shows none, this program an empty one."""
    return [table for table in answer["tables"] if table["rows"]]


def table_differences(theirs, ours, ordered):
    """Compares columns by name, and rows as a multiset, or in order. A column that only one side has must be null
    throughout, or a count of no values: which attributes a type has depends on what else was read."""
    found, common = [], [name for name in theirs["columns"] if name in ours["columns"]]
    for side, table, other in (("the original", theirs, ours), ("this program", ours, theirs)):
        for position, name in enumerate(table["columns"]):
            nothing = (None, 0) if name.startswith("unique_") else (None,)
            if name not in other["columns"] and any(row[position] not in nothing for row in table["rows"]):
                found.append(f"only {side} has a column {name}")
    common = [name for name in common if not any(is_random_id(cell) for cell in column(theirs, name))]
    their_rows, our_rows = rows_of(theirs, common), rows_of(ours, common)
    if ordered and their_rows != our_rows and Counter(their_rows) == Counter(our_rows):
        found.append("the order of rows")
    their_count, our_count = Counter(their_rows), Counter(our_rows)
    if their_count != our_count:
        found.append(f"rows: {len(their_rows)} in the original, {len(our_rows)} here")
        for side, rest in (("the original", their_count - our_count), ("this program", our_count - their_count)):
            for row in list(rest)[:3]:
                found.append(f"  only in {side}: " + ", ".join(f"{name}={cell!r}" for name, cell in zip(common, row)))
    return found


def column(table, name):
    position = table["columns"].index(name)
    return [row[position] for row in table["rows"]]


def rows_of(table, names):
    positions = [table["columns"].index(name) for name in names]
    return [tuple(row[position] for position in positions) for row in table["rows"]]


def fact_differences(statement, theirs, ours):
    if statement.verb == "info":
        names = ("Entity Type", "Number of Entities", "Birth Command", "Associated Datasource", "Dependent Variables")
    else:
        names = sorted(set(theirs) | set(ours))
        if "top" in names and not 2 * (theirs.get("freq") or 0) > (theirs.get("count") or 0):
            names.remove("top")  # several values may be the most frequent
    return [f"{name}: {theirs.get(name)!r} in the original, {ours.get(name)!r} here"
            for name in names if theirs.get(name) != ours.get(name)]
