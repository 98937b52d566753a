"""What a sheet's name, the title above its table and the file's name say of everything below them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from etl.containers import a1
from etl.reading import headings
from etl.reading.half_term_words import SaidHalfTerm, find_half_terms
from etl.reading.heading_meaning import HeadingMeaning, field_named, heading_meaning
from etl.reading.school_names import NoSchool, school_in, school_named, school_numbered
from etl.reading.spelling import cell_text, comparable, spellings, tidy_text, words
from etl.reading.tables import Table
from etl.reading.tidy import KnownSchool
from etl.reading.year_groups import read_year_group, year_group_of_sheet, year_groups_in
from etl.vocabulary import Kind, Subject

_LONGEST_TITLE = 120
# Words of a sheet's name that are no class.
_PLAIN_WORDS = spellings(
    "sheet|data|marks|tracker|return|returns|assessment|assessments|pupils|export|results|class|list|the"
    "|and|all|school|primary|table|report|page|tab|book|copy|of|final|new|attainment|markbook|marksheet"
    "|half|term"
)
_CLASS_LIKE = re.compile(
    r"^(?:class|form)\b|^(?:y|yr|year)?\s?[1-6r]\s?[a-z]{1,2}$|^(?:y|yr|year)?\s?[1-6][\s\-]+\w+$"
)


@dataclass(frozen=True)
class Stated:
    """Something a text says, with the place where it stands; the cell is None for a sheet's name."""

    value: object
    sheet: str | None
    cell: str | None


@dataclass
class SheetWords:
    """What is said above and around one table."""

    half_terms: list[tuple[SaidHalfTerm, Stated]] = field(default_factory=list)
    schools: list[Stated] = field(default_factory=list)
    wrong_urns: list[Stated] = field(default_factory=list)  # a URN that no registered school has
    year_group: int | None = None
    class_name: str | None = None
    subject: Subject | None = None
    kind: Kind | None = None
    kind_in_doubt: bool = False  # a title names several kinds, or speaks of targets among other things

    @property
    def half_term(self) -> SaidHalfTerm | None:
        """What is said of the half-term, where it is one thing: a year here and a term there join."""
        return joined_half_term([said for said, _ in self.half_terms])


