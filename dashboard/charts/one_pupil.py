"""One pupil over the half-terms: a panel a subject, in each what was judged and what was predicted, as steps.

Read it for whether the two came together. Each year expects more: a line stands between years, and nothing
is joined over it, so that a lower step in the autumn is not read as a loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, theme, wording
from dashboard.charts.drawing import drawing
from dashboard.charts.intervals import dot
from dashboard.charts.trajectories import YEAR_STRIDE, position
from dashboard.queries.one_pupil import OnePupil, PupilStep
from etl.vocabulary import RWM_SUBJECTS, Judgement, Kind, Subject, year_group_label

PANEL = 150
BETWEEN = 34  # room for a panel's title
HEAD = 78
FOOT = 8
KINDS = (Kind.CURRENT, Kind.PREDICTED)
# Judged and predicted of one half-term stand a little apart, so that neither hides the other.
ASIDE = {Kind.PREDICTED: 0.09, Kind.CURRENT: -0.09}
BESIDE = 0.6
ROOM_FOR_WORDS = 0.33  # the share of the width that the words at a line's end need on a phone
NEAR = 0.5  # bands within which the words at two ends would meet


def subjects_of(pupil: OnePupil) -> list[Subject]:
    """Those of reading, writing and maths in which the pupil was ever judged."""
    return [one for one in RWM_SUBJECTS if any(_drawn(pupil, one, kind) for kind in KINDS)]


def one_pupil_chart(pupil: OnePupil, look: theme.Look) -> go.Figure:
    """One panel a subject that the pupil was ever judged in, over the same half-terms."""
    subjects = subjects_of(pupil)
    years = sorted({step.half_term.starts for step in pupil.steps})
    first = years[0]
    span = (years[-1] - first + 1) * YEAR_STRIDE
    height = HEAD + FOOT + len(subjects) * (PANEL + BETWEEN) - BETWEEN
    inside = height - HEAD - FOOT
    data: list[dict[str, Any]] = []
    notes = _years(pupil, years, first, look)
    axes: dict[str, Any] = {}
    last = 0.0
    for at, subject in enumerate(subjects):
        top = 1 - at * (PANEL + BETWEEN) / inside
        axis = "y" if at == 0 else f"y{at + 1}"
        axes[f"yaxis{'' if at == 0 else at + 1}"] = _axis(max(0.0, top - PANEL / inside), min(1.0, top), look)
        notes.append(_title(subject, top, look))
        for kind in KINDS:
            steps = _drawn(pupil, subject, kind)
            if steps:
                last = max(last, position(steps[-1].half_term, first))
                data += [
                    {**_line(steps, subject, kind, first, look), "yaxis": axis},
                    {**_dots(steps, subject, kind, first, look), "yaxis": axis},
                ]
        notes += [{**one, "yref": axis} for one in _ends(pupil, subject, first, look)]
    layout = theme.layout(
        look,
        height=height,
        margin={"l": 44, "r": 8, "t": HEAD, "b": FOOT},
        xaxis={
            "range": [0, max(span + 0.4, (last + BESIDE) / (1 - ROOM_FOR_WORDS))],
            "visible": False,
            "fixedrange": True,
            "anchor": "free",
        },
        annotations=notes,
        shapes=[_break((year - first) * YEAR_STRIDE, look) for year in years if year > first],
        **axes,
    )
    return drawing(data, layout)


def one_pupil_alt(pupil: OnePupil) -> str:
    """The chart in words, subject by subject; no name."""
    said = []
    for subject in subjects_of(pupil):
        parts = []
        for step in pupil.steps:
            held = [
                f"{wording.KIND_BRIEFLY[kind]} {judgement.label.lower()}"
                for kind in KINDS
                if (judgement := step.judgement(subject, kind))
            ]
            if held:
                parts.append(f"{year_group_label(step.year_group)}, {step.half_term.name}: {', '.join(held)}")
        said.append(f"{subject.label}. {'; '.join(parts)}.")
    return " ".join(said) or "No judgements to show."


def _drawn(pupil: OnePupil, subject: Subject, kind: Kind) -> list[PupilStep]:
    return [step for step in pupil.steps if step.judgement(subject, kind) is not None]


def _level(step: PupilStep, subject: Subject, kind: Kind) -> float:
    judgement = step.judgement(subject, kind)
    assert judgement is not None
    return judgement.rank + ASIDE[kind]


def _line(
    steps: Sequence[PupilStep], subject: Subject, kind: Kind, first: int, look: theme.Look
) -> dict[str, Any]:
    """Broken at each summer and where a half-term is missing."""
    along: list[float | None] = []
    across: list[float | None] = []
    for before, step in zip([None, *steps], steps, strict=False):
        if before is not None and (
            before.half_term != step.half_term.previous or before.half_term.starts != step.half_term.starts
        ):
            along.append(None)
            across.append(None)
        along.append(position(step.half_term, first))
        across.append(_level(step, subject, kind))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": along,
        "y": across,
        "connectgaps": False,
        "line": {
            "color": look.accent,
            "width": 2,
            "shape": "hv",
            "dash": "dot" if kind is Kind.PREDICTED else "solid",
        },
        "hoverinfo": "skip",
    }


def _dots(
    steps: Sequence[PupilStep], subject: Subject, kind: Kind, first: int, look: theme.Look
) -> dict[str, Any]:
    mark = dot(kind, look, size=9)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [position(step.half_term, first) for step in steps],
        "y": [_level(step, subject, kind) for step in steps],
        "marker": {**mark, "line": {**mark["line"], "width": min(mark["line"]["width"], 2)}, "opacity": 1},
        "customdata": [
            f"{step.half_term}, {year_group_label(step.year_group)}<br>{subject.label}, "
            f"{wording.KIND_BRIEFLY[kind]}: {(step.judgement(subject, kind) or Judgement.PKS).label}"
            for step in steps
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _ends(pupil: OnePupil, subject: Subject, first: int, look: theme.Look) -> list[dict[str, Any]]:
    """At the right of the last dot of each kind, what it is; on one line where both say the same."""
    last = {kind: steps[-1] for kind in KINDS if (steps := _drawn(pupil, subject, kind))}
    made = []
    for kind, step in last.items():
        other = next((one for held, one in last.items() if held is not kind), None)
        level = _level(step, subject, kind)
        beside = _level(other, subject, next(one for one in KINDS if one is not kind)) if other else -9.0
        near = abs(level - beside) < NEAR
        made.append(
            {
                "text": f"{wording.KIND_BRIEFLY[kind]} <b>{step.judgement(subject, kind)}</b>",
                "x": position(step.half_term, first) + BESIDE,
                "y": level,
                "xref": "x",
                "xanchor": "left",
                "yanchor": ("bottom" if level > beside else "top") if near else "middle",
                "showarrow": False,
                "font": {"color": look.accent, "size": 13},
            }
        )
    return made


def _axis(bottom: float, top: float, look: theme.Look) -> dict[str, Any]:
    return {
        "domain": [bottom, top],
        "range": [-0.45, len(Judgement) - 0.55],
        "tickvals": [one.rank for one in Judgement],
        "ticktext": [one.value for one in Judgement],
        "gridcolor": look.rule,
        "zeroline": False,
        "fixedrange": True,
        "anchor": "free",
        "position": 0,
        "tickfont": {"color": look.quiet, "size": 12},
    }


def _title(subject: Subject, top: float, look: theme.Look) -> dict[str, Any]:
    return {
        "text": f"<b>{subject.label}</b>",
        "x": 0,
        "y": top,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": look.ink, "size": 15},
    }


def _years(pupil: OnePupil, years: Sequence[int], first: int, look: theme.Look) -> list[dict[str, Any]]:
    """Over all panels each year: the year group, and the academic year."""
    made = []
    for year in years:
        steps = [step for step in pupil.steps if step.half_term.starts == year]
        groups = formats.listed(list(dict.fromkeys(year_group_label(step.year_group) for step in steps)))
        label = steps[0].half_term.academic_year
        made.append(
            {
                "text": f"<b>{groups}</b><br>{label}",
                "x": (year - first) * YEAR_STRIDE + 3.5,
                "y": 1,
                "yshift": 26,
                "xref": "x",
                "yref": "paper",
                "xanchor": "center",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"color": look.quiet, "size": 13},
            }
        )
    return made


def _break(x: float, look: theme.Look) -> dict[str, Any]:
    line = {"color": look.national, "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, "line": line}
