"""A chart from plain dicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

# Plotly's check of every property takes longer than all the rest of a chart. The tests switch it on, and draw
# every chart with it.
CHECKED = False


class Unchecked(go.Figure):
    """A figure that is what it was made from: nothing is checked, completed or copied."""

    def __init__(self, made: dict[str, Any]) -> None:
        self._made = made

    def to_dict(self) -> dict[str, Any]:
        return self._made


# A dot at nought or at a hundred per cent is a whole dot, not half of one.
WHOLE_DOTS = {"cliponaxis": False}


def drawing(data: Sequence[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    drawn = [{**trace, **WHOLE_DOTS} if trace.get("mode") == "markers" else trace for trace in data]
    made = {"data": drawn, "layout": layout}
    return go.Figure(made) if CHECKED else Unchecked(made)
