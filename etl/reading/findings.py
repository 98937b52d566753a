"""Every problem that reading can find, declared once: its code, its severity and what it is about."""

from __future__ import annotations

from etl.problems import Severity, declare

NO_HEADER = declare("no_header", Severity.STOP, "no sheet has a row of headings that is recognised")
NO_MARKS = declare("no_marks", Severity.STOP, "no column of the file is recognised as marks")
NO_UPN_COLUMN = declare("no_upn_column", Severity.STOP, "a sheet has marks beside names, and no UPNs")
MISSING_UPN = declare("missing_upn", Severity.STOP, "a pupil's UPN is blank")
MALFORMED_UPN = declare("malformed_upn", Severity.STOP, "a UPN cannot be right")
DUPLICATE_PUPIL = declare("duplicate_pupil", Severity.STOP, "one UPN on two rows with different marks")
TWO_PUPILS = declare(
    "two_pupils_one_upn", Severity.STOP, "one UPN on rows with different names or birth dates"
)
TWO_MARKS = declare(
    "two_marks", Severity.STOP, "two columns give one pupil different marks for the same thing"
)
UNKNOWN_MARK = declare("unknown_mark", Severity.STOP, "a mark that no table knows")
AMBIGUOUS_MARK = declare("ambiguous_mark", Severity.STOP, "a mark with more than one meaning")
IMPOSSIBLE_SCORE = declare("impossible_score", Severity.STOP, "a scaled score outside 80 to 120")
IMPOSSIBLE_YEAR = declare(
    "impossible_year_group", Severity.STOP, "a year group that is not nursery to Year 6"
)
ERROR_VALUE = declare("error_value", Severity.STOP, "an error such as #N/A in a column that is read")
NO_VALUE = declare("formula_without_value", Severity.STOP, "a formula that was saved without its result")
WRONG_SCHOOL = declare("wrong_school", Severity.STOP, "the file or a row names another school")
UNKNOWN_SCHOOL = declare("unknown_school", Severity.STOP, "a row's school is not one of the trust's")
SCHOOL_NOT_SAID = declare("school_not_said", Severity.STOP, "nothing says which school the file is from")
HALF_TERM_NOT_SAID = declare("half_term_not_said", Severity.STOP, "nothing says which half-term the file is")
HALF_TERM_TAKEN = declare(
    "half_term_taken", Severity.CHECK, "the last half-term with judgements was taken as the return's"
)
HALF_TERM_AT_ODDS = declare(
    "half_term_at_odds", Severity.STOP, "the file is of another half-term than was said"
)
LATER_HALF_TERM = declare("later_half_term", Severity.STOP, "a mark for a half-term after the return's")
UNCLEAR_COLUMN = declare("unclear_column", Severity.STOP, "a column holds marks and its heading is in doubt")
UNCLEAR_ROW = declare("unclear_row", Severity.STOP, "a row's subject, kind or half-term is not understood")
OTHER_SCHOOL_NAME = declare(
    "school_name_unknown", Severity.CHECK, "a school column holds a name that is not known"
)
TERM_READ_AS = declare(
    "term_read_as", Severity.CHECK, "a term without its half, or a numbered term, was taken as one"
)
DETAIL_NOT_READ = declare("detail_not_read", Severity.CHECK, "a flag, sex or birth date is not understood")
YEAR_GROUPS_DIFFER = declare("year_groups_differ", Severity.CHECK, "a pupil stands in two year groups")
NO_YEAR_GROUP = declare("no_year_group", Severity.CHECK, "nothing says which year group pupils are in")
COLUMN_NOT_USED = declare("column_not_used", Severity.INFO, "a column was left out")
SHEET_NOT_USED = declare("sheet_not_used", Severity.INFO, "a sheet was left out")
ROWS_NOT_USED = declare(
    "rows_not_used", Severity.INFO, "rows below the header that are no pupil were left out"
)
MARKS_NOT_USED = declare(
    "marks_not_used", Severity.INFO, "marks of other subjects or of an earlier year were left out"
)
CELLS_TRIMMED = declare("cells_far_away", Severity.INFO, "cells far from the table were left out")
BLANK_MEANS_NO = declare("blank_means_no", Severity.INFO, "blanks of a ticked column were read as no")
