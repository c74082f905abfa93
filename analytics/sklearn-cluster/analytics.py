"""sklearn-cluster: puts the rows of a variable into n groups by k-means."""

import os
import sys

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans

INPUT = "/data/input/0.parquet.gz"
OUTPUT = "/data/output/0.parquet.gz"

# Parameters of KMeans that WITH may set, and how their text is read. The rest is fixed so that a hunt repeats.
PARAMETERS = {"max_iter": int, "tol": float, "n_init": int, "random_state": int, "init": str, "algorithm": str}


def stop(message):
    """Ends the analytics with one line that says what was expected and what was found."""
    sys.exit(f"sklearn-cluster: {message}")


def number(name, text, kind):
    try:
        return kind(text)
    except ValueError:
        stop(f"expected {'a whole number' if kind is int else 'a number'} for `{name}`, found `{text}`")


def settings():
    """Returns the parameters of KMeans: ours, overruled by those in the environment."""
    chosen = {"n_init": 10, "random_state": 0}
    for name, kind in PARAMETERS.items():
        if name in os.environ:
            text = os.environ[name]
            chosen[name] = text if kind is str else number(name, text, kind)
    method = os.environ.get("method", "kmeans")
    if method.lower() != "kmeans":
        stop(f"expected method `kmeans`, found `{method}`")
    count = os.environ.get("n", os.environ.get("n_clusters"))
    if count is None:
        stop("expected the number of clusters as `n`, found none")
    chosen["n_clusters"] = number("n", count, int)
    if chosen["n_clusters"] < 1:
        stop(f"expected at least 1 cluster, found `n={count}`")
    return chosen


def chosen_columns(frame):
    """Returns the names in `columns`, each present and numeric; all numeric columns when none are named."""
    text = os.environ.get("columns", "")
    names = list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names:
        names = [name for name in frame.columns if pd.api.types.is_numeric_dtype(frame[name])]
        if not names:
            stop("expected at least one column of numbers, found none")
    for name in names:
        if name not in frame.columns:
            stop(f"the input has no column `{name}`")
        if frame[name].notna().any() and not pd.api.types.is_numeric_dtype(frame[name]):
            stop(f"expected numbers in column `{name}`, found text")
    return names


def numbered_by_size(labels):
    """Returns the labels renamed: 0 is the largest cluster; of two equal ones, the one whose row comes first."""
    names, first_rows, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first_rows, -sizes))
    renamed = np.empty(len(names), dtype=int)
    renamed[order] = np.arange(len(names))
    return renamed[np.searchsorted(names, labels)]


def main():
    parameters = settings()
    frame = pd.read_parquet(INPUT)
    if not len(frame.columns):
        return  # an empty variable: nothing to group
    columns = chosen_columns(frame)
    complete = frame[columns].apply(pd.to_numeric).dropna()
    if len(complete) < parameters["n_clusters"]:
        stop(f"expected at least {parameters['n_clusters']} rows with numbers, found {len(complete)}")
    try:
        labels = KMeans(**parameters).fit(complete.to_numpy(dtype=float)).labels_
    except ValueError as problem:
        stop(" ".join(str(problem).split()))
    frame["cluster"] = pd.Series(numbered_by_size(labels), index=complete.index, dtype="Int64")
    kept = [name for name in ("id", "type") if name in frame.columns]
    frame[[*kept, "cluster"]].to_parquet(OUTPUT, index=False, compression="gzip")


if __name__ == "__main__":
    main()
