"""What the ledger says in words: of a subject by its bands, of all three together by who met them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import formats, wording
from dashboard.forecast.pooled import YEARS_POOLED
from dashboard.queries.ledger import Ledger, Rightness
from etl.measures import JUDGEMENT_MEASURES
from etl.vocabulary import RWM

POOLED = (
    f"A school stands by itself only with {YEARS_POOLED} years together, since one year of one class would "
    "be of one teacher."
)
SHRUNKEN = (
    "Likely in the long run: the school's own share, drawn towards the other schools' as far as its pupils "
    "are few; the range holds nine in ten. By name, and no order of merit."
)


def is_together(measure: str) -> bool:
    """Whether a measure is of all three subjects, which has no bands."""
    return JUDGEMENT_MEASURES[measure].subject == RWM


def right_column(measure: str) -> str:
    return "As predicted" if is_together(measure) else "Band right"


def came_as_predicted(measure: str) -> str:
    return "came out as predicted" if is_together(measure) else "came to the band predicted"


def right_words(held: Rightness, measure: str) -> str:
    """“Of 960 pupils over 3 years, 71 % came to the band predicted (68–74 %), 20 % to a lower and 9 % to a
    higher one. …”; of RWM who met all three as predicted, and who did not."""
    found = held.accuracy
    years = "1 year" if len(held.years) == 1 else f"{len(held.years)} years"
    over, under = formats.percent(100 * found.over_rate), formats.percent(100 * found.under_rate)
    apart = (
        f"{over} were predicted to meet all three and did not, {under} met them against the prediction. "
        if is_together(measure)
        else f"{over} to a lower and {under} to a higher one. "
    )
    return (
        f"Of {formats.pupils(found.pupils)} over {years}, "
        f"{formats.percent(100 * found.hit_rate)} {came_as_predicted(measure)} "
        f"({formats.interval(100 * found.hit_low, 100 * found.hit_high)}), {apart}{net_words(held)}"
    )


def in_brief(held: Rightness, measure: str) -> str:
    """“71 % of 960 pupils came to the band predicted”."""
    found = held.accuracy
    share = formats.percent(100 * found.hit_rate)
    return f"{share} of {formats.pupils(found.pupils)} {came_as_predicted(measure)}"


def net_words(held: Rightness) -> str:
    """“6 more were predicted to meet the standard than did: 15 points, plausibly 4 to 28; …”"""
    found = held.accuracy
    net = found.net_over_prediction
    if not net:
        return "As many met the standard as were predicted to."
    low, high = sorted(100 * one * (1 if net > 0 else -1) for one in found.net_plausibly)
    way = "more" if net > 0 else "fewer"
    leaning = "more than chance" if low > 0 else "which could be chance"
    return (
        f"{abs(net):,} {way} were predicted to meet the standard than did: "
        f"{formats.points(found.net_points)}, plausibly {_whole(low)} to {_whole(high)}; {leaning}."
    )


def _whole(points: float) -> str:
    shown = formats.rounded(points)
    return f"{formats.MINUS}{-shown}" if shown < 0 else str(shown)


def likely_words(one: Rightness) -> str | None:
    """“75 % (59–88 %)”."""
    if one.own_rate is None:
        return None
    share, low, high = one.own_rate
    return f"{formats.percent(100 * share)} ({formats.interval(100 * low, 100 * high)})"


def left_out_words(held: Mapping[str, Ledger], names: Mapping[int, str]) -> list[str]:
    """Which years and schools are not there, and why. `held` by the label of what is predicted.

    What is true of all is said once; what is true of some begins with their names.
    """
    said = [POOLED]
    if any(len([one for one in found.places if one.school_urn is not None]) > 1 for found in held.values()):
        said.append(SHRUNKEN)
    whose: dict[str, list[str]] = {}
    for label, found in held.items():
        for words in _left_out(found, names):
            whose.setdefault(words, []).append(label)
    for words, labels in whose.items():
        of_some = [wording.in_a_sentence(one) if at else one for at, one in enumerate(labels)]
        said.append(words if len(labels) == len(held) else f"{formats.listed(of_some)}. {words}")
    return said


def _left_out(found: Ledger, names: Mapping[int, str]) -> Sequence[str]:
    said = []
    if found.left_out:
        said.append(
            f"{formats.listed(list(found.left_out))}: no outcome is known (there were no tests, or results "
            "are not loaded), and the year is left out."
        )
    if found.too_short:
        short = formats.listed([wording.short_school(names[urn]) for urn in found.too_short])
        words = f"{short}: outcomes of fewer than {YEARS_POOLED} years, and not shown by itself yet."
        if found.not_in_total:
            words += " Nor is it in the figures of all schools, from which it could be worked out."
        said.append(words)
    return said
