"""“Explain this number” of a forecast: the model in words with its numbers, and the pupils it is of."""

from __future__ import annotations

from dashboard import formats, wording
from dashboard.forecast.pooled import YEARS_POOLED
from dashboard.forecast.scales import MISSING
from dashboard.forecast.track_record import in_words
from dashboard.forecast.trust_total import TrustForecast
from dashboard.forecast_words import on_what_it_rests
from dashboard.furniture import explained_sums
from dashboard.furniture.explained import sources_html, sum_html, sums_html
from dashboard.furniture.forecast_table import target_words
from dashboard.furniture.markup import safe
from dashboard.queries.explain_forecasts import ForecastExplanation, Predicted, Steps, is_of_subjects
from etl.vocabulary import Judgement

IN_SHORT = (
    "A forecast is ours, never a teacher's. Of each pupil it asks how many with the same prediction and "
    "current judgement came to the standard in earlier years; then whether predictions at this school have "
    "run high or low; then it allows for good and bad years, which nobody can foresee."
)
ONE_SUBJECT = {0: "none of the three", 1: "one of the three", 2: "two of the three", 3: "all three"}


def forecast_explained_html(explanation: ForecastExplanation) -> str:
    place, found = explanation.place, explanation.place.forecast
    where = "The trust" if place.school_urn is None else place.school
    what = wording.in_a_sentence(wording.measure_label(explanation.held.measure))
    title = f"{where}, {wording.cohort(explanation.held.year_group)}, forecast of {what}: "
    steps = f"<h3>Step by step</h3>{_steps_html(explanation, explanation.steps)}" if explanation.steps else ""
    return (
        f'<div class="explained"><p>{safe(title + in_words(found, place.record))}</p>'
        f"<h3>Who is counted</h3>{_pupils_html(explanation)}"
        f"{sum_html(_left_out(explanation))}"
        f"<h3>The rule</h3><p>{safe(IN_SHORT)}</p>{steps}{sums_html(_sums(explanation))}"
        f"<h3>How right it has been</h3>"
        f"{_paragraphs(on_what_it_rests(explanation.held))}"
        f"<h3>Made from</h3>{sources_html(explanation.behind)}</div>"
    )


def _pupils_html(explanation: ForecastExplanation) -> str:
    """A row a prediction; the last column but one adds up to the forecast."""
    told = any(one.past_pupils is not None for one in explanation.predicted)
    heads = [
        "Predicted",
        "Pupils",
        "Forecast to reach it",
        *(["Of past pupils so predicted"] if told else []),
    ]
    head = "".join(
        f'<th scope="col"{" class=number" if at else ""}>{safe(one)}</th>' for at, one in enumerate(heads)
    )
    rows = "".join(_row(explanation, one, told=told) for one in explanation.predicted)
    pupils = sum(one.pupils for one in explanation.predicted)
    together = sum(one.expected for one in explanation.predicted)
    cells = [formats.whole(pupils), f"{together:,.1f}", *([""] if told else [])]
    total = "".join(f'<td class="number">{safe(one) if one else ""}</td>' for one in cells)
    return (
        '<div class="plain-table" tabindex="0" role="region" aria-label="Pupils by what is predicted"><table>'
        f'<caption class="unseen">Pupils by what is predicted</caption><thead><tr>{head}</tr></thead>'
        f'<tbody>{rows}<tr><th scope="row">Together</th>{total}</tr></tbody></table></div>'
    )


def _row(explanation: ForecastExplanation, one: Predicted, *, told: bool) -> str:
    past = ""
    if told:
        words = "none seen yet"
        if one.past_pupils:
            words = (
                f"{formats.percent(100 * (one.past_reached or 0) / one.past_pupils)}, "
                f"{formats.count_of(one.past_reached, one.past_pupils)}"
            )
        past = f'<td class="number">{safe(words)}</td>'
    return (
        f'<tr><th scope="row">{safe(_label(explanation, one.prediction))}</th>'
        f'<td class="number">{formats.whole(one.pupils)}</td>'
        f'<td class="number">{one.expected:,.1f}</td>{past}</tr>'
    )


