"""The dates of half-terms from a list: academic_year, half_term, starts, ends."""

from __future__ import annotations

from pathlib import Path

from etl.half_terms import HalfTermError, parse_half_term
from etl.record.terms import Term
from etl.registers.table import read_table

SPELLINGS: dict[str, tuple[str, ...]] = {
    "academic_year": ("year", "academic year"),
    "half_term": ("half term", "term"),
    "starts": ("start", "from", "begins"),
    "ends": ("end", "to"),
}


def read_terms(path: Path) -> list[Term]:
    """The half-terms of a file. Raises RegisterError with every fault, overlaps among them."""
    table = read_table(path, SPELLINGS, tuple(SPELLINGS))
    found: list[Term] = []
    for entry in table:
        starts, ends = entry.day("starts"), entry.day("ends")
        for name in ("starts", "ends"):
            entry.needed(name)
        try:
            half_term = parse_half_term(f"{entry.text('academic_year')} {entry.text('half_term')}")
        except HalfTermError as error:
            entry.fault("half_term", str(error))
            continue
        if starts and ends and starts > ends:
            entry.fault("ends", "it ends before it starts.")
        if any(one.half_term == half_term for one in found):
            entry.fault("half_term", f"{half_term} stands in an earlier row too.")
        elif starts and ends:
            for other in found:
                if starts <= other.ends and other.starts <= ends:
                    entry.fault("starts", f"it overlaps with {other.half_term}.")
            found.append(Term(half_term=half_term, starts=starts, ends=ends))
    table.raise_faults()
    return found
