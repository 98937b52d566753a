"""Pupils by name as every list shows them: the way to their own pages, the table, and the log of openings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import address, navigation, this_trust, wording
from dashboard.access import Action, can
from dashboard.exports import Linked, Table
from dashboard.furniture import notes
from dashboard.queries.one_pupil import whose_page_opens
from dashboard.queries.pupils import PupilLine
from dashboard.sections import way
from dashboard.view import View
from etl.groups import GROUPS
from etl.half_terms import HalfTerm
from etl.record import audit
from etl.record.pupil_addresses import address_key, token_of
from etl.vocabulary import RWM_SUBJECTS, Kind

OPENED_ON_PURPOSE = "Names are opened on purpose: each opening is written down, with who and when."


def by_name(view: View, urn: int) -> None:
    """The way to the list of the chosen year group."""
    if not can(view.scope, Action.SEE_PUPILS, urn):
        return
    notes.subsection("Pupils", OPENED_ON_PURPOSE, place="pupils")
    if view.year_group is None:
        notes.note("Choose one year group to see its pupils.")
        return
    notes.way_on(
        f"Open the list of {wording.cohort(view.year_group)}", way.pupils_href(urn, None, view.year_group)
    )


def log(view: View, urn: int, action: str, list_name: str, half_term: HalfTerm | None = None) -> None:
    """Write down that names are shown: who, which list of which half-term. No name of a pupil is in it.

    `half_term`: where that is not the chosen one.
    """
    audit.log(
        this_trust.record(),
        view.viewer.name,
        view.viewer.role.value,
        action,
        f"{list_name}, {half_term or view.half_term}",
        urn,
    )


def names_of(
    view: View, lines: Sequence[PupilLine], which: str, urn: int, **more: str | int | None
) -> dict[str, str]:
    """Each pupil's name by UPN: a door to their own page where whoever looks may open it.

    `which` list they stand in goes with the address, with the school and `more` that it takes to make the
    list again: the page knows from it who comes next (`sections.next_pupil`).
    """
    held = address.now()
    own = {name: held[name] for name in address.OF_A_LIST if name in held}
    of_list = {**own, address.LIST: which, address.SCHOOL: urn, **more}
    opens = whose_page_opens(view.published, view.scope, [line.upn for line in lines])
    key = address_key(this_trust.record()) if opens else b""
    return {
        line.upn: Linked(
            line.name, navigation.href("pupil", **{**of_list, address.PUPIL: token_of(key, line.upn)})
        )
        if line.upn in opens
        else line.name
        for line in lines
    }


def pupils_table(title: str, lines: Sequence[PupilLine], names: Mapping[str, str]) -> Table:
    """One row a pupil: who, which groups, and each headline subject's mark as judged and as predicted."""
    marks = [(subject, kind) for subject in RWM_SUBJECTS for kind in (Kind.CURRENT, Kind.PREDICTED)]
    sen = GROUPS["sen"].values
    return Table(
        title=title,
        columns=(
            "Name",
            "Class",
            "Sex",
            "Disadvantaged",
            "Pupil premium",
            "SEN",
            "EAL",
            *(
                f"{subject.label}, {'now' if kind is Kind.CURRENT else 'predicted'}"
                for subject, kind in marks
            ),
        ),
        rows=tuple(
            (
                names[line.upn],
                line.class_name,
                line.sex,
                line.disadvantaged,
                line.pupil_premium,
                sen.get(line.sen) if line.sen else None,
                line.eal,
                *(line.judgement(subject, kind) for subject, kind in marks),
            )
            for line in lines
        ),
    )
