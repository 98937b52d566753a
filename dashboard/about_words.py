"""What the page about the figures says: the statistics in plain words, and what is hidden and why.

The thresholds and percentages in it come from where they are used, so that the words stay true.
"""

from __future__ import annotations

from dashboard.intervals import CONFIDENCE
from dashboard.queries.register import Thresholds

HOW_TO_READ = (
    (
        "A name leads on, a number explains itself",
        "In every table the name of a school, year group, class, measure or year leads to it. A number, "
        "clicked, opens its explanation: the rule, who is counted and who is not, the sums, and the returns "
        "and data drop behind it. On a tile, which leads on as a whole, “Explain this number” stands "
        "beneath. The address can be sent on: whoever opens it is told of the same number as far as they may "
        "see it. Counts of pupils who moved, or who lack a judgement, open the list of them, for those who "
        "may see names.",
    ),
    (
        "Everyone counts",
        "A percentage is always of everyone on roll. A pupil who was not assessed has not met the standard "
        "yet; leaving them out would flatter a school that has not assessed those it worries about. Where "
        "fewer than nine in ten were assessed, you see the count and no percentage.",
    ),
    (
        "Small cohorts jump",
        "In a class of 30 each pupil is worth more than three points. A one-form school whose teaching did "
        "not change at all would still move by ten points or more in half of all years. So every percentage "
        f"comes with its {CONFIDENCE:.0%} range (Wilson's interval): where a school just like this one could "
        "plausibly have landed. A difference that fits inside that range is no reason to act by itself.",
    ),
    (
        "Against a target, pupils",
        "“4 short of target” is how many more pupils would meet it, rounded up: a fact, not an opinion about "
        "the school. Against England the difference is in whole pupils too, rounded towards zero: under one "
        "pupil is in line. A finished result is called clearly above or below England only where it is two "
        "pupils or more and luck alone would do it less than once in forty times.",
    ),
    (
        "Up and down",
        "A movement compares the same pupils in two half-terms that follow one another: those on roll and "
        "assessed in both. It is called up or down only where it is more than chance would bring about, held "
        "against how pupils moved in the rest of the trust; where pupils of fewer than two other schools "
        "moved across the standard, it is judged by itself. Otherwise it says “no clear change”, and how "
        "many pupils it was. Whoever sees a school, or the trust, from outside reads how the whole cohort "
        "changed, whoever joined or left: two people may read a slightly different number of pupils in the "
        "same place, and both are right. From outside fewer movements can be looked at, and it is said how "
        "many flags chance alone would give at most.",
    ),
    (
        "Gaps between groups",
        "A gap is the difference between two groups' percentages, with its own range (Newcombe's). For the "
        "trust it is worked out within each school first, so that it is not moved by where a group goes to "
        "school. With nine pupils in one group and 21 in the other only a gap of about 37 points would stand "
        "clear of chance: most gaps in a single class could be no gap.",
    ),
    (
        "Trust figures pool pupils",
        "The trust's percentage is of all its pupils, not an average of schools: a school of 90 counts three "
        "times as much as one of 30.",
    ),
    (
        "Judgements are judgements",
        "Current and predicted marks are teachers' judgements, and half-termly ones at that. They are never "
        "mixed with each other, nor with tests. Ofsted's inspectors do not look at a school's internal "
        "assessment data.",
    ),
)


def hidden_and_why(limits: Thresholds) -> tuple[tuple[str, str], ...]:
    """What those outside a school do not see, with the trust's own thresholds."""
    return (
        (
            "Too few to show",
            "The Board, the heads' meeting and other schools do not see a group or cohort of fewer than "
            f"{limits.hide_below} pupils, nor one of fewer than {limits.caution_below} in which everybody or "
            "nobody met the standard: it would tell something about a child. From "
            f"{limits.hide_below} to {limits.caution_below - 1} they see the count, but no percentage, "
            "verdict or change.",
        ),
        (
            "Hidden to protect another",
            "Where a hidden number could be worked out from a total and what is left, a second one is hidden "
            "too, and the same ones in every measure and half-term of the year.",
        ),
        (
            "Statutory results",
            "A school whose cohort is too small in any measure of an assessment is hidden in all of them, "
            "and other schools with it, so that the trust's totals do not give it away; where that cannot be "
            "done, the totals are hidden. Pupil groups in results are for those who see the whole. What the "
            "Department has published stands as it is: anyone can look it up.",
        ),
        (
            "What is hidden is never nought",
            "It stands as “too few pupils to show”, and as an empty cell with its reason in a download.",
        ),
        (
            "Names",
            "Trust leaders and a school's own staff can open a list of pupils. Each opening is written down: "
            "who, when, which list. No name stands in an address, a file name or a log.",
        ),
    )
