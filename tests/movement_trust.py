"""A trust with the cases that movement must find words for, in two half-terms of 2025/26.

Oakfield has a Year 6 of 8 in one class with 4 of Year 5, and a Year 4 of 6; from Autumn 2 to Spring 1 two of
its Year 6 come to be predicted at expected in reading and one no longer is, one leaves and one joins. Elm
Grove sent its first return in Spring 1: a Year 6 of 20, half of them without a prediction.
"""

from __future__ import annotations

from pathlib import Path

from builders_trust import AUTUMN_2, ELM_GROVE, OAKFIELD, SPRING_1, Trust

SURNAME = "Quillfeather"
HEADER = (
    "UPN,Surname,Forename,Year,Class,PP,Reading Predicted,Writing Predicted,Maths Predicted,Reading Current"
)
THEN = ["EXS", "EXS", "EXS", "WTS", "WTS", "WTS", "GDS", "EXS"]
NOW = ["EXS", "EXS", "WTS", "EXS", "EXS", "WTS", "GDS"]  # the eighth left


def line(number: int, year_group: int, class_name: str, reading: str) -> str:
    others = "EXS" if reading else ""
    return (
        f"{{{number}}},{SURNAME},Pip{number},{year_group},{class_name},{'Y' if number % 2 else 'N'},"
        f"{reading},{others},{others},WTS"
    )


def build(place: Path) -> None:
    place.mkdir(parents=True)
    trust = Trust(place)
    younger = [line(number, 5, "Oak", "EXS") for number in range(10, 14)]
    younger += [line(number, 4, "Ash", "EXS" if number > 15 else "WTS") for number in range(14, 20)]
    then = [line(number, 6, "Oak", mark) for number, mark in enumerate(THEN)]
    now = [line(number, 6, "Oak", mark) for number, mark in enumerate(NOW)] + [line(8, 6, "Oak", "WTS")]
    trust.accepted(OAKFIELD, AUTUMN_2, HEADER, *then, *younger)
    trust.accepted(OAKFIELD, SPRING_1, HEADER, *now, *younger)
    halved = [line(number, 6, "Elm", "EXS" if number % 2 else "") for number in range(20, 40)]
    trust.accepted(ELM_GROVE, SPRING_1, HEADER, *halved)
    trust.publish()