def joined_half_term(said: Sequence[SaidHalfTerm]) -> SaidHalfTerm | None:
    years = {one.starts for one in said if one.starts is not None}
    whens = {(one.ordinal, one.term, one.loose) for one in said if one.says_when}
    if len(whens) > 1:
        # "Autumn" in one place and "Autumn 2" in another agree.
        exact = {when for when in whens if when[0] is not None}
        terms = {((ordinal or 0) + 1) // 2 for ordinal, _, _ in exact}
        whens = exact if all(when[1] in terms for when in whens - exact) else whens
    if len(whens) > 1 or len(years) > 1 or not (whens or years):
        return None
    ordinal, term, loose = next(iter(whens), (None, None, False))
    return SaidHalfTerm(next(iter(years), None), ordinal, term, loose)


def title_half_term(text: str, *, short: bool = False) -> SaidHalfTerm | None:
    """The half-term that a title states. "Predicted for Summer 2" states a prediction's, not its own."""
    if len(text) > _LONGEST_TITLE:
        return None
    said = find_half_terms(text, short=short).single
    if said is None:
        return None
    meaning = heading_meaning(text)
    of_the_year_end = said.ordinal == 6 or said.term == 3
    if of_the_year_end and (meaning.kind in (Kind.PREDICTED, Kind.TARGET) or meaning.year_end):
        return SaidHalfTerm(starts=said.starts) if said.starts is not None else None
    return said


def read_sheet_words(
    table: Table, schools: tuple[KnownSchool, ...], *, several_sheets: bool, is_text: bool = False
) -> SheetWords:
    """What the sheet's name and the titles above one of its tables say. A text file has no sheet names:
    its own name is believed only where it spells things out."""
    found = SheetWords()
    name = table.sheet.name
    if not is_text:
        _read_text(found, name, Stated(None, name, None), schools, short=True)
    years: set[int] = set()
    subjects: set[Subject] = set()
    kinds: set[Kind | None] = set()
    labels = {(row, column): field_named(text.rstrip(": ")) for row, column, text in table.titles}
    for row, column, text in table.titles:
        place = Stated(None, name, a1(row, column))
        label = labels.get((row, column - 1)) if column else None
        if label and not labels[(row, column)]:
            _read_labelled(found, label, text, place, schools, years)
            continue
        if len(text) > _LONGEST_TITLE:
            continue
        _read_text(found, text, place, schools, short=False)
        years |= year_groups_in(text)
        if not _labels_a_figure(table, row, column, text):
            meaning = heading_meaning(_without_systems(text))
            if meaning.subject and not meaning.several:
                subjects.add(meaning.subject)
            kinds |= _kinds_in(text)
        in_class = re.match(
            r"^(?:class|form|reg(?:istration)? group)\s*[:\-]?\s*(.{1,30})$", comparable(text)
        )
        if in_class:
            found.class_name = tidy_text(text)[-len(in_class[1]) :]
            if re.fullmatch(r"[1-6]\s?[a-z]", in_class[1]):
                years.add(int(in_class[1][0]))
    mentioned = year_groups_in(name)
    found.year_group = year_group_of_sheet(name) if not is_text else _only(mentioned)
    if found.year_group is None:
        found.year_group = _only(years)
    named = heading_meaning(_without_systems(name))
    found.subject = named.subject or (named.short_subject if _is_short_name(named) and not is_text else None)
    if found.subject is None and len(subjects) == 1 and not named.several:
        [found.subject] = subjects
    _decide_kind(found, _kinds_in(name) or kinds)
    if not is_text:
        found.class_name = found.class_name or _class_of_sheet(name, found, several_sheets=several_sheets)
    return found


_SYSTEMS = re.compile(rf"(?<![a-z])(?:{headings.SYSTEMS})(?![a-z])")
_LISTED = re.compile(r"[&+,;/]|\band\b")


def _without_systems(text: str) -> str:
    """A title without the names of systems: Target Tracker holds no targets."""
    return _SYSTEMS.sub(" ", comparable(text))


def _labels_a_figure(table: Table, row: int, column: int, text: str) -> bool:
    """Whether a text above a table belongs to a number: "Target: 85%", or Target and 85% beside it."""
    if "%" in text:
        return True
    right = (table.sheet.cell(row, place) for place in range(column + 1, table.sheet.width))
    beside = next((value for value in right if value is not None), None)
    return bool(re.fullmatch(r"[\d.,]+ ?%?", cell_text(beside))) if beside is not None else False


def _kinds_in(text: str) -> set[Kind | None]:
    """The kinds that a title names: several where it lists them ("current and predicted"). None stands for
    a kind among words that are not understood: "target setting" need not be targets."""
    found: set[Kind | None] = set()
    parts = [part for part in _LISTED.split(_without_systems(text)) if words(part)]
    others = any(not (m.about_marks or m.not_used) for m in map(heading_meaning, parts))
    for part in parts:
        meaning = heading_meaning(part)
        if meaning.kind is Kind.TARGET and (meaning.unknown or others):
            found.add(None)
        elif meaning.kind or (meaning.any_kind and found):
            found.add(meaning.kind or Kind.CURRENT)
        elif meaning.any_kind and _LISTED.search(text):
            found.add(Kind.CURRENT)
    return found


def _decide_kind(found: SheetWords, kinds: set[Kind | None]) -> None:
    said = kinds - {Kind.CURRENT} if len(kinds) == 1 else kinds
    found.kind_in_doubt = None in said or len(said) > 1
    if len(said) == 1 and not found.kind_in_doubt:
        [found.kind] = said


def _is_short_name(named: HeadingMeaning) -> bool:
    """Whether a sheet's name is a subject's letter, alone or beside a year group: "R", "Y6 W"."""
    return not (named.unknown or named.several or named.not_used)


def _only(years: Collection[int]) -> int | None:
    return next(iter(years)) if len(years) == 1 else None


def _read_text(
    found: SheetWords, text: str, place: Stated, schools: tuple[KnownSchool, ...], *, short: bool
) -> None:
    said = title_half_term(text, short=short)
    if said:
        found.half_terms.append((said, place))
    school = school_in(text, schools)
    if isinstance(school, int):
        found.schools.append(Stated(school, place.sheet, place.cell))
    urn = re.search(r"\burn\s*[:\-]?\s*(\d{6})\b", comparable(text))
    if urn:
        _read_urn(found, urn[1], place, schools)


def _read_urn(found: SheetWords, text: str, place: Stated, schools: tuple[KnownSchool, ...]) -> None:
    school = school_numbered(text, schools)
    (found.schools if school else found.wrong_urns).append(Stated(school or text, place.sheet, place.cell))


def _read_labelled(
    found: SheetWords,
    label: str,
    text: str,
    place: Stated,
    schools: tuple[KnownSchool, ...],
    years: set[int],
) -> None:
    """A title row of a label and its value: School | Oakfield, Term | Spring 1."""
    if label == "school":
        school = school_named(text, schools)
        if isinstance(school, NoSchool):
            school = school_in(text, schools)
        if isinstance(school, int):
            found.schools.append(Stated(school, place.sheet, place.cell))
    elif label in ("urn", "laestab"):
        _read_urn(found, text, place, schools)
    elif label in ("half_term", "academic_year", "year_group"):
        said = title_half_term(text, short=True)
        if said:
            found.half_terms.append((said, place))
        elif label == "year_group" and read_year_group(text) is not None:
            years.add(read_year_group(text) or 0)
    elif label == "class":
        found.class_name = tidy_text(text)
        if _CLASS_LIKE.match(comparable(text)) and year_group_of_sheet(text) is not None:
            years.add(year_group_of_sheet(text) or 0)


def _class_of_sheet(name: str, found: SheetWords, *, several_sheets: bool) -> str | None:
    """The class that a sheet is named for: "6A", "Oak", "Class 3"; none where the name says something
    else."""
    plain = comparable(name)
    if re.fullmatch(r"(?:y|yr|year)?\s?[0-6]|r|rec|reception|eyfs|nursery", plain):
        return None
    if _CLASS_LIKE.match(plain) and not find_half_terms(name, short=True).half_terms:
        return tidy_text(name)
    meaning = heading_meaning(name)
    if meaning.about_marks or meaning.field or meaning.not_used or found.half_term or not several_sheets:
        return None
    if any(stated.cell is None for stated in found.schools):
        return None
    left = [word for word in words(name) if word not in _PLAIN_WORDS and not word.isdigit()]
    return tidy_text(name) if left and not year_groups_in(name) else None
