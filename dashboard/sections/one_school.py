"""Which school a page that is only for a school's own staff and the trust's leaders is about."""

from __future__ import annotations

from dashboard import address, signed_in, this_trust
from dashboard.access import Action, can
from dashboard.view import View


def seen_whole(view: View) -> dict[int, str]:
    """The schools that may be chosen, by name."""
    return {
        urn: name for urn, name in this_trust.schools().items() if can(view.scope, Action.SEE_FORECASTS, urn)
    }


def chosen_school(view: View) -> int:
    """The one that the address names, else the viewer's own, else the first by name. Where the address names
    one that is not for them, the page stops with a plain word."""
    asked = address.now().get(address.SCHOOL, "")
    named = next((urn for urn in this_trust.schools() if str(urn) == asked), None)
    if named is not None:
        signed_in.require(Action.SEE_FORECASTS, named)
        return named
    return next(iter([*view.viewer.own_schools, *seen_whole(view)]))
