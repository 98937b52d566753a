"""What stands around the table: titles, keys, totals, counts, second tables, repeated headings."""

from __future__ import annotations

from tests.trackers_seen_in_schools.tracker import Formula, Tracker, Wide, seen

RWM = ("reading", "writing", "maths")
HEADINGS = (
    "UPN",
    "Surname",
    "Forename",
    "Year",
    "Reading Current",
    "Writing Current",
    "Maths Current",
    "Reading Predicted",
    "Writing Predicted",
    "Maths Predicted",
)


def _line(t: Tracker, c, year: object) -> list[object]:  # type: ignore[no-untyped-def]
    return [
        c.upn,
        c.surname,
        c.forename,
        year,
        *(t.mark(c, s) for s in RWM),
        *(t.mark(c, s, "predicted") for s in RWM),
    ]


@seen
def totals_and_percentages_at_the_foot() -> Tracker:
    t = Tracker()
    p = t.sheet("Y3")
    p.row(*HEADINGS)
    for c in t.children(20, 3):
        p.row(*_line(t, c, 3))
    p.gap()
    for label in ("PKS", "WTS", "EXS", "GDS"):
        p.row(None, None, f"Number {label}", None, *[Formula("=1", 5)] * 6)
    p.row(None, None, "% EXS+", None, *[Formula("=1", 0.71)] * 6)
    p.row("Data entered by the office 6/2/26")
    return t


@seen
def counts_pivoted_under_the_table() -> Tracker:
    """A little table of counts below, with codes in its first column."""
    t = Tracker()
    p = t.sheet("Y5")
    p.row(*HEADINGS)
    for c in t.children(18, 5):
        p.row(*_line(t, c, 5))
    p.gap(2)
    p.row("Row Labels", "Count of Reading", "Count of Writing", "Count of Maths")
    for code in ("WTS", "EXS", "GDS"):
        p.row(code, 4, 6, 8)
    p.row("Grand Total", 18, 18, 18)
    return t


@seen
def key_at_the_right() -> Tracker:
    """A key of codes stands to the right of the table."""
    t = Tracker()
    p = t.sheet("Oak")
    key = {
        2: ("Key", None),
        3: ("PKS", "Pre-key stage"),
        4: ("WTS", "Working towards"),
        5: ("EXS", "Expected"),
        6: ("GDS", "Greater depth"),
    }
    p.row("Oak class – Spring 1")
    p.row(*HEADINGS, None, *key[2])
    for number, c in enumerate(t.children(15, 4), start=3):
        p.row(*_line(t, c, 4), None, *key.get(number, (None, None)))
    return t


@seen
def key_above_the_table() -> Tracker:
    t = Tracker()
    p = t.sheet("Elder")
    p.row("Elder Class Spring 1 2025-26")
    p.row("Key:", "PKS = pre-key stage", "WTS = working towards", "EXS = expected", "GDS = greater depth")
    p.row("Red = below", "Amber = just below", "Green = at", "Blue = above")
    p.gap()
    p.row(*HEADINGS)
    for c in t.children(22, 6):
        p.row(*_line(t, c, 6))
    return t


@seen
def headings_repeated_every_page() -> Tracker:
    """Printed pages: the headings come again every ten rows."""
    t = Tracker()
    p = t.sheet("Print")
    for number, c in enumerate(t.children(34, 2)):
        if number % 10 == 0:
            p.row(*HEADINGS)
        p.row(*_line(t, c, 2))
    return t


@seen
def totals_per_class_inside() -> Tracker:
    """A subtotal after each class, and a grand total."""
    t = Tracker()
    p = t.sheet("Year 4 all")
    p.row("Class", *HEADINGS)
    for name in ("4A", "4B"):
        for c in t.children(11, 4):
            t.says(c, class_name=name)
            p.row(name, *_line(t, c, 4))
        p.row(f"{name} Total", None, None, None, None, *[Formula("=1", 8)] * 6)
    p.row("Grand Total", None, None, None, None, *[Formula("=1", 16)] * 6)
    return t


@seen
def boys_then_girls() -> Tracker:
    """Two tables under one another, each with headings of its own."""
    t = Tracker()
    p = t.sheet("Y6")
    children = t.children(20, 6)
    for word, sex in (("BOYS", "M"), ("GIRLS", "F")):
        p.row(word)
        p.row(*HEADINGS)
        for c in children:
            if c.sex == sex:
                p.row(*_line(t, c, 6))
        p.gap()
    return t


