"""The Trust Performance Dashboard: what changed, are we on course, where to look."""

from dashboard import this_trust
from dashboard.access import Action
from dashboard.furniture import header
from dashboard.signed_in import require, require_trust

require_trust()
require(Action.SEE_TRUST)
header.page_header("Trust Performance Dashboard", lead=this_trust.name())
