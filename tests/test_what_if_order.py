"""Who stands first among the pupils to tick on What if."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from dashboard.sections.what_if import in_order_of_nearness


def test_the_nearest_stand_first_and_the_far_are_folded_away() -> None:
    chances = {"Ann": 0.08, "Ben": 0.48, "Cai": 0.9, "Dee": 0.61, "Eve": 0.52, "Fay": 0.31}
    lines: list[Any] = [SimpleNamespace(upn=name) for name in chances]
    near, far = in_order_of_nearness(lines, chances, set())
    # Ben and Eve are alike, about 5 in 10, and stay by name.
    assert [line.upn for line in near] == ["Dee", "Ben", "Eve", "Cai"]
    assert [line.upn for line in far] == ["Fay", "Ann"]
    near, far = in_order_of_nearness(lines, chances, {"Ann"})
    assert [line.upn for line in near] == ["Dee", "Ben", "Eve", "Cai", "Ann"]
    assert [line.upn for line in far] == ["Fay"]
