"""What whoever is not let in sees in every page's place; in the menu, who is signed in and the way out."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import address, this_trust
from dashboard.furniture import header, markup, notes
from dashboard.sign_in import presence, setting
from dashboard.sign_in.setting import SignIn
from dashboard.sign_in.standing import Inside, Outside, Why
from etl.record import audit, sign_ins
from etl.vocabulary import Subject

ASK = "Ask your trust's data manager or CEO"


def show(outside: Outside, page: str) -> None:
    """`page` is the address of the page that was asked for; after sign-in it is opened."""
    made = setting.in_force()
    assert made is not None
    title, *sentences = _words(outside, made)
    header.page_header(title)
    another = outside.why in (Why.NOT_VOUCHED_FOR, Why.UNKNOWN, Why.LEFT, Why.NO_TRUST)
    label = "Sign in with another account" if another else f"Sign in with {made.provider.label}"
    markup.show(
        '<section class="empty">'
        + "".join(f"<p>{markup.safe(sentence)}</p>" for sentence in sentences)
        + f'<p><a class="go" href="{escape(way_in(page))}">{markup.safe(label)}</a></p></section>'
    )
    notes.show_quietly("What you open here is for you. Every look at pupils' names is written down.")


def _words(outside: Outside, made: SignIn) -> tuple[str, ...]:
    whose = outside.email or "this account"
    match outside.why:
        case Why.NOT_VOUCHED_FOR:
            return ("This account cannot be used here", outside.said)
        case Why.UNKNOWN:
            return (
                "You are not on the list yet",
                f"You signed in as {whose}, which is not among the people who use this dashboard.",
                f"{ASK} to add it on the page Administration; then sign in again.",
            )
        case Why.LEFT:
            return (
                "Your access has ended",
                f"{whose} is no longer among the people who use this dashboard.",
                f"{ASK} if that is a mistake.",
            )
        case Why.NO_TRUST:
            return (
                "There is no trust here yet",
                "Whoever set this server up registers its schools and the first administrator: "
                "docs/sign-in.md says how.",
            )
        case Why.ENDED:
            return ("You are signed out", "This sign-in was ended, here or elsewhere.")
        case Why.TOO_LONG:
            return ("Please sign in again", f"A sign-in lasts {_span(made.hours * 60)}. Nothing is lost.")
        case Why.IDLE:
            return (
                "Please sign in again",
                f"Nothing was done here for {_span(made.idle_minutes)}. Nothing is lost.",
            )
        case _:
            return ("Sign in", "Use the account that your trust gave you.")


def _span(minutes: float) -> str:
    number, unit = (minutes / 60, "hour") if minutes >= 120 else (minutes, "minute")
    return f"{number:g} {unit}{'' if number == 1 else 's'}"


def way_in(page: str) -> str:
    """The address at which one signs in, and is brought back to the present view."""
    kept = urlencode(
        {
            name: value
            for name, value in address.now().items()
            if name not in (address.ROLE, address.OWN_SCHOOL, address.OWN_SUBJECT)
        }
    )
    return "sign-in?" + urlencode({"next": f"/{page}{'?' + kept if kept else ''}"})


def show_not_safe() -> None:
    header.page_header("Start the dashboard in another way")
    notes.note(
        "Sign-in is set up for this trust, or this server can be reached from other machines; and it was "
        "started without asking anybody to sign in. Stop it and start it again: python -m dashboard"
    )


def who_is_here(inside: Inside) -> None:
    """In the menu: whose eyes these are, and the two ways out."""
    person = inside.person
    schools = this_trust.schools()
    of = [schools[urn] for urn in sorted(person.schools) if urn in schools]
    of += [Subject(one).label for one in person.subjects]
    below = f"<br>{markup.safe(', '.join(of))}" if of else ""
    markup.show(
        f'<p class="signed-in"><b>{markup.safe(person.name)}</b><br>'
        f'<span class="quiet small">{markup.safe(person.role.label)}{below}</span></p>'
    )
    st.button("Sign out", key="sign_out", on_click=leave, width="stretch")
    with st.popover("Sign out everywhere", key="sign_out_everywhere_ask", width="stretch"):
        markup.show("<p>Ends every sign-in of yours, on every machine, at the next click there.</p>")
        st.button(
            "Sign out everywhere", key="sign_out_everywhere", type="primary", on_click=leave, args=(True,)
        )


def leave(everywhere: bool = False) -> None:
    """End this sign-in, or all of this person's; then the provider's own, so that it lets nobody else in."""
    found = presence.here()
    if isinstance(found, Inside):
        with this_trust.record().writing(figures=False) as connection:
            if everywhere:
                sign_ins.end_all(connection, found.person.email)
            else:
                sign_ins.end(connection, found.key)
            audit.note(
                connection,
                found.person.email,
                "sign out everywhere" if everywhere else "sign out",
                "themselves",
                role=found.person.role.value,
            )
    st.logout()
