"""What the bundles of the reference data hold: entity types, attributes with their values, relations, times.

Hunts are drawn from this, so that they ask for what is there. One `Bundle` is one source: a file, or several."""

import collections
import datetime
import json
import re

# Reference attributes that a dotted attribute goes through, and how deep.
REFERENCES = ("parent_ref", "binary_ref", "creator_user_ref", "parent_directory_ref", "src_ref", "dst_ref")
DEPTH = 2

# Entities of these types have an id of their own only by the attributes named (language reference 4.4); those of a type
# that is not here are always told apart by their content.
NAMED_BY = {"process": "x_unique_id", "x-oca-asset": "hostname"}
NEVER_NAMED = ("windows-registry-key", "x-oca-event", "x-ibm-finding", "x-cbcloud", "x-qradar")

# A relation, its two entity types, and the references that carry it (language reference 5.1).
ADDRESSES = ("ipv4-addr", "ipv6-addr")
RELATIONS = (
    [("process", "created", "process", "", "parent_ref"),
     ("process", "created", "network-traffic", "opened_connection_refs", ""),
     ("process", "loaded", "file", "binary_ref", ""),
     ("user-account", "owned", "process", "", "creator_user_ref"),
     ("directory", "contained", "file", "", "parent_directory_ref")]
    + [(address, "created", "network-traffic", "", "src_ref") for address in ADDRESSES]
    + [(address, "accepted", "network-traffic", "", "dst_ref") for address in ADDRESSES])


class Bundle:
    """One source of hunts."""

    def __init__(self, name, files):
        self.name = name
        self.files = files
        self.attributes = collections.defaultdict(lambda: collections.defaultdict(list))
        self.in_records = collections.defaultdict(int)  # (type, attribute) -> records with it
        self.entities = collections.Counter()  # by type
        self.records = 0
        self.starts, self.stops = [], []
        self.relations = set()
        self.named = {}  # type -> True when every entity has an id that repeats
        for file in files:
            with open(file, encoding="utf-8") as text:
                for thing in json.load(text)["objects"]:
                    if thing["type"] == "observed-data":
                        self._add(thing)

    @property
    def source(self):
        """Returns what stands behind FROM."""
        return "file://" + ",".join(str(file) for file in self.files)

    @property
    def types(self):
        return sorted(self.attributes)

    @property
    def all_named(self):
        """Tells whether reading a record twice makes no entity twice."""
        return all(self.named.values())

    def has_always(self, type, path):
        """Tells whether every entity of a type has an attribute."""
        return len(self.attributes[type][path]) == self.entities[type]

    def surveys(self):
        """Returns (type, attribute) pairs that every record has: a GET by them brings the whole source."""
        return sorted(pair for pair, count in self.in_records.items() if count == self.records and "." not in pair[1])

    def _add(self, record):
        self.records += 1
        self.starts.append(moment(record["first_observed"]))
        self.stops.append(moment(record["last_observed"]))
        objects = record["objects"]
        seen = set()
        for entity in objects.values():
            kind = entity["type"]
            naming = NAMED_BY.get(kind)
            self.entities[kind] += 1
            named = kind not in NEVER_NAMED and not kind.startswith("x-ecs-") and (not naming or naming in entity)
            self.named[kind] = self.named.get(kind, True) and named
            for path, value in attributes_of(entity, objects, DEPTH):
                self.attributes[kind][path].append(value)
                seen.add((kind, path))
        for pair in seen:
            self.in_records[pair] += 1
        self._relate(objects)

    def _relate(self, objects):
        for actor, relation, acted, on_actor, on_acted in RELATIONS:
            for entity in objects.values():
                if on_actor and entity["type"] == actor:
                    targets, wanted = entity.get(on_actor, []), acted
                elif on_acted and entity["type"] == acted:
                    targets, wanted = entity.get(on_acted, []), actor
                else:
                    continue
                targets = [targets] if isinstance(targets, str) else targets
                if any(objects.get(target, {}).get("type") == wanted for target in targets):
                    self.relations.add((actor, relation, acted))


def moment(text):
    """Returns a timestamp of the data as a time."""
    text = re.sub(r"(\.\d{1,6})\d*", r"\1", text.replace("Z", "+00:00"))
    text = re.sub(r"\.(\d+)", lambda found: "." + found.group(1).ljust(6, "0"), text)
    return datetime.datetime.fromisoformat(text)


def attributes_of(entity, objects, depth, prefix=""):
    """Yields attributes with their values: scalars, hashes, and what single references lead to."""
    for key, value in entity.items():
        if key in REFERENCES:
            target = objects.get(value)
            if target and depth > 0:
                yield from attributes_of(target, objects, depth - 1, f"{prefix}{key}.")
        elif key == "hashes":
            for name, text in value.items():
                quoted = f"'{name}'" if "-" in name else name
                yield f"{prefix}hashes.{quoted}", text
        elif isinstance(value, (str, int)) and not isinstance(value, bool):
            if key not in ("type", "id") and not key.endswith("_ref"):
                yield prefix + key, value


def read_bundles(folder):
    """Reads what hunts are drawn over, with how often each is drawn."""
    stix = folder / "stix"
    weights = {
        "test_bundle": 16, "test_bundle_2": 3, "test_bundle_3": 3, "test_bundle_4": 5, "test_bundle_5": 5,
        "powershell_search_stix_result": 8, "test_bundle_nt_1": 9, "test_bundle_nt_2": 12, "log4shell_bundle": 9,
        "doctored-1k": 20}
    bundles = [(Bundle(name, [stix / f"{name}.json"]), weight) for name, weight in weights.items()]
    pairs = [("test_bundle_4", "test_bundle_5"), ("test_bundle_nt_1", "test_bundle_nt_2")]
    bundles += [(Bundle("+".join(pair), [stix / f"{name}.json" for name in pair]), 4) for pair in pairs]
    return bundles
