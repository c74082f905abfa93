#!/usr/bin/env python3
"""Holds the layers: who includes whom, where third parties live, what the library never does, and that every
source is listed in its CMakeLists.txt; and that the manual is whole: a page for each verb, a row for each kind of
error. Prints one `ok` or `FAIL` line for each rule."""

import pathlib
import re
import sys

import structure

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = sorted(path for room in ("kestrel", "plugins", "apps") for path in (ROOT / room).rglob("*.[ch]pp"))
INCLUDE = re.compile(r'^#include [<"]([^>"]+)[>"]', re.MULTILINE)

# A header, and the only folders that may include it.
HOMES = {
    r"duckdb\.h": ["kestrel/engine"],
    r"curl/.*": ["plugins/analytics_docker"],
    r"simdjson\.h": ["plugins/source_stix"],
    r"armadillo": ["plugins/analytics_native"],
    r"nlohmann/.*": ["kestrel/session", "plugins", "apps", "tests"],
    r"yaml-cpp/.*": ["apps"],
    r"histedit\.h": ["apps"],
}
SLUG = re.compile(r'\b(?:error|warning)\(\s*"([a-z0-9-]+)"')
FORBIDDEN = re.compile(r"\bstd::c(out|err|in)\b|\bprintf\(|\bstd::exit\(|\bgetenv\(")


def room_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "kestrel" else parts[0]


def read_law():
    lines = (ROOT / "scripts/layers.txt").read_text().splitlines()
    rows = (line.split(":") for line in lines if line and not line.startswith("#"))
    return {room.strip(): set(below.split()) for room, below in rows}


def layers():
    law = read_law()
    for source in SOURCES:
        name = str(source.relative_to(ROOT))
        room = room_of(name)
        for include in INCLUDE.findall(source.read_text()):
            target = room_of(include) if include.startswith(("kestrel/", "plugins/", "apps/")) else None
            if target and target != room and target not in law[room]:
                yield f"{name} may not include {include}"
            other_plugin = room == "plugins" and include.startswith("plugins/") and name.count("/") > 1
            if other_plugin and include.split("/")[1] != name.split("/")[1]:
                yield f"{name} may not include the plugin {include}"


def homes():
    for source in SOURCES:
        name = str(source.relative_to(ROOT))
        for include in INCLUDE.findall(source.read_text()):
            for header, folders in HOMES.items():
                if re.fullmatch(header, include) and not name.startswith(tuple(folders)):
                    yield f"{name} may not include {include}: it belongs to {', '.join(folders)}"


def silence():
    for source in SOURCES:
        name = str(source.relative_to(ROOT))
        if not name.startswith("kestrel/") or name.endswith("_test.cpp"):
            continue
        for number, line in enumerate(source.read_text().splitlines(), 1):
            if FORBIDDEN.search(line.replace("snprintf(", "")):
                yield f"{name}:{number}: the library never prints, exits or reads the environment"


def listed():
    for source in SOURCES:
        folder = source.parent
        while not (folder / "CMakeLists.txt").exists() and folder != ROOT:
            folder = folder.parent
        entry = str(source.relative_to(folder))
        if not re.search(rf"(?<![\w/]){re.escape(entry)}(?![\w])", (folder / "CMakeLists.txt").read_text()):
            yield f"{source.relative_to(ROOT)} is not listed in {(folder / 'CMakeLists.txt').relative_to(ROOT)}"


def size():
    for source in SOURCES:
        lines = len(source.read_text().splitlines())
        if lines > 600:
            yield f"{source.relative_to(ROOT)} has {lines} lines: over 600 there are two subjects"


def tree():
    text = (ROOT / "README.md").read_text()
    shown = re.findall(r"^([\w.]+)/ ", text, re.MULTILINE)
    for folder in shown:
        if not (ROOT / folder).is_dir():
            yield f"README.md shows {folder}/, which is not there"
    for folder in sorted(path.name for path in ROOT.iterdir() if path.is_dir()):
        if not folder.startswith(".") and folder != "build" and folder not in shown:
            yield f"README.md does not show {folder}/"


def verbs():
    index = (ROOT / "docs/README.md").read_text()
    for verb in sorted((ROOT / "kestrel/lang/verbs").glob("*.cpp")):
        page = f"verbs/{verb.stem}.md"
        if verb.stem == "table":
            continue
        if not (ROOT / "docs" / page).exists():
            yield f"docs/{page} is not there"
        elif f"]({page})" not in index:
            yield f"docs/README.md does not show {page}"


def slugs():
    told = set(re.findall(r"^\| `([a-z0-9-]+)` \|", (ROOT / "docs/language/errors.md").read_text(), re.MULTILINE))
    used = {}
    for source in SOURCES:
        if not source.name.endswith("_test.cpp") and not source.name.startswith("fake_"):
            for slug in SLUG.findall(source.read_text()):
                used.setdefault(slug, source.relative_to(ROOT))
    for slug in sorted(used.keys() - told):
        yield f"docs/language/errors.md does not tell of {slug}, which {used[slug]} reports"
    for slug in sorted(told - used.keys()):
        yield f"docs/language/errors.md tells of {slug}, which nobody reports"


if __name__ == "__main__":
    sys.exit(structure.report((layers, homes, silence, listed, size, tree, verbs, slugs)))
