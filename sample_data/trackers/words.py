"""How the schools spell what they write."""

from __future__ import annotations

from collections.abc import Mapping

from etl.vocabulary import Judgement
from sample_data.judgements import Mark, Unjudged

CODES: Mapping[Mark, str] = {
    Judgement.PKS: "PKS",
    Judgement.WTS: "WTS",
    Judgement.EXS: "EXS",
    Judgement.GDS: "GDS",
    Unjudged.ABSENT: "Abs",
    Unjudged.DISAPPLIED: "Disapplied",
    Unjudged.LEFT: "Left",
    Unjudged.BLANK: "",
}

SHORTENED: Mapping[Mark, str] = {
    **CODES,
    Judgement.PKS: "BLW",
    Judgement.WTS: "WT",
    Judgement.EXS: "EXP",
    Judgement.GDS: "GD",
    Unjudged.BLANK: "n/a",
}

# Judged against what has been taught so far.
AGAINST_AGE: Mapping[Mark, str] = {
    **CODES,
    Judgement.PKS: "Well Below",
    Judgement.WTS: "Below",
    Judgement.EXS: "At",
    Judgement.GDS: "Above",
    Unjudged.ABSENT: "Absent",
    Unjudged.BLANK: "-",
}

WORDS: Mapping[Mark, str] = {
    Judgement.PKS: "Pre-key stage",
    Judgement.WTS: "Working Towards",
    Judgement.EXS: "Expected",
    Judgement.GDS: "Greater Depth",
    Unjudged.ABSENT: "Absent",
    Unjudged.DISAPPLIED: "Disapplied",
    Unjudged.LEFT: "Left",
    Unjudged.BLANK: "",
}


def with_year(mark: Mark, year_group: int) -> str:
    """`3EXS` for a pupil in Year 3; pre-key stage has no year in front."""
    if isinstance(mark, Judgement) and mark is not Judgement.PKS and year_group > 0:
        return f"{year_group}{mark}"
    return CODES[mark]


def yes_no(flag: bool, yes: str = "Y", no: str = "N") -> str:
    return yes if flag else no
