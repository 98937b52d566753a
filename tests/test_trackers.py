"""Every tracker is read as it stands or stops at its doubt; none is misread."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.reading.answers import understand_answer
from etl.reading.tidy import Learned
from tests.trackers_seen_in_schools import SEEN
from tests.trackers_seen_in_schools.verdict import Came, judge, read

ASKED = [name for name, build in SEEN.items() if build().answers]


@pytest.mark.parametrize("name", SEEN)
def test_a_tracker_is_read_whole_or_stops_at_its_doubt(name: str, tmp_path: Path) -> None:
    tracker = SEEN[name]()
    verdict = judge(tracker, read(tracker, tracker.write(tmp_path)))
    expected = (
        {Came.ASKED} if tracker.must_stop else {Came.READ, Came.ASKED} if tracker.may_ask else {Came.READ}
    )
    assert verdict.came in expected, f"{verdict.came}: {verdict.why}"


@pytest.mark.parametrize("name", ASKED)
def test_a_schools_answers_make_its_tracker_read(name: str, tmp_path: Path) -> None:
    tracker = SEEN[name]()
    learned = Learned()
    for spelling, meaning in tracker.answers.items():
        which, tidied, kept = understand_answer(spelling, meaning)
        (learned.marks if which == "marks" else learned.headings)[tidied] = kept
    verdict = judge(tracker, read(tracker, tracker.write(tmp_path), learned), must_stop=False)
    assert verdict.came is Came.READ, f"{verdict.came}: {verdict.why}"
