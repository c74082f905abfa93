"""Runs a hunt on both programs, tells what differs, and cuts a hunt down to what still differs."""

import dataclasses

from case import Case
from compare import differences
from differences import excuse


@dataclasses.dataclass
class Verdict:
    """What became of a hunt: the first difference that nothing excuses, or none."""

    excused: list            # rules
    compared: int = 0        # statements
    failing: Case = None


def judge(hunt, original, ours):
    """Compares statement by statement, up to the first that fails in one of the programs. What depends on a statement
    whose answers differ, with an excuse, is not compared."""
    their_answers, our_answers = original(hunt), ours(hunt)
    verdict, tainted = Verdict([]), set()
    for index, (theirs, mine) in enumerate(zip(their_answers, our_answers)):
        statement = hunt.statements[index]
        if tainted & set(statement.reads):
            tainted.add(statement.defines)
        else:
            tainted.discard(statement.defines)
            found = differences(statement, theirs, mine)
            if found:
                case = Case(hunt, index, theirs, mine, tuple(found), their_answers, our_answers)
                rule = excuse(case)
                if rule is None or not holds(rule, case, original):
                    verdict.failing = case
                    return verdict
                verdict.excused.append(rule)
                if rule.taints:
                    tainted.add(statement.defines)
            verdict.compared += 1
        if "error" in theirs or "error" in mine:
            break
    return verdict


def holds(rule, case, original):
    """Tells whether the original, without the defect that the rule tells of, answers as this program did."""
    otherwise = rule.otherwise(case) if rule.otherwise else None
    if otherwise is None:
        return True
    answers = original(otherwise)
    return len(answers) == case.index + 1 and not differences(case.statement, answers[-1], case.ours)


def minimise(verdict, original, ours):
    """Returns a verdict on the shortest hunt found that still ends in a difference: statements are left out one by one."""
    best = dataclasses.replace(verdict, failing=dataclasses.replace(
        verdict.failing, hunt=verdict.failing.hunt.until(verdict.failing.index)))
    for index in range(best.failing.index - 1, -1, -1):
        if index >= best.failing.index:
            continue
        shorter = best.failing.hunt.without(index)
        if shorter is None:
            continue
        tried = judge(shorter, original, ours)
        if tried.failing is not None and tried.failing.index == len(shorter.statements) - 1:
            best = tried
    return best
