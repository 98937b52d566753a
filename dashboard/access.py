"""Who sees what and who does what: two declared tables, and the functions that walk them.

Every query takes a `Scope`. Nothing is hidden by leaving a widget out: what a scope may not see never
leaves the queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from etl.errors import TrustDataError
from etl.roles import SCHOOL_ROLES, Role


class AccessDenied(TrustDataError):  # noqa: N818 – the word that people read; not every refusal is an error
    """Refused because of who asks: a reason in plain words."""


class Audience(StrEnum):
    """Whose eyes a person may look through: always narrower than their own."""

    BOARD = "board"
    FORUM = "forum"


class Sight(StrEnum):
    """How much of a set of figures a scope sees. Declared from most to least."""

    FULL = "full"
    SUPPRESSED = "suppressed"  # declared tables only, small numbers hidden
    NOTHING = "nothing"


_LESS = {sight: place for place, sight in enumerate(Sight)}


class Reach(StrEnum):
    """How far an action goes."""

    ANY = "any"
    OWN_SCHOOL = "own school"
    OWN_WORK = "own work"  # what is theirs by name: an intervention they lead, an action given to them
    NONE = "none"


class Action(StrEnum):
    """What people do, in the words that a refusal uses: “you cannot …”."""

    SEE_TRUST = "see the trust's figures"
    SEE_SCHOOL = "see this school's figures"
    SEE_DETAIL = "see this school's classes and pupil groups"
    SEE_FORECASTS = "see forecasts"
    SEE_LEDGER = "see how right predictions were"
    EXPLORE = "explore figures freely"
    KEEP_VIEW = "save views of the Explorer"
    TIDY_VIEWS = "delete a view that somebody else shared"
    SEE_PUPILS = "see pupils' names"
    LOAD_RETURN = "load or undo a school's returns and results"
    CLOSE_DROP = "open or close a data drop"
    ASK_FOR_SUPPORT = "ask for support for this school"
    PROPOSE_SUPPORT = "propose support"
    AGREE_SUPPORT = "agree support for this school"
    LOG_DELIVERY = "log what was delivered"
    WRITE_VISIT = "write up a visit"
    REPLY_TO_VISIT = "reply to a visit"
    REPLY_TO_FIGURES = "reply to this school's figures"
    WRITE_REVIEW = "write a review"
    SIGN_REVIEW = "sign this school's review"
    LEAD_MEETINGS = "run meetings and give out actions"
    SEE_FORUM = "see the heads' meeting and its actions"
    SEE_BOARD_PAPERS = "read the Board's packs and actions"
    UPDATE_ACTIONS = "update an action"
    KEEP_PUPIL_LIST = "keep a list of this school's pupils"
    MAKE_PACK = "make a pack about this school"
    MAKE_TRUST_PACK = "make a pack about the trust"
    MANAGE_PEOPLE = "manage people"
    MANAGE_SCHOOLS = "manage the schools on the register"
    MANAGE_TERMS = "set the dates of terms"
    MANAGE_TARGETS = "set targets"
    MANAGE_SETTINGS = "change settings"
    BACK_UP = "back up or restore"
    SEE_AUDIT = "read the audit log"


@dataclass(frozen=True, kw_only=True)
class Sees:
    """What one role sees. `pupils` is how far pupils' names go; every look at them is logged."""

    trust: Sight
    own_school: Sight
    other_schools: Sight
    pupils: Reach
    own_subjects_only: bool = False


_EVERYTHING = Sees(trust=Sight.FULL, own_school=Sight.FULL, other_schools=Sight.FULL, pupils=Reach.ANY)
_A_SCHOOL = Sees(
    trust=Sight.SUPPRESSED,
    own_school=Sight.FULL,
    other_schools=Sight.SUPPRESSED,
    pupils=Reach.OWN_SCHOOL,
)
_OUTSIDE = Sees(
    trust=Sight.SUPPRESSED,
    own_school=Sight.NOTHING,
    other_schools=Sight.SUPPRESSED,
    pupils=Reach.NONE,
)

SEES: dict[Role, Sees] = {
    Role.CEO: _EVERYTHING,
    Role.DTL: _EVERYTHING,
    Role.HEAD: _A_SCHOOL,
    Role.SCHOOL_STAFF: _A_SCHOOL,
    Role.LEAD_TEACHER: replace(_OUTSIDE, pupils=Reach.OWN_WORK, own_subjects_only=True),
    Role.BOARD: _OUTSIDE,
    Role.DATA_MANAGER: _EVERYTHING,
}

# Who looks through an audience's eyes sees what it sees, and does no more than it does.
AUDIENCE_SEES = _OUTSIDE

_ANY, _SCHOOL, _WORK = Reach.ANY, Reach.OWN_SCHOOL, Reach.OWN_WORK

