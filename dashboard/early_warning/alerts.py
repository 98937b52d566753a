"""An alert, how many comparisons it was picked from, and which few are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard.early_warning.kinds import FORECAST_MOVED, AlertKind
from etl.half_terms import HalfTerm
from etl.vocabulary import RWM

MOST_SHOWN = 10
MOST_GOING_WELL = 5


class Firmness(StrEnum):
    """How much is made of it, in the order in which alerts are listed; the value is what the page says."""

    CHECK = "Check the data"
    FIRM = "More than chance"
    LOOK = "Worth a look"


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One thing about one school's year group. `measure` is the one that its door opens.

    `size` compares alerts of one kind: the more, the earlier it stands. `good`: a strength. `trust_why` is in
    place of `why` for those who see the whole trust: it counts what other schools' pupils did.
    """

    kind: AlertKind
    firmness: Firmness
    school_urn: int
    year_group: int
    measure: str
    sentence: str
    why: str
    size: float
    good: bool = False
    trust_why: str = ""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One comparison that was made, whatever it came to: worth a look, or firm, which is more than chance.

    The two chances: how likely it would have been flagged if nothing but chance were at work.
    """

    kind: AlertKind
    school_urn: int
    look: bool
    firm: bool
    look_by_chance: float
    firm_by_chance: float


@dataclass(frozen=True, kw_only=True)
class NotLookedAt:
    """A school, and why nothing or not everything of it could be compared."""

    school_urn: int
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Alerts:
    """A half-term's alerts. `concerns` and `going_well` are whole; `shown` is the few of the first."""

    half_term: HalfTerm
    alerts: tuple[Alert, ...]
    comparisons: tuple[Comparison, ...]
    not_looked_at: tuple[NotLookedAt, ...]

    @property
    def concerns(self) -> tuple[Alert, ...]:
        return tuple(one for one in self.alerts if not one.good)

    @property
    def going_well(self) -> tuple[Alert, ...]:
        return tuple(one for one in self.alerts if one.good)

    @property
    def summary(self) -> str:
        """What was compared, and how many of what stands out are listed."""
        found = sum(one.look or one.firm for one in self.comparisons)
        listed = sum(not one.kind.about_data for one in self.alerts)
        if found == listed:
            return counted(self.comparisons)
        return (
            f"{counted(self.comparisons)} {listed:,} of them {'is' if listed == 1 else 'are'} listed: "
            "reading, writing and maths together is left out where one of its subjects is named at least as "
            "firmly."
        )

    def of_schools(self, urns: Iterable[int], *, whole_trust: bool = False) -> Alerts:
        """What concerns some schools alone. `whole_trust`: for those who may see what all the others did."""
        seen = set(urns)
        return Alerts(
            half_term=self.half_term,
            alerts=tuple(_for(one, whole_trust) for one in self.alerts if one.school_urn in seen),
            comparisons=tuple(one for one in self.comparisons if one.school_urn in seen),
            not_looked_at=tuple(one for one in self.not_looked_at if one.school_urn in seen),
        )


def by_chance(comparisons: Iterable[Comparison]) -> tuple[float, float]:
    """How many would be worth a look, and how many called more than chance, by chance alone."""
    held = list(comparisons)
    return sum(one.look_by_chance for one in held), sum(one.firm_by_chance for one in held)


def counted(comparisons: Sequence[Comparison]) -> str:
    """“312 comparisons were made, 12 of them of forecasts. By chance alone about 3 would be worth a look, and
    hardly any called more than chance; 9 are worth a look, 2 of them more than chance.”
    """
    made = len(comparisons)
    if not made:
        return "No comparison could be made: nothing before this half-term can be compared with it."
    looks, firms = by_chance(comparisons)
    found = sum(one.look or one.firm for one in comparisons)
    sure = sum(one.firm for one in comparisons)
    forecasts = sum(one.kind == FORECAST_MOVED for one in comparisons)
    opening = "1 comparison was made" if made == 1 else f"{made:,} comparisons were made"
    of_forecasts = f", {forecasts:,} of them of forecasts" if forecasts else ""
    firmly = "more than chance"
    of_them = f", {sure:,} of them {firmly}" if sure and found > 1 else f", and {firmly}" if sure else ""
    are = "none is" if not found else "1 is" if found == 1 else f"{found:,} are"
    return (
        f"{opening}{of_forecasts}. By chance alone {about_so_many(looks)} would be worth a look, and "
        f"{about_so_many(firms)} called {firmly}; {are} worth a look{of_them}."
    )


def _for(one: Alert, whole_trust: bool) -> Alert:
    return replace(one, why=(whole_trust and one.trust_why) or one.why, trust_why="")


def about_so_many(number: float) -> str:
    """“about 16”, “about 0.1”, “hardly any”: whole from two on."""
    if number < 0.05:
        return "hardly any"
    return f"about {number:,.0f}" if number >= 1.95 else f"about {number:.1f}"


def in_order(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Doubts about the data, then what is more than chance, then what is worth a look: the larger first.

    Of one cohort RWM is left out where one of its subjects is flagged the same way, at least as firmly: it
    moves with them.
    """
    held = list(alerts)
    by_subject: dict[tuple[object, ...], int] = {}
    for one in held:
        if not _is_rwm(one):
            by_subject[_thing(one)] = min(_rank(one), by_subject.get(_thing(one), _rank(one)))
    kept = [one for one in held if not (_is_rwm(one) and by_subject.get(_thing(one), _LAST) <= _rank(one))]
    return tuple(sorted(kept, key=_place))


_LAST = len(Firmness)


def _thing(one: Alert) -> tuple[object, ...]:
    return one.kind.id, one.school_urn, one.year_group, one.good


def _rank(one: Alert) -> int:
    return list(Firmness).index(one.firmness)


def _place(one: Alert) -> tuple[int, int, float, int, int, str]:
    return _rank(one), one.kind.rank, -one.size, one.school_urn, one.year_group, one.measure


def _is_rwm(one: Alert) -> bool:
    return one.measure.startswith(f"{RWM}_")


def few(alerts: Sequence[Alert], most: int = MOST_SHOWN) -> tuple[Alert, ...]:
    return tuple(alerts[:most])
