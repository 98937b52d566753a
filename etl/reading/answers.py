"""What a school may answer when it is asked about a mark or a heading, and how answers are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from etl.errors import UsageError
from etl.half_terms import HALF_TERM_NAMES
from etl.reading.headings import FIELDS
from etl.reading.marks import ANSWERS, tidy_mark
from etl.reading.spelling import comparable, words
from etl.vocabulary import Kind, Subject

NOT_USED = "unused"
_SCORE = "score"


# What words of a heading may mean, and how the heading is then read.
WORDS: dict[str, str] = {
    **{subject.value: subject.label for subject in Subject},
    **{kind.value: kind.value for kind in Kind},
    **{name.lower().replace(" ", "-"): name for name in HALF_TERM_NAMES},
    "nothing": "",
}


@dataclass(frozen=True)
class HeadingAnswer:
    """What a school said a column holds."""

    field: str | None = None
    subject: Subject | None = None
    kind: Kind | None = None
    ordinal: int | None = None
    score: bool = False
    not_used: bool = False
    # What some words of headings mean, where that is less than a whole column: `in_our_words` puts it in
    # their place.
    word: str | None = None

    @property
    def is_word(self) -> bool:
        return self.word is not None


@lru_cache(maxsize=2_000)
def heading_answer(text: str) -> HeadingAnswer | None:
    """A meaning id as a HeadingAnswer: a field ("class"), "unused", or a subject with a kind and, if need
    be, a half-term: "reading.predicted", "maths.current.autumn-1", "reading.score". A subject, a kind or
    a half-term alone, or "nothing", says what some of a heading's words mean: "autumn-1", "predicted".
    None where it is none of these."""
    plain = comparable(text).replace(" ", "-")
    if not plain:
        return None
    if plain == NOT_USED:
        return HeadingAnswer(not_used=True)
    if plain.replace("-", "_") in FIELDS:
        return HeadingAnswer(field=plain.replace("-", "_"))
    if plain in WORDS:
        return HeadingAnswer(word=WORDS[plain])
    subject, _, rest = plain.partition(".")
    kind, _, half_term = rest.partition(".")
    names = [name.lower().replace(" ", "-") for name in HALF_TERM_NAMES]
    if subject not in list(Subject) or (half_term and half_term not in names):
        return None
    if kind not in (*Kind, _SCORE):
        return None
    return HeadingAnswer(
        subject=Subject(subject),
        kind=Kind.CURRENT if kind == _SCORE else Kind(kind),
        ordinal=names.index(half_term) + 1 if half_term else None,
        score=kind == _SCORE,
    )


def in_our_words(text: str, learned: dict[str, str]) -> str:
    """A heading, or a cell that says what a row's mark is of, with the words that the school has explained
    put in ours; the longest explanation first."""
    for spelling in sorted(learned, key=len, reverse=True):
        answer = heading_answer(learned[spelling])
        if answer is None or answer.word is None:
            continue
        parts = words(spelling)
        if any(part.isalpha() for part in parts):  # a number alone means something else in each heading
            inside = r"[^a-z0-9]*".join(map(re.escape, parts))
            before, after = (r"\d" if part.isdigit() else "[a-z]" for part in (parts[0], parts[-1]))
            text = re.sub(rf"(?<!{before}){inside}(?!{after})", f" {answer.word} ", comparable(text))
    return text


def understand_answer(spelling: str, meaning: str) -> tuple[str, str, str]:
    """One answer, as `reading --set "w+=EXS"` takes it: ("marks" or "headings", spelling tidied, meaning).

    A meaning of a mark is PKS, WTS, EXS, GDS, absent, disapplied, left or blank; of a heading, see
    `heading_answer`. Raises UsageError where it is neither.
    """
    tidied = tidy_mark(spelling)
    if not tidied:
        raise UsageError("Name the mark or heading before the equals sign, as in “w+=EXS”.")
    answer = ANSWERS.get(comparable(meaning))
    if answer is not None:
        return "marks", tidied, answer.value
    if heading_answer(meaning):
        return "headings", tidied, comparable(meaning).replace(" ", "-")
    raise UsageError(
        f"“{meaning}” is not a meaning. A mark means one of {', '.join(a.value for a in ANSWERS.values())}; "
        "a heading means unused, a field such as class, or a subject and kind such as reading.predicted or "
        "maths.current.autumn-1; words in a heading mean a subject, a kind or a half-term such as autumn-1, "
        "or nothing."
    )
