"""Who is looking, and the guard that every page begins with.

Where sign-in is set up it is whoever signed in, with the role that the list of people gives them, whatever
the address says. Without it the server answers only the machine that it runs on, and whoever sits there
chooses whom to look as; the choice stands in the address, and is guarded as if that person had signed
in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from dashboard import address, this_trust, wording
from dashboard.access import (
    SEES,
    AccessDenied,
    Action,
    Audience,
    Scope,
    Sight,
    as_audience,
    can,
    check_can,
    scope_for,
)
from dashboard.furniture import notes
from dashboard.sign_in import door, presence
from dashboard.sign_in.standing import Inside, Outside
from etl.errors import TrustDataError
from etl.roles import SCHOOL_ROLES, Role
from etl.vocabulary import Subject

# The name that the audit log keeps where nobody signs in.
THIS_MACHINE = "this machine"
DRAWN_FOR = "drawn_for"  # whose eyes the page that stands open was drawn for
FIRST_ROLE = Role.CEO
FIRST_SUBJECT = Subject.WRITING


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Whoever looks. `name` is what the audit log keeps, of who signed in the e-mail address; `scope` is what
    every query takes.
    """

    name: str
    role: Role
    own_schools: tuple[int, ...]
    scope: Scope

    @property
    def may_choose_audience(self) -> bool:
        """Whether they see more of something than the Board does, and so may look as it."""
        sees = SEES[self.role]
        return Sight.FULL in (sees.trust, sees.own_school)


def role_asked_for() -> Role:
    """The role that the address names; the CEO's where it names none or one that is not."""
    asked = address.now().get(address.ROLE, "")
    return Role(asked) if asked in set(Role) else FIRST_ROLE


def own_school_asked_for(schools: dict[int, str]) -> int | None:
    """The school that the address gives a head or a teacher, the first by name where it gives none."""
    asked = address.now().get(address.OWN_SCHOOL, "")
    return next((urn for urn in schools if str(urn) == asked), next(iter(schools), None))


def subject_asked_for() -> Subject:
    """The subject that a lead teacher leads."""
    asked = address.now().get(address.OWN_SUBJECT, "")
    return Subject(asked) if asked in set(Subject) else FIRST_SUBJECT


def viewer() -> Viewer:
    """Who looks at this run of the page. Raises AccessDenied where they are not signed in, or no longer."""
    match presence.here():
        case Inside() as inside:
            here = _viewer(
                inside.person.email, inside.person.role, tuple(inside.person.schools), inside.person.subjects
            )
        case Outside():
            raise AccessDenied("You are signed out. Sign in again.")
        case _:
            here = _looked_as()
    asked = address.now().get(address.AUDIENCE, "")
    if asked in set(Audience) and here.may_choose_audience:
        here = replace(here, scope=as_audience(here.scope, asked))
    return here


def begin() -> Viewer:
    """Who looks, at the beginning of a whole page, which is then drawn for them."""
    here = viewer()
    st.session_state[DRAWN_FOR] = here
    return here


def draw_anew_for_another() -> None:
    """For parts of a page that are drawn again on their own: where whoever looks has signed out, or sees
    another thing than when the page was drawn (another role, school, subject or audience), the whole page is
    drawn again, which tells them."""
    try:
        same = viewer() == st.session_state.get(DRAWN_FOR)
    except AccessDenied:
        same = False
    if not same:
        st.rerun()


def _looked_as() -> Viewer:
    """Through whose eyes the address says, where nobody signs in."""
    role = role_asked_for()
    school = own_school_asked_for(this_trust.schools()) if role in SCHOOL_ROLES else None
    return _viewer(THIS_MACHINE, role, () if school is None else (school,), (subject_asked_for().value,))


def _viewer(name: str, role: Role, schools: tuple[int, ...], subjects: tuple[str, ...]) -> Viewer:
    try:
        scope = scope_for(role, schools, subjects, name=name)
    except AccessDenied:
        # No school is registered yet: a head of none, who sees nothing of any.
        scope = Scope(role=role, name=name)
    return Viewer(name=name, role=role, own_schools=scope.own_schools, scope=scope)


def require(action: Action, urn: int | None = None) -> Viewer:
    """Whoever looks, if they may; else a plain word in the page's place and nothing more of it."""
    here = viewer()
    try:
        check_can(here.scope, action, urn)
    except AccessDenied as refused:
        what, way_on = "This page is not for your role", ("Open the Trust dashboard", address.href(""))
        if urn is not None and can(here.scope, action):
            # Who may do it at another school is at the right page, and at the wrong school.
            what = "This school is not one of yours"
            names = this_trust.schools()
            for own in here.own_schools[:1]:
                way_on = (f"Open {names.get(own, own)}", address.href("school", **{address.SCHOOL: own}))
        notes.empty(what, str(refused), link=way_on)
        st.stop()
    return here


def require_trust() -> None:
    """Stop the page with the next step where no trust has been set up in the folder."""
    try:
        this_trust.published()
    except TrustDataError as missing:
        notes.empty(
            "There is no trust here yet",
            str(missing),
            link=("Register its schools on the page", address.href("administration")),
        )
        st.stop()


def show_who_looks() -> None:
    """In the sidebar: who is signed in and the way out; where nobody signs in, whom to look as."""
    found = presence.here()
    if isinstance(found, Inside):
        door.who_is_here(found)
    elif found is None:
        choose_role()


def choose_role() -> None:
    """In the sidebar: whom to look as, and plainly why one may choose."""
    schools = this_trust.schools()
    # The address decides; the widgets only show what it says, so that going back shows it too.
    st.session_state["look_as"] = role_asked_for()
    st.selectbox(
        "Look as",
        list(Role),
        format_func=lambda role: role.label,
        key="look_as",
        on_change=_put_role,
    )
    if role_asked_for() in SCHOOL_ROLES and schools:
        short = wording.short_schools(list(schools.values()))
        st.session_state["look_as_school"] = own_school_asked_for(schools)
        st.selectbox(
            "Of which school",
            list(schools),
            format_func=lambda urn: short[schools[urn]],
            key="look_as_school",
            on_change=_put_school,
        )
    if role_asked_for() is Role.LEAD_TEACHER:
        st.session_state["look_as_subject"] = subject_asked_for()
        st.selectbox(
            "Who leads",
            list(Subject),
            format_func=lambda subject: subject.label,
            key="look_as_subject",
            on_change=_put_subject,
        )
    notes.show_quietly("Sign-in is not set up: only this machine can see this.")


def _put_role() -> None:
    role = st.session_state["look_as"]
    st.query_params[address.ROLE] = role.value
    # What belonged to the former role would otherwise travel on in every link.
    for name in (address.OWN_SCHOOL, address.OWN_SUBJECT, address.AUDIENCE):
        if name in st.query_params:
            del st.query_params[name]


def _put_school() -> None:
    st.query_params[address.OWN_SCHOOL] = str(st.session_state["look_as_school"])


def _put_subject() -> None:
    st.query_params[address.OWN_SUBJECT] = st.session_state["look_as_subject"].value
