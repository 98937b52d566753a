"""How numbers, dates and differences are written. None, NaN and nothing at all are written “–”."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import Any

NOTHING = "–"
MINUS = "\u2212"
# A narrow no-break space: “70 %” never breaks between the number and its sign.
THIN = "\u202f"

# A no-break space: “Summer 2” stays together.
FIXED = "\u00a0"


def is_nothing(value: Any) -> bool:
    """None, NaN and pandas' missing values."""
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    # pandas' NA and NaT are the only values that are neither equal to themselves nor False about it.
    return bool(value.__class__.__name__ in {"NAType", "NaTType"})


def text(value: Any) -> str:
    """Anything as people may see it."""
    if is_nothing(value) or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.1f}"
    if isinstance(value, int):
        return whole(value)
    return str(value)


def whole(value: int | None) -> str:
    return NOTHING if is_nothing(value) else f"{value:,}"


def count_of(numerator: int | None, denominator: int | None) -> str:
    """“21 of 30”."""
    if is_nothing(numerator) or is_nothing(denominator):
        return NOTHING
    return f"{numerator:,} of {denominator:,}"


def rounded(value: float) -> int:
    """To the nearest whole, halves away from nought, as people round: 62.5 is 63."""
    return int(math.floor(abs(value) + 0.5)) * (1 if value >= 0 else -1)


def percent(value: float | None) -> str:
    """“70 %”, whole; 0 and 100 are kept for exactly none and all."""
    if value is None or is_nothing(value):
        return NOTHING
    shown = rounded(value)
    if shown == 0 and value > 0:
        return f"under 1{THIN}%"
    if shown == 100 and value < 100:
        return f"over 99{THIN}%"
    return f"{shown}{THIN}%"


def interval(low: float | None, high: float | None) -> str:
    """“52–83 %”."""
    if low is None or high is None or is_nothing(low) or is_nothing(high):
        return NOTHING
    return f"{rounded(low)}–{rounded(high)}{THIN}%"


def basis_points(value: int | None) -> str:
    """A target or national percentage as it was set: “62.5 %”, “65 %”."""
    if value is None or is_nothing(value):
        return NOTHING
    return f"{value / 100:g}{THIN}%"


def pupils(number: int | None) -> str:
    """“1 pupil”, “2 pupils”."""
    if number is None or is_nothing(number):
        return NOTHING
    return f"{number:,} pupil" if number == 1 else f"{number:,} pupils"


def results(number: int | None) -> str:
    """“1 result”, “150 results”."""
    if number is None or is_nothing(number):
        return NOTHING
    return f"{number:,} result" if number == 1 else f"{number:,} results"


def signed(number: int | None) -> str:
    """“+3”, “−2”, “0”."""
    if number is None or is_nothing(number):
        return NOTHING
    return f"+{number:,}" if number > 0 else f"{MINUS}{-number:,}" if number < 0 else "0"


def signed_pupils(number: int | None) -> str:
    """“+3 pupils”, “−1 pupil”, “0 pupils”."""
    if number is None or is_nothing(number):
        return NOTHING
    return f"{signed(number)} {'pupil' if abs(number) == 1 else 'pupils'}"


def against_target(pupils_short: int | None) -> str:
    """“17 short of target”, “meets the target”, “meets the target with 2 to spare”."""
    if pupils_short is None or is_nothing(pupils_short):
        return NOTHING
    if pupils_short > 0:
        return f"{pupils_short:,} short of target"
    if pupils_short == 0:
        return "meets the target"
    return f"meets the target with {-pupils_short:,} to spare"


def against_national(pupils_from: int | None) -> str:
    """“in line with national”, “4 pupils above national”, “2 pupils below national”."""
    if pupils_from is None or is_nothing(pupils_from):
        return NOTHING
    if pupils_from == 0:
        return "in line with national"
    return f"{pupils(abs(pupils_from))} {'above' if pupils_from > 0 else 'below'} national"


def points(value: float | None) -> str:
    """A difference between two percentages: “14 points”."""
    if value is None or is_nothing(value):
        return NOTHING
    shown = abs(rounded(value))
    return "1 point" if shown == 1 else f"{shown} points"


def chance(share: float) -> str:
    """A chance of 0 to 1 in tenths: “7 chances in 10”. Forecasts are no finer."""
    tenths = rounded(10 * share)
    if tenths == 0:
        return "under 1 chance in 10"
    if tenths == 10:
        return "over 9 chances in 10"
    return f"{tenths} {'chance' if tenths == 1 else 'chances'} in 10"


def day(value: date | None) -> str:
    """“23 November 2026”."""
    if value is None or is_nothing(value):
        return NOTHING
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """“23 November 2026, 14:05”."""
    if value is None or is_nothing(value):
        return NOTHING
    return f"{day(value)}, {value:%H:%M}"


def here(recorded: datetime) -> datetime:
    """A moment of the record, which is kept in UTC without a zone, on this machine's clock."""
    return recorded.replace(tzinfo=UTC).astimezone()


def listed(words: list[str]) -> str:
    """“Ash, Birch and Cedar”."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
