"""The frame of charts with one row a thing, all on one scale of 0 to 100 per cent, and the words in it."""

from __future__ import annotations

from typing import Any

from dashboard import formats, theme


def layout(
    look: theme.Look,
    count: int,
    *,
    head: int,
    row: int,
    foot: int,
    annotations: list[dict[str, Any]],
    shapes: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The layout of `count` rows, the lowest at y = 0; `head`, `row` and `foot` are heights in pixels."""
    return theme.layout(
        look,
        height=head + row * count + foot,
        margin={"l": 12, "r": 18, "t": head, "b": foot},
        xaxis={
            "range": [0, 100],
            "fixedrange": True,
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0", "25", "50", "75", f"100{formats.THIN}%"],
            "gridcolor": look.rule,
            "zeroline": False,
            "tickfont": {"color": look.quiet, "size": 13},
        },
        yaxis={"range": [-0.5, count - 0.5], "visible": False, "fixedrange": True},
        annotations=annotations,
        shapes=shapes or [],
    )


def words(
    text: str, *, x: float, y: float, look: theme.Look, anchor: str = "left", quiet: bool = False
) -> dict[str, Any]:
    """Words at a share `x` of the chart's width (0 to 1) and at row `y`, clear of any line behind them."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "y",
        "xanchor": anchor,
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "font": {"color": look.quiet if quiet else look.ink, "size": 14},
        "bgcolor": look.paper,
        "borderpad": 1,
    }
