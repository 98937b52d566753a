"""Figures made by hand, for tests of what is drawn and written from them."""

from __future__ import annotations

import math
from typing import Any

from dashboard.figures import Figure, Movement, National, Shown, TargetMark
from etl.half_terms import HalfTerm
from etl.vocabulary import Kind

AUTUMN_1 = HalfTerm(2026, 1)


def figure(
    numerator: int = 21,
    denominator: int = 30,
    *,
    school: str | None = "Elm Grove Primary School",
    shown: Shown = Shown.FULL,
    assessed: int | None = None,
    target: int | None = None,
    national: float | None = None,
    moved: tuple[int, bool] | None = None,
    **other: Any,
) -> Figure:
    """`target` in basis points; `moved` is (net change in pupils, more than noise)."""
    counted = shown in (Shown.FULL, Shown.COUNT_ONLY)
    full = shown is Shown.FULL
    needed = -((-denominator * (target or 0)) // 10000)
    share = numerator / denominator
    half = 1.96 * math.sqrt(share * (1 - share) / denominator)
    held: dict[str, Any] = {
        "measure": "writing_expected",
        "kind": Kind.PREDICTED,
        "half_term": AUTUMN_1,
        "school": school,
        "school_urn": 910001 if school else None,
        "year_group": 6,
        "shown": shown,
        "numerator": numerator if counted else None,
        "denominator": denominator if counted else None,
        "assessed": (denominator if assessed is None else assessed) if counted else None,
        "percentage": 100 * share if full else None,
        "low": 100 * max(0, share - half) if full else None,
        "high": 100 * min(1, share + half) if full else None,
        "target": TargetMark(basis_points=target, pupils_needed=needed, pupils_short=needed - numerator)
        if target and full
        else None,
        "national": National(
            value=national,
            academic_year="2024/25",
            coverage="all schools",
            release="final",
            pupils_from=math.trunc(numerator - denominator * national / 100),
            source="Department for Education",
        )
        if national
        else None,
        "movement": Movement(
            since=AUTUMN_1.previous,
            stayers=denominator,
            met_before=numerator - moved[0],
            met_now=numerator,
            moved_in=max(moved[0], 0),
            moved_out=max(-moved[0], 0),
            more_than_noise=moved[1],
            p_value=0.01 if moved[1] else 0.5,
        )
        if moved
        else None,
    }
    return Figure(**{**held, **other})
