"""What stands for a pupil in an address: a keyed hash, which says nothing to whoever has not the record.

The key is made when it is first needed and kept in the record, so that an address that was sent to a
colleague still holds after a backup was brought back. It is no setting: it is never shown or published.
"""

from __future__ import annotations

import hmac
import secrets

from sqlalchemy import insert, select

from etl.record.connection import Record
from etl.record.tables import setting

KEY = "pupil_address_key"
KEY_BYTES = 32
# 24 hexadecimal digits: nobody meets another pupil's by trying.
TOKEN_LENGTH = 24


def address_key(record: Record) -> bytes:
    """The trust's key; made on the first call."""
    wanted = select(setting.c.value).where(setting.c.key == KEY)
    with record.reading() as connection:
        found = connection.execute(wanted).scalar_one_or_none()
    if found is None:
        with record.writing(figures=False) as connection:
            # Somebody else may have made it in between.
            found = connection.execute(wanted).scalar_one_or_none()
            if found is None:
                found = secrets.token_hex(KEY_BYTES)
                connection.execute(insert(setting).values(key=KEY, value=found))
    return bytes.fromhex(str(found))


def token_of(key: bytes, upn: str) -> str:
    """What an address holds in place of a pupil's UPN."""
    return hmac.digest(key, upn.encode(), "sha256").hex()[:TOKEN_LENGTH]
