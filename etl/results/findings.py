"""Every problem that is found in files of statutory results alone, beside those that reading shares."""

from __future__ import annotations

from etl.problems import Severity, declare

WHICH_ASSESSMENT = declare(
    "assessment_not_said", Severity.STOP, "nothing says which statutory assessment a table is of"
)
NO_RESULTS = declare("no_results", Severity.STOP, "no column is recognised as results of the assessment")
YEAR_NOT_SAID = declare(
    "academic_year_not_said", Severity.STOP, "nothing says which academic year the results are of"
)
YEAR_AT_ODDS = declare(
    "academic_year_at_odds", Severity.STOP, "the results are of another academic year than was said"
)
NOT_HELD = declare("assessment_not_held", Severity.STOP, "there was no such assessment in that year")
UNKNOWN_CODE = declare("unknown_code", Severity.STOP, "a code that the assessment does not have")
OTHER_YEARS_CODE = declare(
    "code_of_another_year", Severity.STOP, "a code that was not used in the year of the results"
)
AT_ODDS = declare("result_at_odds", Severity.STOP, "an outcome and a score that cannot both be right")
FLAG_AT_ODDS = declare(
    "standard_at_odds", Severity.CHECK, "the file's own word on a standard differs from its result"
)
YEAR_READ_AS = declare(
    "academic_year_read_as", Severity.CHECK, "a single calendar year was taken as the summer of the results"
)
THRESHOLD = declare(
    "threshold_not_confirmed", Severity.CHECK, "marks were held to a threshold not confirmed for the year"
)
RESULT_MISSING = declare(
    "result_missing", Severity.CHECK, "a pupil has some results and not others that the sheet has"
)
EARLIER_RESULT = declare(
    "earlier_result_missing", Severity.CHECK, "a result of a previous year is not in the file"
)
OTHER_YEAR_GROUPS = declare(
    "other_year_groups", Severity.CHECK, "results of year groups that the assessment is not of"
)
WHOLE_WITH_HELD_ROWS = declare(
    "whole_with_held_rows", Severity.STOP, "a file cannot be taken as the whole while rows of it wait"
)
NOT_YOURS = declare(
    "school_not_yours", Severity.STOP, "a file holds no school whose results the person may load"
)
OTHER_SCHOOLS = declare(
    "other_schools_left_out", Severity.INFO, "rows of schools whose results the person may not load"
)
NO_RESULT = declare("pupils_without_result", Severity.INFO, "pupils without any result")
CTF_PARTS = declare(
    "ctf_parts_not_read", Severity.INFO, "results in a Common Transfer File that are not read"
)
CHANGED = declare("result_changed", Severity.CHECK, "a result that stands is replaced by another")
