"""The trackers by name. Each writes a school's return as that school would send it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from sample_data.returns import Line, Return
from sample_data.trackers import (
    class_sheets,
    joined_headings,
    long_text,
    merged_headings,
    side_by_side,
    wide_csv,
    year_sheets,
)


@dataclass(frozen=True, kw_only=True)
class Tracker:
    """One layout.

    `write(path, a return, the same year's earlier returns)`; `gives` names the details of a pupil that the
    sheet holds, as etl.reading.tidy.PupilRow calls them; what it lacks is not known.
    """

    id: str
    suffix: str
    gives: tuple[str, ...]
    write: Callable[[Path, Return, list[Return]], None]
    class_name: Callable[[Line], str | None]


def _tracker(module: ModuleType) -> Tracker:
    return Tracker(
        id=module.__name__.rpartition(".")[2],
        suffix=module.SUFFIX,
        gives=module.GIVES,
        write=module.write,
        class_name=module.class_name,
    )


TRACKERS: dict[str, Tracker] = {
    tracker.id: tracker
    for tracker in map(
        _tracker,
        (
            wide_csv,
            merged_headings,
            year_sheets,
            long_text,
            side_by_side,
            class_sheets,
            joined_headings,
        ),
    )
}
