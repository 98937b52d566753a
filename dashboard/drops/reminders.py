"""What a school is told whose return has not come: a friendly letter, ready to send. Never about a pupil."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from dashboard import formats
from etl.half_terms import HalfTerm
from etl.record.people import Person
from etl.roles import Role

# Longer addresses are cut off by mail programs on Windows.
LONGEST_LINK = 2000

HOW_TO_SEND = (
    "You can drop your file on the dashboard's page Returns. Any layout will do: your own tracker, as it is. "
    "If it is easier, the same page has a template with your pupils and their last predictions filled in, so "
    "that only changes need typing. Nothing is loaded before you have seen how it was read."
)
HELP = "If something stands in the way, tell us and we will help."


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """One letter. `to` are e-mail addresses; where `apart`, those written to do not see each other's."""

    to: tuple[str, ...]
    subject: str
    text: str
    apart: bool = False

    @property
    def link(self) -> str | None:
        """An address that opens the letter in one's own mail program; None where it would be too long, or
        there is nobody to write to."""
        if not self.to:
            return None
        people = ",".join(quote(address, safe="@") for address in self.to)
        whom = f"?bcc={people}&" if self.apart else f"{people}?"
        # Mail programs want each line to end as it does in mail.
        body = quote(self.text.replace("\n", "\r\n"), safe="")
        made = f"mailto:{whom}subject={quote(self.subject, safe='')}&body={body}"
        return made if len(made) <= LONGEST_LINK else None


def heads_of(people: Iterable[Person], urn: int) -> list[Person]:
    """The headteachers registered for a school who have not left, by name."""
    return [one for one in people if one.active and one.role is Role.HEAD and urn in one.schools]


def by_when(half_term: HalfTerm, ends: date | None, today: date) -> str:
    """Until when it is asked for: the half-term's end, where the trust has set its dates."""
    if ends is None:
        return "as soon as you can"
    if ends < today:
        return f"as soon as you can, as {half_term.name} ended on {_day(ends)}"
    return f"by {_day(ends)}, the end of {half_term.name}"


def _day(day: date) -> str:
    return f"{day:%A} {formats.day(day)}"


def for_school(school: str, half_term: HalfTerm, heads: Sequence[Person], when: str, trust: str) -> Reminder:
    """The letter to one school, to its head or heads by name."""
    greeting = f"Hello {formats.listed([one.name for one in heads])}," if heads else "Hello,"
    return Reminder(
        to=tuple(one.email for one in heads),
        subject=f"{school}: return for {half_term}",
        text=_letter(
            greeting,
            f"The attainment return of {school} for {half_term} has not reached us yet. Could you send it "
            f"{when}?",
            trust,
        ),
    )


def for_several(half_term: HalfTerm, heads: Collection[Person], when: str, trust: str) -> Reminder:
    """One letter to the heads of several schools, which tells none of them of the others."""
    return Reminder(
        to=tuple(dict.fromkeys(one.email for one in heads)),
        subject=f"Your school's return for {half_term}",
        text=_letter(
            "Hello,",
            f"Your school's attainment return for {half_term} has not reached us yet. Could you send it "
            f"{when}?",
            trust,
        ),
        apart=True,
    )


def _letter(greeting: str, asking: str, trust: str) -> str:
    return "\n\n".join((greeting, asking, HOW_TO_SEND, HELP, f"Thank you\n{trust}"))
