"""The tables of the record: what people decided. Figures are never here; they are derived.

A change here needs a migration in `migrations/`; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# One row: counts up with every decision that figures or their labels depend on.
record_version = Table("record_version", metadata, Column("version", Integer, nullable=False))

setting = Table(
    "setting",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", JSON, nullable=False),
)

school = Table(
    "school",
    metadata,
    Column("urn", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("laestab", String(8)),  # 3-digit authority and 4-digit establishment, no slash
    Column("la_code", String(4)),
    Column("phase", Text),
    Column("registered_at", DateTime, nullable=False),
    Column("la_name", Text),
    Column("region", Text),
    Column("religious_character", Text),
    Column("capacity", Integer),
    Column("pupils", Integer),  # on roll at GIAS's last census
    Column("fsm_percent", Float),
    Column("predecessors", JSON),  # URNs that it had before
)

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),  # lower case
    Column("name", Text, nullable=False),
    Column("role", String(32), nullable=False),
    Column("subjects", JSON, nullable=False),  # a lead teacher's; empty for others
    Column("active", Boolean, nullable=False),
)

person_school = Table(
    "person_school",
    metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("urn", ForeignKey("school.urn"), primary_key=True),
)

# One row for each time that somebody signed in, of the last weeks. The key is a fingerprint of what their
# browser was given, which the record does not hold.
sign_in = Table(
    "sign_in",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("signed_in_at", DateTime, nullable=False),  # UTC, as the others
    Column("seen_at", DateTime, nullable=False),
    Column("ended_at", DateTime),  # set: signed out, here or everywhere
)

term = Table(
    "term",
    metadata,
    Column("academic_year", String(7), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    CheckConstraint("ordinal BETWEEN 1 AND 6", name="ordinal"),
)

target = Table(
    "target",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("urn", ForeignKey("school.urn")),  # NULL: for the trust
    Column("academic_year", String(7), nullable=False),
    Column("year_group", Integer, nullable=False),
    Column("measure", String(64), nullable=False),
    Column("basis_points", Integer, nullable=False),  # hundredths: 6250 is 62.5 %, 10450 a score of 104.5
    Column("set_by", Text),
    Column("rule", Text),
    Column("set_on", Date),
    UniqueConstraint("urn", "academic_year", "year_group", "measure", name="uq_target_what"),
)

# A half-term has a row from the first time that its drop is closed or opened by hand; without one it
# is open and has no number.
drop = Table(
    "drop",
    metadata,
    Column("academic_year", String(7), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("status", String(8), nullable=False),  # open, closed
    Column("number", Integer),  # of the drop; NULL until first closed
    Column("revision", Integer, nullable=False),  # 0, then 1 for 3.1
    Column("closed_at", DateTime),
    Column("closed_by", Text),
)

# Every file that was accepted, in the order of `id`, which is also the order in which they count: schools'
# returns (`assessment` is NULL) and statutory results. They share their numbers, so that `undo` needs no
# more than one; etl.record.returns and etl.record.results each see their own alone.
accepted_return = Table(
    "accepted_return",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),  # names its Parquet files
    Column("urn", ForeignKey("school.urn"), nullable=False, index=True),
    Column("academic_year", String(7), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("whole_return", Boolean, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("original_hash", String(64), nullable=False),
    Column("assessment", String(8)),  # ks2, mtc …; the ordinal of results is 6; NULL for a return
    Column("half_terms", JSON, nullable=False),  # slugs of all half-terms that it has marks for
    Column("pupils", Integer, nullable=False),
    Column("judgements", Integer, nullable=False),
    Column("held_rows", Integer, nullable=False),
    Column("columns", JSON, nullable=False),  # how each column was read
    Column("problems", JSON, nullable=False),  # checks and infos that it was accepted with
    Column("effect", JSON, nullable=False),  # the sentences that said what would change
    Column("loaded_at", DateTime, nullable=False),  # UTC
    Column("loaded_by", Text, nullable=False),
    Column("undone_at", DateTime),
    Column("undone_by", Text),
)

# What a school confirmed about its own sheets.
learned = Table(
    "learned",
    metadata,
    Column("urn", ForeignKey("school.urn"), primary_key=True),
    Column("what", String(16), primary_key=True),  # mark, heading
    Column("spelling", String(120), primary_key=True),  # tidied
    Column("meaning", String(64), nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
)

# What a person said about who is who: that a row without a UPN is a pupil already known (match; the key
# is a fingerprint of name and birth date, so that the record holds neither), or that a UPN is the new one
# of a pupil who had another (reissued; the key is the new UPN). A no is kept too: nobody is asked again.
pupil_decision = Table(
    "pupil_decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("urn", ForeignKey("school.urn"), nullable=False),  # whose sheet raised the question
    Column("what", String(16), nullable=False),  # match, reissued
    Column("key", String(64), nullable=False),
    Column("upn", String(13), nullable=False),  # of the pupil who was known
    Column("same", Boolean, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    UniqueConstraint("urn", "what", "key", "upn", name="uq_pupil_decision_what"),
)

# Every file of open data that was taken in, in the order of `id`. Its rows are kept for the places that
# `places` is the fingerprint of; where the register changed since, the file is read again.
open_file = Table(
    "open_file",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),  # names its Parquet file
    Column("kind", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("original_hash", String(64), nullable=False),
    Column("told_year", String(7)),  # what whoever loaded it said, where they did
    Column("told_release", String(16)),
    Column("academic_years", JSON, nullable=False),
    Column("release", String(16), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("places", String(64), nullable=False),
    Column("loaded_at", DateTime, nullable=False),  # UTC
    Column("loaded_by", Text, nullable=False),
    Column("undone_at", DateTime),
    Column("undone_by", Text),
)

# The two sentences with which a head answers the figures of a half-term. Every version is kept; the last
# counts, and an empty one withdraws it.
head_reply = Table(
    "head_reply",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("urn", ForeignKey("school.urn"), nullable=False),
    Column("academic_year", String(7), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("written_at", DateTime, nullable=False),  # UTC
    Column("written_by", Text, nullable=False),
)

# A page with its choices under a name. Whoever opens it sees it with their own rights.
saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("page", String(32), nullable=False),  # the page's id
    Column("parameters", JSON, nullable=False),  # what the address held, without whom it was looked as
    Column("shared", Boolean, nullable=False),  # offered to everyone who may open the page
    Column("saved_at", DateTime, nullable=False),  # UTC
    Column("saved_by", Text, nullable=False),
    Column("saved_as", String(32), nullable=False),  # their role then
)

# Pupils of one cohort under a name, as somebody chose them. No name of a pupil is in it.
pupil_list = Table(
    "pupil_list",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("urn", ForeignKey("school.urn"), nullable=False),
    Column("name", Text, nullable=False),
    Column("academic_year", String(7), nullable=False),
    Column("ordinal", Integer, nullable=False),  # the half-term in which it was made
    Column("year_group", Integer, nullable=False),
    Column("measure", String(64), nullable=False),
    Column("upns", JSON, nullable=False),
    Column("made_at", DateTime, nullable=False),  # UTC
    Column("made_by", Text, nullable=False),
    Column("dropped_at", DateTime),
    Column("dropped_by", Text),
)

# Who did what, when. Holds no pupil's name, birth date or UPN.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False, index=True),  # UTC
    Column("who", Text, nullable=False),
    Column("role", String(32)),
    Column("action", String(64), nullable=False),
    Column("urn", Integer),
    Column("subject", Text, nullable=False),
)
