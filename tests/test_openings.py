"""Each opening of names is written down: also that of whoever left the page and comes back to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import small_trust
from conftest import text_of
from small_trust import AUTUMN_1, OAKFIELD, SUMMER_2, upn
from streamlit.util import calc_hash

from etl.folder import DataFolder
from etl.record import audit
from etl.record.opening import open_record
from etl.record.pupil_addresses import address_key, token_of

Open = Callable[..., Any]


def test_the_history_of_a_pupil_stands_whole(open_page: Open, small_folder: DataFolder) -> None:
    """Every half-term under its year and school, with each subject now and predicted."""
    token = token_of(address_key(open_record(small_folder)), upn(OAKFIELD, 600))
    said = text_of(open_page(small_folder, "pupil", "ceo", pupil=token))
    history = said.partition('class="half-terms"')[2].partition("</table>")[0]
    assert re.findall(r'<th scope="row(?:group)?"[^>]*>([^<]+)', history) == [
        f"{AUTUMN_1.academic_year}, Year 6 at Oakfield, class 6A",
        AUTUMN_1.name,
        f"{SUMMER_2.academic_year}, Year 5 at Oakfield, class 5A",
        SUMMER_2.name,
    ]
    for subject in ("Reading", "Writing", "Maths"):
        assert f'colspan="2">{subject}</th>' in history
    assert history.count('<span class="wide">predicted</span>') == 3


def test_coming_back_to_names_is_another_opening(open_page: Open, small_folder: DataFolder) -> None:
    def listed() -> int:
        with open_record(small_folder).reading() as connection:
            return [line["action"] for line in audit.latest(connection)].count("open a list of pupils")

    def go_to(page: str) -> None:
        app.switch_page(f"../pages/{page}.py")
        app._page_hash = calc_hash(page)
        app.run()

    app = open_page(small_folder, "pupils", "ceo", urn=OAKFIELD, year_group=6)
    assert listed() == 1
    app.run()
    assert listed() == 1  # the same drawn again is none
    go_to("movement")
    assert small_trust.SURNAME not in text_of(app)
    go_to("pupils")
    assert small_trust.SURNAME in text_of(app)
    assert listed() == 2
