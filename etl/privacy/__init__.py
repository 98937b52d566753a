"""Which cells of a table of small numbers to hide, so that what is hidden cannot be worked out.

A table is a grid of counts with a total row below and a total column at the right. Hiding only the small
cells protects nobody: whoever has the totals subtracts. So each sensitive cell gets cover: cells of other
rows and columns that are hidden with it, such that moving some pupils around the four corners

        this cell   +δ      a partner in its row      -δ
        a partner   -δ      the corner between them   +δ

gives another table with the same visible cells. The δ that keep every number possible are what a reader can
not tell apart; cover is enough where they spread the cell's pupils and the pupils who met the standard widely
enough. A head knows the school's own row, so a row's cover must hold also for the reader who knows one of
the other rows.

The tables of several measures and half-terms lie on one another in a stack, and are hidden alike:
what one of them hides, no other may show. Source of the rules: SDC Handbook, chapters 4 and 5; the two
thresholds are the trust's own settings.
"""

from etl.privacy.cover import hide
from etl.privacy.tables import Counts, Flags, Hidden, Rules, Stack, with_totals

__all__ = ["Counts", "Flags", "Hidden", "Rules", "Stack", "hide", "with_totals"]
