"""Reports what rules of the structure find, in the form that the tally of all tests reads."""


def report(rules, prefix=""):
    """Prints an `ok` or `FAIL` line for each rule, a function that yields faults. Returns an exit code."""
    failed = False
    for rule in rules:
        faults = list(rule())
        failed = failed or bool(faults)
        print(f"{'FAIL' if faults else 'ok'} structure/{prefix}{rule.__name__}")
        for fault in faults:
            print(f"    {fault}")
    return 1 if failed else 0
