"""What can go wrong with the record: one sentence each, for a person, saying what, where and what to do."""

from __future__ import annotations


class RecordError(Exception):
    """The record cannot be used as asked. The message holds no words of customers and no secrets."""


class RecordBusy(RecordError):
    """Somebody else has the record open and did not let go within the wait."""


class RecordDamaged(RecordError):
    """The file, or its write-ahead log, is not what we last wrote. Nothing was changed."""


class DiskFull(RecordError):
    """No space left. What was acknowledged before is safe; the next session works once there is space again."""
