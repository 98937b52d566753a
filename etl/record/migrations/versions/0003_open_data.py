"""Files of open data, and what a GIAS download says of a school beside its name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("original_hash", sa.String(length=64), nullable=False),
        sa.Column("told_year", sa.String(length=7)),
        sa.Column("told_release", sa.String(length=16)),
        sa.Column("academic_years", sa.JSON(), nullable=False),
        sa.Column("release", sa.String(length=16), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("places", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.Column("loaded_by", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.DateTime()),
        sa.Column("undone_by", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_file")),
        sa.UniqueConstraint("token", name=op.f("uq_open_file_token")),
    )
    op.add_column("school", sa.Column("la_name", sa.Text()))
    op.add_column("school", sa.Column("region", sa.Text()))
    op.add_column("school", sa.Column("religious_character", sa.Text()))
    op.add_column("school", sa.Column("capacity", sa.Integer()))
    op.add_column("school", sa.Column("pupils", sa.Integer()))
    op.add_column("school", sa.Column("fsm_percent", sa.Float()))
    op.add_column("school", sa.Column("predecessors", sa.JSON()))
