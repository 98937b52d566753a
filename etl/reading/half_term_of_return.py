"""Which half-term a return is of."""

from __future__ import annotations

from pathlib import Path

from etl.half_terms import HalfTerm
from etl.problems import Problem
from etl.reading import findings
from etl.reading.half_term_words import SaidHalfTerm, find_half_terms
from etl.reading.mark_reader import ReadTable
from etl.reading.marks import is_marklike
from etl.reading.sheet_words import Stated
from etl.vocabulary import Kind

_NAME_HALF_TERM = 'Say which with --half-term "2025/26 Spring 1", or write it in the title above the table.'


def return_half_term(
    tables: list[ReadTable], file_name: str, said_by_person: HalfTerm | None, problems: list[Problem]
) -> HalfTerm | None:
    """The half-term of a return: as the person said, held against titles, sheet names and the file's name;
    else as those say; else the only one that headings name. None, with a stop, where it is not known."""
    from_name = find_half_terms(Path(file_name).stem).single
    stated = [(said, place) for table in tables for said, place in table.words.half_terms]
    by_table = [table.words.half_term for table in tables if table.words.half_term]
    if said_by_person is not None:
        agree = not by_table or any(said.may_be(said_by_person) for said in by_table)
        if not agree:
            said, place = next((s, p) for s, p in stated if not s.may_be(said_by_person))
            problems.append(_at_odds(said, said_by_person, place))
        elif from_name and not from_name.may_be(said_by_person) and not by_table:
            problems.append(_at_odds(from_name, said_by_person, None))
        return said_by_person
    candidates = [said for said in (from_name, *by_table) if said]
    exact = {said.ordinal for said in candidates if said.ordinal is not None}
    years = {said.starts for said in candidates if said.starts is not None}
    columns = {raw.when for table in tables for entry in table.entries for raw in entry.marks if raw.when}
    if not exact and not any(said.says_when for said in candidates):
        named = {said for said in columns if said.says_when}
        exact = {said.ordinal for said in named if said.ordinal is not None} if len(named) == 1 else set()
    if not years:
        years = {said.starts for said in columns if said.starts is not None}
    if len(exact) == 1 and len(years) == 1:
        [ordinal], [starts] = exact, years
        assert ordinal is not None
        assert starts is not None
        return HalfTerm(starts, ordinal)
    latest = _latest_with_marks(tables)
    if latest is not None and len(years) == 1 and latest.starts in (None, *years):
        [starts] = years
        assert latest.ordinal is not None
        taken = HalfTerm(starts, latest.ordinal)
        problems.append(
            findings.HALF_TERM_TAKEN(
                f"Nothing says which half-term the return is for: it was taken to be {taken}, the last with "
                "judgements.",
                _NAME_HALF_TERM,
            )
        )
        return taken
    if exact and len(exact) == 1:
        said_term = SaidHalfTerm(ordinal=next(iter(exact)))
        message = f"The file says {said_term}, and nothing says of which academic year."
    elif len(exact) > 1 or len(years) > 1 or len({said for said in columns if said.says_when}) > 1:
        message = "The file names more than one half-term, and nothing says which one the return is for."
    else:
        message = "Nothing in the file says which half-term it is for."
    problems.append(findings.HALF_TERM_NOT_SAID(message, _NAME_HALF_TERM))
    return None


def _latest_with_marks(tables: list[ReadTable]) -> SaidHalfTerm | None:
    """The last half-term that has judgements, where every judgement says which half-term it is of."""
    found: set[SaidHalfTerm] = set()
    for table in tables:
        for entry in table.entries:
            for raw in entry.marks:
                said = raw.when or table.half_term
                if raw.kind is not Kind.CURRENT or not is_marklike(raw.text):
                    continue
                if said is None or said.ordinal is None or said.loose:
                    return None
                found.add(said)
    if len({said.starts for said in found}) > 1:
        return None
    return max(found, key=lambda said: said.ordinal or 0, default=None)


def _at_odds(said: SaidHalfTerm, expected: HalfTerm, place: Stated | None) -> Problem:
    where = (
        "The file's name says" if place is None else "This says" if place.cell else "The sheet's name says"
    )
    return findings.HALF_TERM_AT_ODDS(
        f"{where} {said}, and the file was said to be of {expected}.",
        f"If it is the return for {said}, choose that half-term; if not, correct what it says.",
        sheet=place.sheet if place else None,
        cell=place.cell if place else None,
    )