def _label(explanation: ForecastExplanation, prediction: int) -> str:
    if prediction == MISSING:
        return "No prediction"
    if is_of_subjects(explanation):
        return f"To meet {ONE_SUBJECT[prediction]}"
    return next(one.label for one in Judgement if one.rank == prediction)


def _left_out(explanation: ForecastExplanation) -> list[tuple[int | None, str]]:
    return [
        (explanation.by_current or None, "without a prediction, forecast by their current judgement"),
        (explanation.as_anyone or None, "with neither, forecast as anyone of the trust"),
        (
            explanation.past_left_out or None if explanation.predicted[0].past_pupils is not None else None,
            f"past pupils not in the last column: a school is told only of {YEARS_POOLED} years together",
        ),
    ]


def _steps_html(explanation: ForecastExplanation, steps: Steps) -> str:
    """Each line is where the forecast stands after it."""
    whose = "the schools'" if isinstance(explanation.place.forecast, TrustForecast) else "the school's"
    lines = [
        (f"{steps.face_value:,}", "predicted to reach it: the face value"),
        (f"{steps.by_hit_rate:,.1f}", f"at the hit rates of {_learnt_from(explanation)}"),
        (f"{steps.with_offset:,.1f}", f"with {whose} own past: {_shrinkage(explanation, steps)}"),
        (
            f"{steps.with_luck:,.1f}",
            "allowing for good and bad years, of the tests, of the school and of the cohort",
        ),
    ]
    if abs(steps.forecast - steps.with_luck) >= 0.05:
        lines.append((f"{steps.forecast:,.1f}", "and no more than any of its subjects: the forecast"))
    rows = "".join(
        f'<tr><td class="number">{number}</td><td>{safe(words)}</td></tr>' for number, words in lines
    )
    return f'<table class="sum"><caption class="unseen">Step by step</caption>{rows}</table>'


def _learnt_from(explanation: ForecastExplanation) -> str:
    if not explanation.past_pupils:
        return "a general table: the trust has no past results to learn from yet"
    cohorts = explanation.past_cohorts
    return (
        f"{formats.pupils(explanation.past_pupils)} in {cohorts} past "
        f"{'cohort' if cohorts == 1 else 'cohorts'} of the trust, by their prediction and current judgement; "
        "where few were seen, by their prediction alone"
    )


def _shrinkage(explanation: ForecastExplanation, steps: Steps) -> str:
    used = steps.with_offset - steps.by_hit_rate
    if isinstance(explanation.place.forecast, TrustForecast):
        return f"each drawn towards the others', {explained_sums.signed(used)} together"
    if steps.offset_alone is None:
        return f"it has none that says enough, so the other schools' stands in, {explained_sums.signed(used)}"
    cohorts = explanation.own_cohorts or 0
    return (
        f"by itself {explained_sums.signed(steps.offset_alone)}; drawn towards the other schools', because "
        f"{cohorts} past {'cohort says' if cohorts == 1 else 'cohorts say'} only so much, "
        f"{explained_sums.signed(used)}"
    )


def _sums(explanation: ForecastExplanation) -> list[tuple[str, str]]:
    found, luck = explanation.place.forecast, explanation.luck
    (low, high), (least, most) = found.likely, found.nearly_sure
    made = [
        (
            "Good and bad years",
            f"The tests of one year or another move such a cohort by about {luck.year:,.1f} pupils either "
            f"way, all schools alike; how schools differ by {luck.school:,.1f}, and how one cohort differs "
            f"from the next by {luck.cohort:,.1f}",
        ),
        (
            "The range",
            f"Eight results in ten fall from {low:,} to {high:,} pupils, nineteen in twenty from "
            f"{least:,} to {most:,}: good and bad years, and that each pupil may go either way",
        ),
    ]
    if explanation.steps is None:
        made.insert(0, ("Learnt from", _learnt_from(explanation)))
    if explanation.place.target is not None:
        made.append(("Target", target_words(explanation.place.target, found.pupils)))
    return made


def _paragraphs(sentences: list[str]) -> str:
    return "".join(f"<p>{safe(one)}</p>" for one in sentences)
