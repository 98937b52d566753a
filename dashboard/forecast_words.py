"""What a forecast rests on, and how its own past ones did, in words: the same on every page."""

from __future__ import annotations

from dashboard import formats, wording
from dashboard.queries.forecasts import Forecasts

OUTCOME = {
    True: "Held against key stage 2 results.",
    False: "Held against the teachers' own judgement in Summer 2: there is no test in this year group.",
}


def on_what_it_rests(held: Forecasts) -> list[str]:
    """What the forecast rests on, and how its own past ones did."""
    said = [OUTCOME[held.year_group == 6]]
    if not held.calibrated:
        said.append(
            "Not yet calibrated: the trust's own history is too short to learn from, so that how much "
            "predictions stray is a general assumption."
        )
    if held.past_alone and held.places[-1].record is not None:
        once = formats.listed([wording.short_school(one) for one in held.past_alone])
        said.append(
            f"Past predictions of all schools count those of {once} too, of which there is no forecast now."
        )
    record = held.record
    if record is not None:
        past = f"{record.likely_held} of {record.forecasts} past results fell inside the bar"
        words = f"Had forecasts been made in the past at this half-term, {past}"
        if record.enough_to_claim:
            words += f" ({formats.interval(100 * record.low, 100 * record.high)} in the long run)"
        else:
            words += ": too few yet to promise eight in ten"
        words += (
            f". They were {record.error:.0f} points out on average, predictions at face value "
            f"{record.error_at_face_value:.0f}."
        )
        said.append(words)
    return said
