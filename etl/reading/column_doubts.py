"""What a heading about marks leaves open, and what a column's own cells say to it.

A column is asked about only where there are marks below its heading; without them it is left out.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, islice

from etl.reading.columns import Column, Role, column_texts, filled_texts
from etl.reading.heading_meaning import HeadingMeaning
from etl.reading.headings import FIELD_PHRASES, LONG_MARK_PHRASES, Phrase
from etl.reading.marks import is_marklike, is_plain_mark, judgement_of
from etl.reading.spelling import comparable, words
from etl.reading.tables import Table
from etl.vocabulary import RWM_SUBJECTS, Kind, Subject

# The filled cells by which a column without a known heading is judged.
_ENOUGH = 2_000

UNKNOWN_HEADING = "its heading is not one that is read"


def settle(table: Table, column: Column, meaning: HeadingMeaning, *, is_long: bool) -> None:
    """Decide what a heading that is about marks leaves open; ask only where there are marks below."""
    doubt = _doubt(table, column, meaning, is_long=is_long)
    if column.when and not column.when.says_when and not column.when.starts:
        column.when = None
    if doubt:
        if holds_marks(table, column.index):
            column.role, column.why = Role.DOUBT, doubt
        else:
            column.leave_out(UNKNOWN_HEADING)
        return
    if column.score:
        _settle_score(table, column, certain=meaning.certain_score)
    elif len(words(column.heading)) and column.confidence == "certain" and column.kind is None:
        column.confidence = "certain" if meaning.subject else "likely"


def _doubt(table: Table, column: Column, meaning: HeadingMeaning, *, is_long: bool) -> str:
    unknown = meaning.unknown
    if meaning.short_kind and column.kind is None:
        unknown = (*unknown, next(w for w in words(column.heading) if w == meaning.short_kind.value[0]))
    if unknown and not (is_long and words(column.heading) in LONG_MARK_PHRASES):
        column.asked = _with_word_before(unknown, words(column.heading))
        return f"what “{column.asked}” means"
    # Several codes say what may be typed; one may head a column of ticks at it.
    if meaning.mark_codes == 1 and not _holds_several_judgements(table, column.index):
        return "whether it holds judgements or a tick at one of them"
    if meaning.several_half_terms:
        return "which of its half-terms the marks are for"
    if meaning.several:
        return "which subject the marks are for"
    if meaning.year_end and column.kind is None and column.when is None:
        return "whether these are predictions, targets or results"
    return "which subject the marks are for" if column.subject is None and not is_long else ""


def _with_word_before(unknown: Phrase, heading: Phrase) -> str:
    """The words to ask about. A number means nothing without the word before it: "s 1", not "1"."""
    place = heading.index(unknown[0]) if unknown[0] in heading else 0
    before = heading[place - 1 : place] if unknown[0].isdigit() and place > 0 else ()
    return " ".join((*before, *unknown))


def holds_marks(table: Table, index: int) -> bool:
    texts = [text for text in column_texts(table, index) if not text.replace(".", "").isdigit()]
    marklike = sum(is_marklike(text) for text in texts)
    return marklike > 0 and marklike >= 0.4 * len(texts)


def _holds_several_judgements(table: Table, index: int) -> bool:
    found = {judgement_of(text) for text in column_texts(table, index)}
    return len(found - {None}) >= 2


def _settle_score(table: Table, column: Column, *, certain: bool) -> None:
    """A column headed "score" holds scaled scores where every number is one; marks headed so are
    judgements; other numbers are raw marks and left out."""
    texts = column_texts(table, column.index)
    numbers = [float(text) for text in texts if _is_number(text)]
    if not numbers and any(is_plain_mark(text) for text in texts):
        column.score = False
    elif numbers and not certain and not all(80 <= number <= 120 for number in numbers):
        column.leave_out("its numbers are not scaled scores, which run from 80 to 120")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def drop_counts(table: Table, columns: list[Column]) -> None:
    """Leave out a column of numbers that is headed like a column of marks beside it: a count or a share
    in a summary to the right."""
    marks = [column for column in columns if column.role is Role.MARK and not column.score]
    for column in marks:
        texts = filled_texts(table, column.index)
        first = next(texts, None)
        if first is None or not all(_is_number(text.rstrip("%")) for text in chain((first,), texts)):
            continue
        same = [o for o in marks if (o.subject, o.kind, o.when) == (column.subject, column.kind, column.when)]
        if any(holds_marks(table, other.index) for other in same if other is not column):
            column.leave_out("it holds numbers, and another column gives these marks")


def ask_about_strangers(
    table: Table, columns: list[Column], meanings: dict[int, HeadingMeaning], *, is_long: bool
) -> None:
    """Asks about columns of plain marks that may be one of ours.

    Under a heading that is not known: where reading, writing or maths has no column or lacks one that the
    others have, and in every long layout. Left out for a chance word: where its subject has no column.
    """
    read = [column for column in columns if column.role in (Role.MARK, Role.DOUBT)]
    have = {column.subject for column in read}
    current = {column.subject for column in read if column.kind in (None, Kind.CURRENT)}
    missing = is_long or any(subject not in have for subject in RWM_SUBJECTS) or _is_gap_in_grid(read)
    for column in columns:
        if column.role is not Role.NOT_USED or not column.heading:
            continue
        if comparable(column.heading) in ("", "-") or words(column.heading) in FIELD_PHRASES:
            continue
        meaning = meanings[column.index]
        of_kind = current if meaning.kind in (None, Kind.CURRENT) else have
        stranger = missing and column.why == UNKNOWN_HEADING
        only_one = meaning.subject is not None and meaning.subject not in of_kind
        only_one = only_one and not is_long and column.why in _LEFT_OUT_FOR_A_WORD
        if not (stranger or only_one):
            continue
        texts = list(islice(filled_texts(table, column.index), _ENOUGH))
        plain = sum(is_plain_mark(text) for text in texts)
        if plain >= 2 and plain >= 0.6 * len(texts):
            column.role, column.why, column.confidence = Role.DOUBT, "what its marks are for", "unused"


def _is_gap_in_grid(read: list[Column]) -> bool:
    """Whether two of reading, writing and maths have a column of a kind and half-term, and the third none."""
    subjects: dict[object, set[Subject]] = defaultdict(set)
    for column in read:
        if column.subject in RWM_SUBJECTS and not column.score:
            subjects[(column.kind, column.when)].add(column.subject)
    return any(len(found) == len(RWM_SUBJECTS) - 1 for found in subjects.values())


# An earlier result is left out whatever else there is; the other reasons may rest on a chance word.
_LEFT_OUT_FOR_A_WORD = frozenset(("not a judgement", "worked out from other columns"))


def ask_about_shared(table: Table, columns: list[Column]) -> None:
    """Columns that nothing tells apart once a sheet's subject stands for each of theirs are of other
    subjects than that."""
    places: dict[object, list[Column]] = defaultdict(list)
    for column in columns:
        if column.role is Role.MARK and column.by_sheet and holds_marks(table, column.index):
            places[(column.kind, column.when, column.score, column.year_group)].append(column)
    for alike in places.values():
        for column in alike if len(alike) > 1 else ():
            column.role, column.why = Role.DOUBT, "which subject the marks are for"


def ask_about_kinds(table: Table, columns: list[Column], meanings: dict[int, HeadingMeaning]) -> None:
    """Bare subjects below a title that speaks of judgements and predictions at once."""
    for column in columns:
        bare = column.kind is None and not meanings[column.index].any_kind and not column.score
        if column.role is Role.MARK and bare and holds_marks(table, column.index):
            column.role = Role.DOUBT
            column.why = "whether these are current judgements, predictions or targets"


def ask_about_numbered(columns: list[Column], term: int | None) -> None:
    """HT1 and HT2 on a sheet of the spring or summer term may be that term's halves or the year's."""
    if term not in (2, 3):
        return
    for column in columns:
        if column.role is not Role.MARK or column.when is None or column.when.ordinal not in (1, 2):
            continue
        if not {"autumn", "aut", "au", "a"} & set(words(column.heading)):
            column.role = Role.DOUBT
            column.why = "whether its number counts the half-terms of the term or of the year"