@seen
def two_tables_side_by_side() -> Tracker:
    """Two classes beside one another, each with UPN and headings of its own."""
    t = Tracker()
    p = t.sheet("Year 1")
    p.row(Wide("1A", 5), None, Wide("1B", 5))
    p.row("UPN", "Name", "Reading", "Writing", "Maths", None, "UPN", "Name", "Reading", "Writing", "Maths")
    left, right = t.children(12, 1), t.children(12, 1)
    for a, b in zip(left, right, strict=True):
        p.row(a.upn, a.name, *(t.mark(a, s) for s in RWM), None, b.upn, b.name, *(t.mark(b, s) for s in RWM))
    return t


@seen
def class_names_merged_on_the_left() -> Tracker:
    """The class stands once, merged down beside its pupils."""
    t = Tracker()
    p = t.sheet("KS1")
    p.row("Class", *HEADINGS)
    for name, year in (("Robins", 1), ("Wrens", 2)):
        first = len(p.rows) + 1
        for n, c in enumerate(t.children(10, year)):
            t.says(c, class_name=name)
            p.row(name if n == 0 else None, *_line(t, c, year))
        p.merge_down(0, first, len(p.rows))
    return t


@seen
def row_numbers_and_teacher() -> Tracker:
    t = Tracker()
    p = t.sheet("Y3")
    p.row("Teacher:", "Miss P", None, "TA:", "Mr K", None, "Date:", "02/02/2026")
    p.row("Subject leads:", "Reading – AB", "Writing – CD", "Maths – EF")
    p.gap()
    p.row("#", *HEADINGS, "Next steps", "Parents' evening attended?")
    for n, c in enumerate(t.children(23, 3), start=1):
        p.row(n, *_line(t, c, "Year 3"), "Fluency", "Yes")
    return t


@seen
def notes_below_that_look_like_rows() -> Tracker:
    t = Tracker()
    p = t.sheet("Y4")
    p.row(*HEADINGS)
    for c in t.children(16, 4):
        p.row(*_line(t, c, 4))
    p.row("Notes")
    p.row("Two children joined in January; no reading age yet.")
    p.row(None, "EAL", 4, None, None, None)
    p.row(None, "Moderated with Elm Grove on 30/1/26")
    return t


@seen
def sections_by_year_in_one_sheet() -> Tracker:
    """A line that names the year group stands above each section; headings once."""
    t = Tracker()
    p = t.sheet("All")
    p.row("UPN", "Surname", "Forename", "Year", "Reading Current", "Writing Current", "Maths Current")
    for year in (3, 4, 5):
        p.row(f"YEAR {year}")
        for c in t.children(7, year):
            p.row(c.upn, c.surname, c.forename, year, *(t.mark(c, s) for s in RWM))
    return t


@seen
def percentages_above_the_headings() -> Tracker:
    """Averages frozen at the top, above the headings."""
    t = Tracker()
    p = t.sheet("Y6 SATs")
    p.row("Year 6", None, None, None, "Spring 1 data")
    p.row(None, None, None, "% EXS+", *[Formula("=1", 0.68)] * 6)
    p.row(None, None, None, "% GDS", *[Formula("=1", 0.21)] * 6)
    p.row(*HEADINGS)
    for c in t.children(27, 6):
        p.row(*_line(t, c, 6))
    return t


@seen
def interventions_table_at_the_right() -> Tracker:
    """A second table to the right that lists other things by name."""
    t = Tracker()
    p = t.sheet("Y2")
    p.row(*HEADINGS, None, None, "Intervention", "Led by", "Start", "Reading group")
    for n, c in enumerate(t.children(15, 2)):
        extra = ("Phonics catch-up", "Mrs T", "12/01/2026", "Red") if n < 4 else ()
        p.row(*_line(t, c, 2), None, None, *extra)
    return t


@seen
def leavers_listed_below() -> Tracker:
    """Who has left is listed under a line, their marks saying so."""
    t = Tracker()
    p = t.sheet("Y5")
    p.row(*HEADINGS)
    for c in t.children(14, 5):
        p.row(*_line(t, c, 5))
    p.gap()
    p.row("LEAVERS")
    for c in t.children(2, 5, left=True):
        for s in RWM:
            t.no_judgement(c, s)
            t.no_judgement(c, s, "predicted")
        p.row(c.upn, c.surname, c.forename, 5, *["Left"] * 6)
    return t
