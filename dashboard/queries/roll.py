"""Who is on a school's roll: for its own staff and the trust's leaders."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access import Action, Scope, check_can
from dashboard.cached import kept
from dashboard.queries.half_terms import when
from dashboard.store import fetch_rows
from etl.groups import ALL, GROUPS, UNKNOWN
from etl.half_terms import HalfTerm
from etl.publish.current import Published

ROLL = """
SELECT
    year_group,
    pupil_group,
    group_value,
    sum(on_roll) AS on_roll
FROM roll_count
WHERE academic_year = $academic_year
AND half_term_ordinal = $ordinal
AND school_urn = $school_urn
AND year_group >= 0
GROUP BY ALL
ORDER BY ALL
"""


@dataclass(frozen=True, kw_only=True)
class GroupOnRoll:
    """One pupil group on a school's roll, of those for whom the school's sheet says either way."""

    group: str
    label: str
    pupils: int
    known: int
    not_known: int
    by_value: dict[str, int]  # by value of the group, as SEN support (K) and plans (E)


@dataclass(frozen=True, kw_only=True)
class SchoolRoll:
    """Pupils on roll in one half-term, Reception to Year 6. Groups that no sheet marks are left out."""

    by_year_group: dict[int, int]
    groups: tuple[GroupOnRoll, ...]

    @property
    def pupils(self) -> int:
        return sum(self.by_year_group.values())


@kept(48)
def school_roll(published: Published, scope: Scope, school_urn: int, half_term: HalfTerm) -> SchoolRoll:
    """Raises AccessDenied where the scope does not see the school whole."""
    check_can(scope, Action.SEE_DETAIL, school_urn)
    rows = fetch_rows(published, ROLL, {**when(half_term), "school_urn": school_urn})
    by_year_group = {row["year_group"]: int(row["on_roll"]) for row in rows if row["pupil_group"] == ALL.id}
    held: dict[str, dict[str, int]] = {}
    for row in rows:
        values = held.setdefault(row["pupil_group"], {})
        values[row["group_value"]] = values.get(row["group_value"], 0) + int(row["on_roll"])
    groups = []
    for group in GROUPS.values():
        values = held.get(group.id, {})
        known = sum(pupils for value, pupils in values.items() if value != UNKNOWN)
        if group is ALL or not known:
            continue
        groups.append(
            GroupOnRoll(
                group=group.id,
                label=group.values[group.focus],
                pupils=values.get(group.focus, 0),
                known=known,
                not_known=values.get(UNKNOWN, 0),
                by_value=values,
            )
        )
    return SchoolRoll(by_year_group=by_year_group, groups=tuple(groups))
