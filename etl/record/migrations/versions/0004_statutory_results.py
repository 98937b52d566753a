"""Statutory results beside schools' returns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accepted_return", sa.Column("assessment", sa.String(length=8), nullable=True))
