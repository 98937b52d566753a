"""How many of the trackers are read: `python -m tests.trackers_seen_in_schools.measure [PART OF A NAME]`."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.trackers_seen_in_schools import SEEN
from tests.trackers_seen_in_schools.verdict import Came, judge, read


def main(wanted: str = "") -> None:
    counts: Counter[Came] = Counter()
    for name, build in SEEN.items():
        if wanted not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            tracker = build()
            try:
                verdict = judge(tracker, read(tracker, tracker.write(Path(folder))))
            except Exception as error:
                print(f"{name}: fails with {error!r}")
                raise
        counts[verdict.came] += 1
        if verdict.came not in (Came.READ, Came.ASKED):
            print(f"{name}: {verdict.came}: {verdict.why}")
    print(", ".join(f"{came.value} {counts[came]}" for came in Came if counts[came]), "of", counts.total())


if __name__ == "__main__":
    main(*sys.argv[1:2])
