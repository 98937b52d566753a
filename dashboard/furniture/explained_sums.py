"""How a figure's numbers were worked out that are no counts: shares, differences, changes."""

from __future__ import annotations

from dashboard import formats, wording
from dashboard.figures import Figure, National
from dashboard.intervals import CONFIDENCE
from dashboard.result_figures import ResultFigure

Sums = list[tuple[str, str]]


def of_figure(figure: Figure) -> Sums:
    """Nothing where no percentage may stand: then the counts are all there is."""
    if not wording.has_percentage(figure) or figure.numerator is None or not figure.denominator:
        return []
    met, pupils = figure.numerator, figure.denominator
    made = share(met, pupils, figure.low, figure.high)
    if figure.target is not None:
        made.append(("Target", _target(met, pupils, figure.target.basis_points, figure.target.pupils_needed)))
    made += [
        (held.name, at_the_rate_of(met, pupils, held.value, held.pupils_from))
        for held in (figure.national, figure.authority)
        if isinstance(held, National)
    ]
    if figure.movement is not None:
        made.append(("Change", _movement(figure)))
    return made


def of_result(figure: ResultFigure) -> Sums:
    """Of a share; a mean's counts and its rule say it all."""
    held = figure.value is not None and figure.numerator is not None and figure.denominator
    if not held or figure.numerator is None or not figure.denominator:
        return []
    met, pupils = figure.numerator, figure.denominator
    made = share(met, pupils, figure.low, figure.high)
    if figure.target is not None and figure.target.pupils_short is not None:
        needed = met + figure.target.pupils_short
        made.append(("Target", _target(met, pupils, figure.target.basis_points, needed)))
    if figure.england is not None and figure.pupils_from is not None:
        made.append(("England", at_the_rate_of(met, pupils, figure.england.value, figure.pupils_from)))
    return made


def share(met: int, pupils: int, low: float | None, high: float | None) -> Sums:
    made = [("Percentage", f"{met:,} ÷ {pupils:,} = {_exactly(100 * met / pupils)}")]
    if low is not None and high is not None:
        made.append(
            (
                "Plausible range",
                f"{_exactly(low)} to {_exactly(high)}: Wilson's {CONFIDENCE:.0%} interval of {met:,} in "
                f"{pupils:,}",
            )
        )
    return made


def _target(met: int, pupils: int, basis_points: int, needed: int) -> str:
    share, exact = formats.basis_points(basis_points), pupils * basis_points / 10_000
    said = (
        f"{share} of {pupils:,} are {exact:,.1f}, so {needed:,} pupils are needed. {needed:,} less {met:,}: "
    )
    short = needed - met
    return said + (
        f"{short:,} short" if short > 0 else "none short" + (f", {-short:,} to spare" if short else "")
    )


def at_the_rate_of(met: int, pupils: int, percentage: float, apart: int) -> str:
    """“62.5 % of 30 are 18.8. Here 20 met it: 1 more, in whole pupils and rounded towards zero”."""
    way = "none apart" if not apart else f"{abs(apart):,} {'more' if apart > 0 else 'fewer'}"
    return (
        f"{_exactly(percentage)} of {pupils:,} are {pupils * percentage / 100:,.1f}. Here {met:,} met it: "
        f"{way}, in whole pupils and rounded towards zero"
    )


def _movement(figure: Figure) -> str:
    held = figure.movement
    assert held is not None
    net = formats.signed(held.met_now - held.met_before)
    if held.stayers is None or held.moved_in is None or held.moved_out is None:
        return (
            f"{held.met_before:,} met it in {held.since.name}, {held.met_now:,} meet it now: {net}. Whoever "
            "joined or left is counted"
        )
    return (
        f"Of {formats.pupils(held.stayers)} on roll and assessed both times {held.met_before:,} met it in "
        f"{held.since.name}; {held.moved_in:,} came to meet it, {held.moved_out:,} no longer do: "
        f"{held.met_now:,} now, {net}"
    )


def signed(number: float) -> str:
    """“+1.2”, “−0.3”: to a tenth."""
    sign = formats.MINUS if round(number, 1) < 0 else "+"
    return f"{sign}{abs(number):.1f}"


def _exactly(percentage: float) -> str:
    return f"{percentage:.1f}{formats.THIN}%"
