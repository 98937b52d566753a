"""“Explain this number” of the ledger: what is held against what, the little sum, and the files behind it."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats, wording
from dashboard.forecast.accuracy import Accuracy
from dashboard.furniture import explained_sums
from dashboard.furniture.explained import drop_words, loaded_html, sum_html, sums_html
from dashboard.furniture.markup import safe
from dashboard.ledger_words import (
    POOLED,
    came_as_predicted,
    is_together,
    likely_words,
    right_column,
    right_words,
)
from dashboard.outcome_bands import SCALED
from dashboard.queries.explain import Behind
from dashboard.queries.explain_ledger import TESTED_YEAR, LedgerExplanation, YearBehind
from etl.half_terms import HALF_TERM_NAMES
from etl.measures import JUDGEMENT_MEASURES
from etl.vocabulary import Subject

LEFT_OUT = (
    "Whoever has no prediction or no outcome: absent pupils, and those who left the trust, say nothing about "
    "a prediction. Years of which no outcome is known are left out whole."
)
TOO_MANY = (
    "Those predicted to meet the standard, less those who met it; below nought it was too few. A pupil "
    "predicted too high and one predicted too low cancel out here, though neither came as predicted."
)
SUBJECTS = {True: "all three subjects", False: "this subject"}


def ledger_explained_html(explanation: LedgerExplanation) -> str:
    return (
        f'<div class="explained"><p>{safe(_head(explanation))}</p>{_other_years(explanation)}'
        f"{sum_html(_sum(explanation))}{sums_html(_sums(explanation))}"
        f"<h3>The rule</h3>{_rule_html(explanation)}"
        f"<h3>Made from</h3>{made_from_html(explanation.made_from)}"
        f"<p class='quiet'>Published figures no. {safe(explanation.publication)}.</p></div>"
    )


def _head(explanation: LedgerExplanation) -> str:
    place, what = explanation.place, wording.in_a_sentence(wording.measure_label(explanation.measure))
    where = "The trust" if place.school_urn is None else place.school
    return (
        f"{where}, {wording.cohort(explanation.year_group)}, predictions of {_when(explanation)}, {what}. "
        f"{right_words(place, explanation.measure)}"
    )


def _when(explanation: LedgerExplanation) -> str:
    return HALF_TERM_NAMES[explanation.half_term.ordinal - 1]


def _years(explanation: LedgerExplanation) -> str:
    return formats.listed(list(explanation.place.years))


def _other_years(explanation: LedgerExplanation) -> str:
    """Said where the address names other years than the ledger holds now: outcomes came, or were undone."""
    named = explanation.half_term.academic_year
    if named == explanation.place.years[-1]:
        return ""
    return (
        f"<p>{safe(f'The address names {named} as the latest year. What is known has changed since.')} "
        f"{safe(f'This is of {_years(explanation)}.')}</p>"
    )


def _sum(explanation: LedgerExplanation) -> list[tuple[int | None, str]]:
    held, roll = explanation.place.accuracy, explanation.roll
    return [
        (roll.pupils, f"on roll in {_when(explanation)} of {_years(explanation)}"),
        (roll.both, "of them with a prediction and an outcome"),
        (held.hits, came_as_predicted(explanation.measure)),
        (held.predicted_to_reach, "predicted to meet the standard"),
        (held.reached, "met it"),
        (_both(held), "both: predicted to meet it, and met it"),
        (roll.without_outcome or None, "predicted, but without an outcome: left out"),
        (roll.without_prediction or None, "with an outcome, but without a prediction: left out"),
        (roll.neither or None, "with neither: left out"),
    ]


def _both(held: Accuracy) -> int:
    return held.predicted_to_reach - held.wrong_up


def _sums(explanation: LedgerExplanation) -> list[tuple[str, str]]:
    place, held = explanation.place, explanation.place.accuracy
    low, high = (explained_sums.signed(100 * end) for end in held.net_plausibly)
    share = explained_sums.share(held.hits, held.pupils, 100 * held.hit_low, 100 * held.hit_high)
    made = [
        *share,
        (
            "Predicted too many",
            f"{held.predicted_to_reach:,} less {held.reached:,}: "
            f"{formats.signed(held.net_over_prediction)}, or {explained_sums.signed(held.net_points)} points "
            f"of {formats.pupils(held.pupils)}; plausibly {low} to {high}: Newcombe's 95% interval of two "
            "shares of the same pupils",
        ),
    ]
    if (likely := likely_words(place)) is not None:
        made.append(
            (
                "Likely in the long run",
                f"{likely}: the school's own share, drawn towards the other schools' as far as its pupils "
                "are few; the range holds nine in ten",
            )
        )
    return made


def _rule_html(explanation: LedgerExplanation) -> str:
    measure = explanation.measure
    terms = [
        (
            "Which predictions",
            f"Those of the returns of {_when(explanation)} for the end of that year, of everyone in "
            f"{wording.cohort(explanation.year_group)} then on roll. A prediction belongs to the school that "
            "made it.",
        ),
        ("Held against", outcome_words(measure, explanation.year_group)),
        (right_column(measure), _right(measure)),
        ("Predicted too many", TOO_MANY),
        ("Left out", " ".join([LEFT_OUT, *_left_out_of_total(explanation.not_in_total)])),
        ("Which years", f"The latest of which it is known what pupils came to. {POOLED}"),
    ]
    return f"<dl>{''.join(f'<dt>{safe(term)}</dt><dd>{safe(words)}</dd>' for term, words in terms)}</dl>"


def outcome_words(measure: str, year_group: int) -> str:
    """What counts as what pupils came to."""
    wherever = "Wherever in the trust the pupil then was, it counts."
    subjects = SUBJECTS[is_together(measure)]
    if year_group != TESTED_YEAR:
        return f"The teachers' own judgement in Summer 2 of the same year, in {subjects}. {wherever}"
    scores = (
        f"A scaled score under {SCALED.expected} is working towards, from {SCALED.expected} expected, from "
        f"{SCALED.higher} greater depth; whoever works below the tests is pre-key stage."
    )
    assessed = "Writing is the teacher assessment."
    subject = JUDGEMENT_MEASURES[measure].subject
    said = (
        assessed if subject == Subject.WRITING else f"{scores} {assessed}" if is_together(measure) else scores
    )
    return f"The key stage 2 result of the same year, in {subjects}. {said} {wherever}"


def _right(measure: str) -> str:
    if is_together(measure):
        return (
            "Predicted to meet the standard in all three and did, or predicted to miss it in one at least "
            "and did not meet all three."
        )
    return "The pupil came to the very band that was predicted, whether or not it meets the standard."


def _left_out_of_total(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    return [
        f"So is {formats.listed([wording.short_school(one) for one in names])}: it has too few years to "
        "stand by itself, and could be worked out from the total."
    ]


def made_from_html(years: Sequence[YearBehind]) -> str:
    """Year by year the returns and files behind predictions and outcomes."""
    return "".join(_made_from_html(one) for one in years)


def _made_from_html(one: YearBehind) -> str:
    outcomes = (
        _returns_html(f"{one.year}: judged in {one.judged.half_term.name}", one.judged)
        if one.judged is not None
        else _files_html(
            f"{one.year}: key stage 2 results",
            loaded_html(
                [(held.school, held.loaded_at, held.file_name, held.held_rows) for held in one.results],
                none="No file of these schools' own has come in.",
            ),
        )
    )
    return (
        _returns_html(f"{one.year}: predicted in {one.predictions.half_term.name}", one.predictions)
        + outcomes
    )


def _returns_html(label: str, behind: Behind) -> str:
    files = [(one.school, one.loaded_at, one.file_name, one.held_rows) for one in behind.returns]
    listed = loaded_html(files, none="No return has come in for this half-term.")
    return _files_html(label, f"{listed}<p class='quiet'>{safe(drop_words(behind))}</p>")


def _files_html(label: str, listed: str) -> str:
    return f"<p><strong>{safe(label)}</strong></p>{listed}"
