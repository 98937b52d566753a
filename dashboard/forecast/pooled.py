"""How much history a school needs before it stands by itself, and what a total may not give away."""

from __future__ import annotations

from collections.abc import Collection

# With one class a year group a single year would be of one teacher: nothing that a school's teachers said is
# told of fewer years together.
YEARS_POOLED = 3


def out_of_the_total(not_told: Collection[int]) -> frozenset[int]:
    """Of the schools that are not told by themselves, those that a total beside the others must leave out.

    A single one could be worked out from the total and the rest. Of two and more only their sum could.
    """
    return frozenset(not_told) if len(not_told) == 1 else frozenset()