# Whoever is not named does not do it.
DOES: dict[Action, dict[Role, Reach]] = {
    # Free filtering is for what one sees whole; for the rest there are declared tables.
    Action.EXPLORE: {
        Role.CEO: _ANY,
        Role.DTL: _ANY,
        Role.HEAD: _SCHOOL,
        Role.SCHOOL_STAFF: _SCHOOL,
        Role.DATA_MANAGER: _ANY,
    },
    Action.KEEP_VIEW: {
        Role.CEO: _ANY,
        Role.DTL: _ANY,
        Role.HEAD: _SCHOOL,
        Role.SCHOOL_STAFF: _SCHOOL,
        Role.DATA_MANAGER: _ANY,
    },
    Action.TIDY_VIEWS: {Role.CEO: _ANY, Role.DATA_MANAGER: _ANY},
    Action.LOAD_RETURN: {
        Role.DTL: _ANY,
        Role.HEAD: _SCHOOL,
        Role.SCHOOL_STAFF: _SCHOOL,
        Role.DATA_MANAGER: _ANY,
    },
    Action.CLOSE_DROP: {Role.CEO: _ANY, Role.DTL: _ANY, Role.DATA_MANAGER: _ANY},
    Action.ASK_FOR_SUPPORT: {Role.HEAD: _SCHOOL},
    Action.PROPOSE_SUPPORT: {Role.DTL: _ANY},
    Action.AGREE_SUPPORT: {Role.CEO: _ANY, Role.DTL: _ANY, Role.HEAD: _SCHOOL},
    Action.LOG_DELIVERY: {
        Role.DTL: _ANY,
        Role.HEAD: _SCHOOL,
        Role.SCHOOL_STAFF: _SCHOOL,
        Role.LEAD_TEACHER: _WORK,
    },
    Action.WRITE_VISIT: {Role.CEO: _ANY, Role.DTL: _ANY, Role.LEAD_TEACHER: _WORK},
    Action.REPLY_TO_VISIT: {Role.HEAD: _SCHOOL},
    Action.REPLY_TO_FIGURES: {Role.HEAD: _SCHOOL},
    Action.WRITE_REVIEW: {Role.CEO: _ANY, Role.DTL: _ANY},
    Action.SIGN_REVIEW: {Role.CEO: _ANY, Role.DTL: _ANY, Role.HEAD: _SCHOOL},
    Action.LEAD_MEETINGS: {Role.CEO: _ANY, Role.DTL: _ANY},
    Action.SEE_FORUM: {Role.CEO: _ANY, Role.DTL: _ANY, Role.HEAD: _ANY},
    Action.SEE_BOARD_PAPERS: {Role.CEO: _ANY, Role.DTL: _ANY, Role.BOARD: _ANY},
    Action.UPDATE_ACTIONS: {
        Role.CEO: _ANY,
        Role.DTL: _ANY,
        Role.HEAD: _WORK,
        Role.SCHOOL_STAFF: _WORK,
        Role.LEAD_TEACHER: _WORK,
    },
    Action.KEEP_PUPIL_LIST: {Role.CEO: _ANY, Role.DTL: _ANY, Role.HEAD: _SCHOOL, Role.SCHOOL_STAFF: _SCHOOL},
    Action.MAKE_PACK: {Role.CEO: _ANY, Role.DTL: _ANY, Role.HEAD: _SCHOOL},
    Action.MAKE_TRUST_PACK: {Role.CEO: _ANY, Role.DTL: _ANY},
    Action.MANAGE_PEOPLE: {Role.CEO: _ANY, Role.HEAD: _SCHOOL, Role.DATA_MANAGER: _ANY},
    Action.MANAGE_SCHOOLS: {Role.CEO: _ANY, Role.DATA_MANAGER: _ANY},
    Action.MANAGE_TERMS: {Role.CEO: _ANY, Role.DTL: _ANY, Role.DATA_MANAGER: _ANY},
    Action.MANAGE_TARGETS: {Role.CEO: _ANY, Role.DATA_MANAGER: _ANY},
    Action.MANAGE_SETTINGS: {Role.CEO: _ANY, Role.DATA_MANAGER: _ANY},
    Action.BACK_UP: {Role.CEO: _ANY, Role.DATA_MANAGER: _ANY},
    Action.SEE_AUDIT: {Role.CEO: _ANY, Role.DATA_MANAGER: _ANY},
}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Who asks. Hashable and of plain values, so that it can be part of a key."""

    role: Role
    name: str = ""
    own_schools: tuple[int, ...] = ()
    subjects: tuple[str, ...] = ()  # of a lead teacher
    audience: Audience | None = None  # set: they look through these eyes

    @property
    def sees(self) -> Sees:
        return SEES[self.role] if self.audience is None else AUDIENCE_SEES


def scope_for(
    role: Role | str,
    own_schools: Iterable[int] = (),
    subjects: Iterable[str] = (),
    *,
    name: str = "",
) -> Scope:
    """The scope of a person. Schools count for the roles that belong to one, subjects for a lead teacher.

    Raises AccessDenied where a role lacks the schools or subjects that it is about.
    """
    role = Role(role)
    schools = tuple(sorted(set(own_schools))) if role in SCHOOL_ROLES else ()
    led = tuple(sorted(set(subjects))) if SEES[role].own_subjects_only else ()
    if role in SCHOOL_ROLES and not schools:
        raise AccessDenied(f"{role.label} belongs to a school; say which one.")
    return Scope(role=role, name=name, own_schools=schools, subjects=led)


def as_audience(scope: Scope, audience: Audience | str | None) -> Scope:
    """The same person looking through the eyes of the Board or the Forum: never wider than their own."""
    return replace(scope, audience=None if audience is None else Audience(audience))


def sight_of(scope: Scope, school_urn: int | None, subject: str | None = None) -> Sight:
    """How much a scope sees of a school (None: of the trust) in a subject (None: in any at all)."""
    sees = scope.sees
    # A lead teacher keeps to their subjects, whoever's eyes they look through.
    if SEES[scope.role].own_subjects_only:
        led = bool(scope.subjects) if subject is None else subject in scope.subjects
        if not led:
            return Sight.NOTHING
    if school_urn is None:
        return sees.trust
    if school_urn in scope.own_schools and scope.audience is None:
        return sees.own_school
    return sees.other_schools


def can(scope: Scope, action: Action, school_urn: int | None = None, *, own_work: bool = False) -> bool:
    """Whether a scope may do something, to a school where one is named.

    Without a school: whether they may do it at all, anywhere. `own_work` says that what is to be done is
    theirs by name, which counts for the actions that reach no further.
    """
    match action:
        case Action.SEE_TRUST:
            return sight_of(scope, None) is not Sight.NOTHING
        case Action.SEE_SCHOOL if school_urn is None:
            return sight_of(scope, None) is not Sight.NOTHING or bool(scope.own_schools)
        case Action.SEE_SCHOOL:
            return sight_of(scope, school_urn) is not Sight.NOTHING
        case Action.SEE_FORECASTS if school_urn is None:
            return Sight.FULL in (scope.sees.own_school, scope.sees.trust)
        case Action.SEE_FORECASTS:
            return sight_of(scope, school_urn) is Sight.FULL
        case Action.SEE_LEDGER:
            # With one class a year group it speaks of one teacher: for the head and the trust's leaders.
            return scope.role is not Role.SCHOOL_STAFF and can(scope, Action.SEE_FORECASTS, school_urn)
        case Action.SEE_DETAIL if school_urn is None:
            return Sight.FULL in (scope.sees.own_school, scope.sees.other_schools)
        case Action.SEE_DETAIL:
            return sight_of(scope, school_urn) is Sight.FULL
        case Action.SEE_PUPILS:
            return _within(scope, scope.sees.pupils, school_urn, own_work)
    if scope.audience is not None and Role.BOARD not in DOES[action]:
        return False
    return _within(scope, DOES[action].get(scope.role, Reach.NONE), school_urn, own_work)


def _within(scope: Scope, reach: Reach, school_urn: int | None, own_work: bool) -> bool:
    if reach is Reach.OWN_SCHOOL:
        return school_urn is None or school_urn in scope.own_schools
    if reach is Reach.OWN_WORK:
        return own_work
    return reach is Reach.ANY


def check_can(scope: Scope, action: Action, school_urn: int | None = None, *, own_work: bool = False) -> None:
    """Raises AccessDenied, with the reason, where `can` says no."""
    if can(scope, action, school_urn, own_work=own_work):
        return
    raise AccessDenied(refusal(scope, action, school_urn))


def refusal(scope: Scope, action: Action, school_urn: int | None = None) -> str:
    """Why a scope may not do something, and who may."""
    if scope.audience is not None and can(replace(scope, audience=None), action, school_urn):
        seen_by = "Board" if scope.audience is Audience.BOARD else "heads' meeting"
        return f"As the {seen_by} sees it, you cannot {action.value}. Go back to your own view first."
    sentence = f"{scope.role.label}: you cannot {action.value}."
    allowed = [
        role.label for role in Role if can(Scope(role=role, own_schools=(1,)), action, 1, own_work=True)
    ]
    if not allowed:
        return sentence
    theirs = can(Scope(role=scope.role, own_schools=(1,)), action, 1) and scope.role in SCHOOL_ROLES
    if theirs and school_urn is not None:
        return f"{scope.role.label}: this is not your own school, so you cannot {action.value}."
    if theirs:
        return f"{sentence} This is of the whole trust."
    return f"{sentence} Those who can: {', '.join(allowed)}."


def check_sees(
    scope: Scope,
    school_urn: int | None,
    subject: str | None = None,
    *,
    least: Sight = Sight.SUPPRESSED,
) -> Sight:
    """How much a scope sees; raises AccessDenied where that is less than `least`."""
    sight = sight_of(scope, school_urn, subject)
    if _LESS[sight] <= _LESS[least]:
        return sight
    if sight is Sight.NOTHING and SEES[scope.role].own_subjects_only:
        raise AccessDenied(
            f"{scope.role.label}: you see the figures of the subjects that you lead, and no others."
        )
    action = Action.SEE_TRUST if school_urn is None else Action.SEE_SCHOOL
    raise AccessDenied(
        refusal(scope, Action.SEE_DETAIL if least is Sight.FULL and school_urn else action, school_urn)
    )
