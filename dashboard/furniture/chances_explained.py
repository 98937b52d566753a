"""“Explain this number” of past chances: who was given which, what came of it, and the files behind it."""

from __future__ import annotations

from dashboard import formats, wording
from dashboard.furniture import explained_sums
from dashboard.furniture.explained import sum_html, sums_html
from dashboard.furniture.ledger_explained import made_from_html, outcome_words
from dashboard.furniture.markup import safe
from dashboard.queries.explain_chances import ChancesExplanation
from dashboard.queries.past_forecasts import FEWEST, FEWEST_FOR_TENTHS
from etl.half_terms import HALF_TERM_NAMES

PUT_TOGETHER = (
    "Pupils who were given about the same chance stand together, by tenths of all chances from nought to "
    f"one; by fifths where there are fewer than {FEWEST_FOR_TENTHS} pupils in all. The chance that is named "
    f"is the mean of theirs. A chance given to fewer than {FEWEST} pupils has no line."
)
HELD = "A chance held where it lies in the plausible range of how many made it."
AT_FACE_VALUE = (
    "As if each prediction were a promise: of those predicted to meet the standard all should, of the others "
    "nobody. Pupils without a prediction are not among them."
)
HOW_FAR = (
    "Of each pupil and each band, the chance of that band or above less what came (one or nought), squared; "
    "the mean over bands is the pupil's score, and the mean over pupils is what is said: the ranked "
    "probability score (Epstein 1969, Murphy 1971). Nought is best. Only pupils with a prediction count, so "
    "that both are of the same."
)
LEFT_OUT = (
    "Pupils without an outcome, and the earliest year of which outcomes are known: before it there was none "
    "to learn from."
)


def chances_explained_html(explanation: ChancesExplanation) -> str:
    return (
        f'<div class="explained"><p>{safe(_head(explanation))}</p>{sum_html(_sum(explanation))}'
        f"{sums_html(_sums(explanation))}<h3>The rule</h3>{_rule_html(explanation)}"
        f"<h3>Made from</h3>{made_from_html(explanation.made_from)}"
        f"<p class='quiet'>Published figures no. {safe(explanation.publication)}.</p></div>"
    )


def _head(explanation: ChancesExplanation) -> str:
    what = wording.in_a_sentence(wording.measure_label(explanation.measure))
    schools = "1 school" if explanation.schools == 1 else f"{explanation.schools:,} schools"
    return (
        f"{wording.cohort(explanation.year_group)} of {schools}, {what}: chances as they would have been "
        f"given in {_when(explanation)} of {formats.listed(list(explanation.found.years))}, and what came."
    )


def _when(explanation: ChancesExplanation) -> str:
    return HALF_TERM_NAMES[explanation.half_term.ordinal - 1]


def _sum(explanation: ChancesExplanation) -> list[tuple[int | None, str]]:
    found = explanation.found
    face_value = (
        (found.predicted_to_meet, "predicted to meet the standard"),
        (found.predicted_below, "predicted below it"),
    )
    return [
        (explanation.on_roll, f"on roll in {_when(explanation)} of those years, and forecast"),
        (explanation.on_roll - found.pupils or None, "of them without an outcome: left out"),
        (found.pupils, "with an outcome"),
        *(
            (one.forecasts, f"given {formats.percent(100 * one.stated)}: {one.came_true:,} made it")
            for one in found.points
        ),
        (found.left_out or None, f"given chances that fewer than {FEWEST} were given: left out"),
        *((one.forecasts, f"{what}: {one.came_true:,} made it") for one, what in face_value if one),
    ]


def _sums(explanation: ChancesExplanation) -> list[tuple[str, str]]:
    """How each group's share and its range were worked out; of the first alone, since all go alike."""
    found = explanation.found
    made = []
    if found.points:
        first = found.points[0]
        made += [
            (f"{what}, of those given {formats.percent(100 * first.stated)}", words)
            for what, words in explained_sums.share(
                first.came_true, first.forecasts, 100 * first.low, 100 * first.high
            )
        ]
    if found.score_at_face_value is not None and found.score_at_face_value > 0:
        share = 100 * (1 - found.score / found.score_at_face_value)
        made.append(
            (
                "How far off",
                f"1 less {found.score:.3f} ÷ {found.score_at_face_value:.3f} = "
                f"{formats.percent(abs(share))} {'closer' if share > 0 else 'further off'} than predictions "
                "at face value",
            )
        )
    return made


def _rule_html(explanation: ChancesExplanation) -> str:
    terms = (
        (
            "Which chances",
            "Each of those years was forecast from the years before it alone, with the predictions of "
            f"{_when(explanation)}, in the way in which Predictions forecasts this year. None of its own "
            "outcomes was known to it.",
        ),
        ("Held against", outcome_words(explanation.measure, explanation.year_group)),
        ("Put together", f"{PUT_TOGETHER} {HELD}"),
        ("At face value", AT_FACE_VALUE),
        ("How far off", HOW_FAR),
        ("Left out", LEFT_OUT),
    )
    return f"<dl>{''.join(f'<dt>{safe(term)}</dt><dd>{safe(words)}</dd>' for term, words in terms)}</dl>"
