"""The tables: facts as they came, what was made of them, and what was sent.

Every key is ONE unique text column, so the same rule holds on every database and a second writer is turned away by it.
A foreign key has an index only where it is said: without one, each look from the other side reads the whole table.
A class docstring becomes the table's comment in SQL: no semicolon in it, tortoise splits there.
"""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Mail(Model):
    """One message that arrived. State: waiting -> clipped | handled | quarantined."""

    id = fields.IntField(primary_key=True)
    fingerprint = fields.CharField(64, unique=True)
    arrived = fields.DatetimeField(db_index=True)
    door = fields.CharField(16)
    mailbox = fields.CharField(100, default="")
    envelope_from = fields.CharField(320, null=True)
    recipients: fields.JSONField[list[str]] = fields.JSONField(default=list)
    size = fields.IntField()
    state = fields.CharField(16, default="waiting", db_index=True)
    lane = fields.CharField(16, default="")
    reason_code = fields.CharField(64, default="")
    reason = fields.TextField(default="")
    source = fields.CharField(100, default="")
    confidence = fields.FloatField(default=0.0)
    tag = fields.CharField(64, default="")
    sender = fields.CharField(320, default="")
    sender_name = fields.CharField(200, default="")
    subject = fields.CharField(500, default="")
    message_id = fields.CharField(300, default="", db_index=True)
    tries = fields.IntField(default=0)
    clippings_cut = fields.IntField(default=0)
    links = fields.IntField(default=0)
    rulebook = fields.IntField(default=0)

    class Meta:
        table = "mail"


class MailBytes(Model):
    """The mail as it came, byte for byte."""

    mail: fields.OneToOneRelation[Mail] = fields.OneToOneField("router.Mail", primary_key=True, related_name="bytes")
    data = fields.BinaryField()

    class Meta:
        table = "mail_bytes"


class Ledger(Model):
    """mailbox|uidvalidity|uid -> the stored mail, written with it and before the server is told anything."""

    key = fields.CharField(300, primary_key=True)
    mail: fields.ForeignKeyRelation[Mail] = fields.ForeignKeyField("router.Mail", related_name="ledger", db_index=True)
    redelivery = fields.BooleanField(default=False)

    class Meta:
        table = "ledger"


class Clipping(Model):
    """One thing cut from one mail. Only `story` and `evidence` are ever filled in later, once."""

    id = fields.IntField(primary_key=True)
    mail: fields.ForeignKeyRelation[Mail] = fields.ForeignKeyField(
        "router.Mail", related_name="clippings", db_index=True
    )
    n = fields.IntField()
    title = fields.TextField()
    link = fields.TextField(default="")
    text = fields.TextField(default="")
    publisher = fields.TextField(default="")
    authors = fields.TextField(default="")
    journal = fields.TextField(default="")
    published = fields.CharField(32, default="")
    kind = fields.CharField(16, default="news")
    language = fields.CharField(16, default="")
    note = fields.TextField(default="")
    note_by = fields.TextField(default="")
    doi = fields.TextField(default="")
    source = fields.CharField(100, default="")
    tag = fields.CharField(64, default="")
    seen = fields.DatetimeField()
    story: fields.ForeignKeyNullableRelation[Story] = fields.ForeignKeyField(
        "router.Story", related_name="clippings", db_index=True, null=True
    )
    evidence = fields.TextField(default="")

    class Meta:
        table = "clipping"


class Story(Model):
    """What clippings are about, once: the best face of them all. `judged` is the rulebook version, 0 = waiting."""

    id = fields.IntField(primary_key=True)
    title = fields.TextField()
    link = fields.TextField(default="")
    text = fields.TextField(default="")
    publisher = fields.TextField(default="")
    authors = fields.TextField(default="")
    journal = fields.TextField(default="")
    published = fields.CharField(32, default="")
    kind = fields.CharField(16, default="news")
    language = fields.CharField(16, default="")
    note = fields.TextField(default="")
    note_by = fields.TextField(default="")
    doi = fields.TextField(default="")
    first_seen = fields.DatetimeField(db_index=True)
    carried = fields.IntField(default=1)
    word = fields.TextField(null=True)  # an editor's note: it is shown in place of those of the mails
    word_by = fields.TextField(null=True)
    judged = fields.IntField(default=0, db_index=True)

    class Meta:
        table = "story"


class StoryKey(Model):
    """A link, DOI, id or title that belongs to one story alone."""

    key = fields.CharField(700, primary_key=True)
    story: fields.ForeignKeyRelation[Story] = fields.ForeignKeyField("router.Story", related_name="keys", db_index=True)

    class Meta:
        table = "story_key"


class Learned(Model):
    """What folding learned of titles: publisher suffixes and series titles, one row a fact."""

    key = fields.CharField(700, primary_key=True)
    seen = fields.IntField(default=1)

    class Meta:
        table = "learned"


class RuleText(Model):
    """One text of one rule file, kept once however many rulebooks hold it."""

    hash = fields.CharField(64, primary_key=True)
    text = fields.TextField()

    class Meta:
        table = "rule_text"


class Rulebook(Model):
    """All rule texts in force as one version: path -> hash of its text."""

    version = fields.IntField(primary_key=True)
    made = fields.DatetimeField()
    author = fields.CharField(200, default="")
    note = fields.TextField(default="")
    files: fields.JSONField[dict[str, str]] = fields.JSONField()
    problems: fields.JSONField[list[str]] = fields.JSONField(default=list)

    class Meta:
        table = "rulebook"


class Route(Model):
    """Story X goes to interest Y because of line Z, in force in one rulebook version."""

    key = fields.CharField(200, primary_key=True)  # story|interest
    story: fields.ForeignKeyRelation[Story] = fields.ForeignKeyField(
        "router.Story", related_name="routes", db_index=True
    )
    interest = fields.CharField(100, db_index=True)
    file = fields.CharField(300)
    line = fields.IntField()
    rule = fields.TextField()
    words = fields.TextField(default="")
    found: fields.JSONField[list[list[str | int]]] = fields.JSONField(default=list)
    version = fields.IntField()
    routed = fields.DatetimeField(db_index=True)

    class Meta:
        table = "route"


class Setting(Model):
    """What the installation must remember of itself: its instance name, when it first ran."""

    name = fields.CharField(100, primary_key=True)
    value = fields.TextField()

    class Meta:
        table = "setting"
