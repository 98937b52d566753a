"""School on a page as each role meets it, the head's reply on it, and its one sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import one_page_trust
import pytest
from conftest import Server, built_once, copied, settle, text_of
from one_page_trust import ASH_LANE, ELM_GROVE, NAMES, NO_TESTS, OAKFIELD
from test_pages_trust import doors, read

from dashboard.access import scope_for
from dashboard.figures import Shown
from dashboard.furniture import behind
from dashboard.furniture.sheet_table import cell_html
from dashboard.queries.inspections import InspectionSeen
from dashboard.queries.register import Census
from dashboard.queries.school_sheet import year_group_cells
from dashboard.result_figures import Beside, ResultFigure
from dashboard.sections import sheet, sheet_context
from dashboard.store import open_published
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.record import audit, head_replies
from etl.record.opening import open_record
from etl.roles import Role

Open = Callable[..., Any]
PAGE = "school_on_a_page"
WHOLE = {Role.CEO, Role.DTL, Role.HEAD, Role.SCHOOL_STAFF, Role.DATA_MANAGER}
WORDS = "Reading is where we hoped. Writing has a new plan."


@pytest.fixture
def trust(shared_by_workers: Path, tmp_path: Path) -> DataFolder:
    root = built_once(shared_by_workers / "one_page", one_page_trust.build)
    return DataFolder(copied(root, tmp_path / "one_page"))


def plain(app: Any) -> str:
    return read(app).replace("\u202f", " ").replace("\u00a0", " ")


def stored(folder: DataFolder, urn: int = OAKFIELD) -> str | None:
    with open_record(folder).reading() as connection:
        held = head_replies.reply_of(connection, urn, one_page_trust.NOW)
    return held.words if held else None


def logged(folder: DataFolder) -> list[dict[str, Any]]:
    with open_record(folder).reading() as connection:
        return [line for line in audit.latest(connection) if "reply" in line["action"]]


def write(app: Any, words: str, urn: int = OAKFIELD) -> Any:
    app.text_area(key=f"reply_{urn}_{one_page_trust.NOW.slug}").set_value(words).run()
    return app.button(key="save_reply").click().run()


@pytest.mark.parametrize("audience", ["", "board", "forum"])
@pytest.mark.parametrize("role", Role)
def test_each_role_and_audience_meets_what_is_theirs(
    role: Role, audience: str, open_page: Open, trust: DataFolder
) -> None:
    asked = {"school": ELM_GROVE, "urn": ELM_GROVE, "leads": "writing"}
    app = open_page(trust, PAGE, role, **asked, **({"audience": audience} if audience else {}))
    assert not app.exception
    said = plain(app)
    whole = role in WHOLE and not audience
    assert f"Trust dashboard {NAMES[ELM_GROVE]}" in said
    assert "50 % 15 of 30" in said  # writing in Year 6
    assert ("67 % 20 of 30" in said) == (role is not Role.LEAD_TEACHER)  # reading
    assert ("On roll 52 Y3 10, Y4 12, Y6 30" in said) == whole
    assert ("are for its own staff and the trust's leaders" in said) != whole
    assert ("save_reply" in {one.key for one in app.button}) == (role is Role.HEAD and not audience)
    assert one_page_trust.SURNAME not in text_of(app)
    assert not re.search(r"\b(nan|None)\b", said)


def test_a_head_sees_another_school_from_outside(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, PAGE, "head", school=OAKFIELD, urn=ELM_GROVE)
    said = plain(app)
    assert "On roll 52" not in said
    assert "save_reply" not in {one.key for one in app.button}


def test_eight_pupils_in_year_6(open_page: Open, trust: DataFolder) -> None:
    own = plain(open_page(trust, PAGE, "ceo", urn=OAKFIELD))
    assert "Year 6 8 on roll" in own
    assert "50 % 4 of 8" in own
    assert "2025/26 predicted 67 %, 6 of 9" in own
    assert "Joined and left 1 in, 1 out since Autumn 1" in own
    board = plain(open_page(trust, PAGE, "board", urn=OAKFIELD))
    assert "too few" in board
    assert "50 %" not in board
    assert "Nothing stands out beyond chance." in board


def test_a_school_that_joined_last_term_has_no_past(open_page: Open, trust: DataFolder) -> None:
    said = plain(open_page(trust, PAGE, "ceo", urn=ELM_GROVE))
    assert "Nothing of this school is held from the same half-term a year before." in said
    assert "2025/26 predicted" not in said
    assert "Joined and left" not in said


def test_half_the_predictions_missing(open_page: Open, trust: DataFolder) -> None:
    said = plain(open_page(trust, PAGE, "dtl", urn=ASH_LANE))
    assert "Predictions still to come : Year 5 (reading, 15 of 30 without)." in said
    assert "only 15 assessed, too few to judge" in said
    assert "No Ofsted inspection is recorded here." in said


def test_a_mixed_age_class_stands_in_its_year_groups(open_page: Open, trust: DataFolder) -> None:
    said = plain(open_page(trust, PAGE, "head", school=ELM_GROVE))
    assert "Year 4 12 on roll" in said
    assert "Year 3 10 on roll" in said
    board = plain(open_page(trust, PAGE, "board", urn=ELM_GROVE))
    # Year 3 is too small for a percentage from outside.
    assert (
        "%"
        not in board.partition("Year 3")[2].partition("2025/26 predicted:")[0].partition("Nothing of this")[0]
    )


def test_a_year_without_tests_says_whose_england_it_is(open_page: Open, trust: DataFolder) -> None:
    said = plain(open_page(trust, PAGE, "ceo", urn=ASH_LANE, half_term=NO_TESTS.slug))
    assert "England: Year 6 results of 2018/19, all schools, the latest there are" in said


def test_where_no_england_figure_stands_beside_year_6_it_says_so(trust: DataFolder) -> None:
    published, ceo = open_published(trust), scope_for(Role.CEO)
    cells = {
        where: replace(cell, predicted=replace(cell.predicted, national=None))
        for where, cell in year_group_cells(published, ceo, ELM_GROVE, one_page_trust.NOW).items()
    }
    none = "No figure for England is published that this Year 6 could be held against."
    assert sheet.england_words(cells) == none
    without_year_6 = {where: cell for where, cell in cells.items() if where[0] != 6}
    assert sheet.england_words(without_year_6) == ""


def test_a_half_term_without_a_return_says_so(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, PAGE, "head", school=ELM_GROVE, half_term=one_page_trust.SEPTEMBER.slug)
    assert not app.exception
    assert "No return for 2026/27 Autumn 1 yet" in plain(app)


def test_the_numbers_behind_are_those_on_the_page(
    open_page: Open, trust: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = []
    monkeypatch.setattr(behind, "behind", lambda make, **_: tables.append(make()))
    assert not open_page(trust, PAGE, "ceo", urn=OAKFIELD).exception
    (table,) = tables
    # Year 6 in four measures: predicted, current, and a year before.
    assert len(table.rows) == 12


def test_the_school_page_leads_to_it_and_to_paper(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, "school", "ceo", urn=ELM_GROVE)
    assert sum(one.startswith("school-on-a-page") and f"urn={ELM_GROVE}" in one for one in doors(app)) >= 2
    assert 'class="door prints"' in text_of(app)
    assert '<button type="button" class="print">' in text_of(open_page(trust, PAGE, "ceo", urn=ELM_GROVE))


def result(measure: str, **others: Any) -> ResultFigure:
    return ResultFigure(measure=measure, academic_year="2025/26", shown=Shown.FULL, **others)


def test_the_latest_results_stand_in_one_line() -> None:
    england = Beside(
        name="England",
        value=62,
        academic_year="2024/25",
        coverage="All schools",
        release="final",
        source="DfE",
    )
    held = [
        result("ks2_rwm_expected", numerator=26, denominator=60, value=100 * 26 / 60, england=england),
        result("mtc_mean", scored=83, value=21.84),
        ResultFigure(measure="gld", academic_year="2025/26", shown=Shown.HIDDEN),
    ]
    said = sheet.results_words(held).replace("\u202f", " ").replace("\u00a0", " ")
    assert said.startswith("Latest results, 2025/26. KS2 reading, writing and maths combined: 43 %, 26 of 60")
    assert "(England 2024/25: 62 %)" in said
    assert "21.8, 83 with a score." in said
    assert "Good level" not in said
    assert sheet.results_words([]) == ""


def test_what_was_predicted_a_year_ago_stands_beside_what_was_achieved(trust: DataFolder) -> None:
    cells = year_group_cells(open_published(trust), scope_for(Role.CEO), OAKFIELD, one_page_trust.NOW)
    came = result("ks2_writing_expected", numerator=3, denominator=9, value=100 / 3)
    drawn = cell_html(replace(cells[6, "writing_expected"], achieved=came)).replace("\u202f", " ")
    assert "2025/26 predicted 44 %, 4 of 9" in drawn.replace("\u00a0", " ")
    assert "2025/26 achieved 33 %, 3 of 9" in drawn.replace("\u00a0", " ")
    assert "last year" not in drawn


def test_results_of_year_6_are_those_of_the_year_group_that_was_predicted(sample_folder: DataFolder) -> None:
    published, now = open_published(sample_folder), HalfTerm(2026, 1)
    cells = year_group_cells(published, scope_for(Role.BOARD), 910004, now)
    came = cells[6, "rwm_expected"].achieved
    assert came is not None
    assert came.academic_year == "2025/26"
    assert all(cell.achieved is None for (year, _), cell in cells.items() if year != 6)
    # Two years on the latest results are not theirs.
    later = year_group_cells(published, scope_for(Role.BOARD), 910004, HalfTerm(2025, 1))
    held = later[6, "rwm_expected"].achieved
    assert held is None or held.academic_year == "2024/25"


def test_names_lead_on_numbers_explain_and_marks_have_names(open_page: Open, trust: DataFolder) -> None:
    app = open_page(trust, PAGE, "ceo", urn=ELM_GROVE)
    to_year_6 = [one for one in doors(app) if one.startswith("school?") and "year_group=6" in one]
    assert any(one.endswith("#year-group") for one in to_year_6)
    assert any(
        f"explain=writing_expected~predicted~{one_page_trust.NOW.slug}~s{ELM_GROVE}~y6" in one
        for one in doors(app)
    )
    assert "could plausibly have landed judged now" in plain(app)
    # The page is of all year groups: none is at the end of the way to it.
    assert "Year" not in plain(app).partition("Trust dashboard")[2][:60]


def test_from_outside_it_is_said_what_changes_count(open_page: Open, trust: DataFolder) -> None:
    words = "Changes shown here count who joined and left"
    assert words in plain(open_page(trust, PAGE, "board", urn=ELM_GROVE))
    assert words not in plain(open_page(trust, PAGE, "ceo", urn=ELM_GROVE))


# Context


def test_from_outside_the_context_is_what_anybody_can_look_up() -> None:
    facts = sheet_context.census_facts(Census(pupils=412, fsm_percent=23.6))
    assert [one.replace("\u202f", " ") for _, one, _ in facts] == ["412", "24 %"]
    assert sheet_context.census_facts(Census()) == []


def test_the_last_inspection_is_said_in_its_own_frameworks_words() -> None:
    seen = InspectionSeen(
        framework="area_grades",
        framework_label="Graded by area",
        inspection_date=date(2025, 3, 12),
        publication_date=None,
        urn_then=OAKFIELD,
        grades=(("Quality of education", "Good"), ("Personal development", "Outstanding")),
    )
    assert sheet_context.inspection_words([seen]) == (
        "Last Ofsted inspection 12 March 2025. Quality of education: Good; Personal development: Outstanding."
    )


@pytest.mark.parametrize(("role", "school"), [("ceo", OAKFIELD), ("board", ELM_GROVE), ("head", ASH_LANE)])
def test_both_pages_of_a_school_say_the_same_of_what_stands_out(
    role: str, school: int, open_page: Open, trust: DataFolder
) -> None:
    lists = [
        re.findall(r'<div class="findings">.*?</div>', text_of(app), re.DOTALL)
        for app in (open_page(trust, page, role, school=school, urn=school) for page in (PAGE, "school"))
    ]
    assert len(lists[0]) == len(lists[1]) == 1
    without_addresses = [re.sub(r'href="[^"]*"', "", one[0]) for one in lists]
    assert without_addresses[0] == without_addresses[1]


def test_the_reply_stands_after_the_figures_that_it_is_to(open_page: Open, trust: DataFolder) -> None:
    said = plain(write(open_page(trust, "school", "head", school=OAKFIELD), WORDS))
    assert said.index("Year groups and measures") < said.index(WORDS)


# The head's reply


def test_a_reply_is_read_by_everybody_who_sees_the_school(open_page: Open, trust: DataFolder) -> None:
    app = write(open_page(trust, PAGE, "head", school=OAKFIELD), WORDS)
    assert not app.exception
    assert "Saved: the reply to 2026/27 Autumn 2." in plain(app)
    assert stored(trust) == WORDS
    for role in Role:
        for page in (PAGE, "school"):
            said = plain(open_page(trust, page, role, school=ELM_GROVE, urn=OAKFIELD, leads="writing"))
            assert WORDS in said, (role, page)
    (line,) = logged(trust)
    assert (line["role"], line["urn"], line["action"]) == ("head", OAKFIELD, "reply to figures")
    assert "Reading" not in line["subject"]
    other = plain(open_page(trust, PAGE, "ceo", urn=OAKFIELD, half_term=one_page_trust.SEPTEMBER.slug))
    assert "No reply to 2026/27 Autumn 1 yet." in other


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("One. Two. Three.", "has 3 sentences; it can have 2"),
        ("x" * 281, "has 281 characters; it can have 280"),
        (f"{one_page_trust.FORENAME} {one_page_trust.SURNAME} is back.", "names a pupil of this school"),
        ("See H99900000 0101 first.", "UPN"),
    ],
)
def test_what_is_refused_is_said_and_stays_in_the_box(
    words: str, why: str, open_page: Open, trust: DataFolder
) -> None:
    if why == "UPN":
        words = f"See {one_page_trust.upn(101)} first."
    app = write(open_page(trust, PAGE, "head", school=OAKFIELD), words)
    assert not app.exception
    assert why in plain(app)
    assert app.text_area(key=f"reply_{OAKFIELD}_{one_page_trust.NOW.slug}").value == words
    assert stored(trust) is None
    assert not logged(trust)
    assert one_page_trust.SURNAME not in text_of(app)


def test_a_reply_is_changed_and_withdrawn(open_page: Open, trust: DataFolder) -> None:
    app = write(open_page(trust, "school", "head", school=OAKFIELD), WORDS)
    app = write(app, "Reading is up.")
    assert "Changed: the reply" in plain(app)
    assert stored(trust) == "Reading is up."
    app = write(app, "Reading is up.")
    assert "Nothing to save" in plain(app)
    app = write(app, "")
    assert "is withdrawn" in plain(app)
    assert stored(trust) is None
    assert [line["action"] for line in logged(trust)] == [
        "withdraw the reply to figures",
        "reply to figures",
        "reply to figures",
    ]


# On paper


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", ["ceo", "head", "board"])
def test_the_largest_school_prints_on_one_sheet(role: str, scheme: str, server: Server, browser: Any) -> None:
    largest = 910004
    context = browser.new_context(color_scheme=scheme)
    try:
        page = context.new_page()
        page.goto(server.url("school-on-a-page", **{"as": role, "school": largest, "urn": largest}))
        page.wait_for_selector(".one-page", timeout=60_000)
        settle(page)
        assert pages_of(page) == [("594.95996", "841.91998")]
        # As much as there can ever be: three long sentences a side, all of an inspection, a whole reply.
        page.evaluate(
            """() => {
                const sheet = document.querySelector(".one-page");
                const long = "Reading in Year 6: " + "so many of so many, more or less. ".repeat(6);
                for (const side of sheet.querySelectorAll(".side")) {
                    side.querySelector("p")?.remove();
                    const list = side.querySelector("ul") || side.appendChild(document.createElement("ul"));
                    list.innerHTML = `<li class="finding">${long}</li>`.repeat(3);
                }
                const grades = "Leadership and governance: Expected standard. ".repeat(7);
                sheet.querySelector(".inspected").textContent = grades;
                sheet.querySelector(".reply").innerHTML =
                    `<h3>The head's reply</h3><blockquote>${"reading ".repeat(35)}</blockquote><p>Said.</p>`;
            }"""
        )
        assert len(pages_of(page)) == 1
    finally:
        context.close()


def pages_of(page: Any) -> list[tuple[str, str]]:
    """The size of every page that printing gives, in points."""
    printed = page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(sizes) == len(re.findall(rb"/Type\s*/Page\b", printed))
    return [(wide.decode(), high.decode()) for wide, high in sizes]


@pytest.mark.browser
def test_the_button_and_the_link_open_the_print_dialog(server: Server, page: Any) -> None:
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    page.goto(server.url("school", **{"as": "ceo", "urn": 910003}))
    page.wait_for_selector("a.prints", timeout=60_000)
    settle(page)
    page.click("a.prints")
    page.wait_for_function("() => window.printed === 1", timeout=60_000)
    assert page.locator(".one-page").count() == 1
    page.click("button.print")
    page.wait_for_function("() => window.printed === 2")
