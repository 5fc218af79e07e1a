"""The tables of people and of what is made for them: subscribers, roles, editions, issues, deliveries.

With the tables of records.py they are one database; a table's docstring is its comment in SQL: no semicolon in it.
"""

from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.models import Model

from router.store.records import Clipping, Story


class Subscriber(Model):
    """An address and what it wants. State: active, suspended (bounces), gone (left everything)."""

    id = fields.IntField(primary_key=True)
    address = fields.CharField(320, unique=True)
    name = fields.CharField(200, default="")
    state = fields.CharField(16, default="active")
    created = fields.DatetimeField()
    zone = fields.CharField(64, default="")
    every = fields.CharField(16, default="daily")
    days: fields.JSONField[list[int]] = fields.JSONField(default=list)
    time = fields.CharField(5, default="07:00")
    month_day = fields.IntField(default=1)
    minutes = fields.IntField(default=20)
    words_a_minute = fields.IntField(default=238)
    language = fields.CharField(16, default="en")
    schedule_since = fields.DatetimeField()
    last_slot = fields.CharField(80, default="")  # of the days of the schedule
    last_beside = fields.CharField(80, default="")  # at once, or asked for
    issues_made = fields.IntField(default=0)
    plain = fields.BooleanField(default=False)
    one_each = fields.BooleanField(default=False)
    more: fields.JSONField[dict[str, int]] = fields.JSONField(default=dict)
    muted: fields.JSONField[list[str]] = fields.JSONField(default=list)
    paused_since = fields.DatetimeField(null=True)
    paused_until = fields.DatetimeField(null=True)
    asked_now = fields.DatetimeField(null=True)  # when they asked for the next issue at once
    subscriptions: fields.ReverseRelation[Subscription]

    class Meta:
        table = "subscriber"


class Subscription(Model):
    """A subscriber's tie to an interest (unconfirmed, confirmed, unsubscribed) with the record of consent."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(200, unique=True)  # subscriber|interest
    subscriber: fields.ForeignKeyRelation[Subscriber] = fields.ForeignKeyField(
        "router.Subscriber", related_name="subscriptions", db_index=True
    )
    interest = fields.CharField(100, db_index=True)
    state = fields.CharField(16, default="unconfirmed")
    asked = fields.DatetimeField()
    asked_by = fields.CharField(32, default="")  # the door: page, mail, command
    confirmed = fields.DatetimeField(null=True)
    confirmed_by = fields.CharField(32, default="")
    wording = fields.CharField(32, default="")
    left = fields.DatetimeField(null=True)
    left_by = fields.CharField(32, default="")

    class Meta:
        table = "subscription"


class Act(Model):
    """What a person told us of themselves, or a mail server of them: by which door, and when."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(200, unique=True)  # what told it: the same mail tells it once
    subscriber: fields.ForeignKeyRelation[Subscriber] = fields.ForeignKeyField(
        "router.Subscriber", related_name="acts", db_index=True
    )
    at = fields.DatetimeField()
    door = fields.CharField(32)
    what = fields.CharField(32)
    told: fields.JSONField[dict[str, Any]] = fields.JSONField(default=dict)
    subscriber_id: int

    class Meta:
        table = "act"


class Deed(Model):
    """What an editor did, or asked for and did not yet say yes to: by which door, and when."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(200, unique=True)  # what told it: the same mail tells it once
    at = fields.DatetimeField(db_index=True)
    by = fields.CharField(320, db_index=True)  # an address, or the name somebody is logged in by
    door = fields.CharField(32)
    what = fields.CharField(32)
    told: fields.JSONField[dict[str, Any]] = fields.JSONField(default=dict)

    class Meta:
        table = "deed"


class Role(Model):
    """An editor or owner whom router.toml does not name."""

    address = fields.CharField(320, primary_key=True)
    role = fields.CharField(16)
    since = fields.DatetimeField()
    by = fields.CharField(320)

    class Meta:
        table = "role"


class Suppressed(Model):
    """An address that nothing goes to, as a keyed hash: it can be compared and not turned back."""

    hash = fields.CharField(64, primary_key=True)
    since = fields.DatetimeField()
    reason = fields.CharField(32)

    class Meta:
        table = "suppressed"


class Tally(Model):
    """How often something with a limit was done: what is counted, hashed where it is somebody's, and since when."""

    key = fields.CharField(200, primary_key=True)
    count = fields.IntField()
    since = fields.DatetimeField()
    newest = fields.DatetimeField()

    class Meta:
        table = "tally"


class Edition(Model):
    """What one interest published on one day. State: open -> held (an editor's turn) -> released, and then it stands."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(120, unique=True)  # interest|date
    interest = fields.CharField(100, db_index=True)
    date = fields.CharField(10)  # of the morning it is for, in the zone of the house
    number = fields.IntField(default=0)  # 0 while it is open
    state = fields.CharField(16, default="open", db_index=True)
    held = fields.BooleanField(default=False)  # by an editor, whatever the interest's `hold:` says
    note = fields.TextField(default="")
    note_by = fields.CharField(200, default="")
    closes = fields.DatetimeField()
    released = fields.DatetimeField(null=True)
    released_by = fields.CharField(200, default="")

    class Meta:
        table = "edition"


class EditionStory(Model):
    """A story's place in the one edition of an interest that it belongs to, and how it read there."""

    key = fields.CharField(120, primary_key=True)  # interest|story
    edition: fields.ForeignKeyRelation[Edition] = fields.ForeignKeyField(
        "router.Edition", related_name="stories", db_index=True
    )
    story: fields.ForeignKeyRelation[Story] = fields.ForeignKeyField(
        "router.Story", related_name="editions", db_index=True
    )
    place = fields.IntField(default=0)  # 0 until the edition is released
    pinned = fields.IntField(default=0)  # 1 stands first, 2 second, 0 is not pinned
    dropped = fields.BooleanField(default=False)
    title = fields.TextField(default="")
    link = fields.TextField(default="")
    publisher = fields.TextField(default="")

    class Meta:
        table = "edition_story"


class Issue(Model):
    """One newsletter for one subscriber."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(200, unique=True)  # subscriber|local date|slot
    subscriber: fields.ForeignKeyRelation[Subscriber] = fields.ForeignKeyField(
        "router.Subscriber", related_name="issues", db_index=True
    )
    number = fields.IntField()
    local_date = fields.CharField(10)
    made = fields.DatetimeField(db_index=True)
    subject = fields.CharField(300)
    left_out: fields.JSONField[dict[str, int]] = fields.JSONField(default=dict)
    stories: fields.ReverseRelation[IssueStory]

    class Meta:
        table = "issue"


class Again(Model):
    """That a story which somebody had is truly new, by which clipping. Without a time it comes to nobody any more."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(60, unique=True)  # story|clipping
    story: fields.ForeignKeyRelation[Story] = fields.ForeignKeyField(
        "router.Story", related_name="again", db_index=True
    )
    clipping: fields.ForeignKeyRelation[Clipping] = fields.ForeignKeyField(
        "router.Clipping", related_name="again", db_index=True
    )
    at = fields.DatetimeField(null=True)
    code = fields.CharField(16)  # corrected, figures, noted
    words = fields.TextField()

    class Meta:
        table = "again"


class IssueStory(Model):
    """That a subscriber was given a story: its key is why no story comes twice, but for what is truly new of it."""

    key = fields.CharField(100, primary_key=True)  # subscriber|story, or subscriber|story|again
    issue: fields.ForeignKeyRelation[Issue] = fields.ForeignKeyField(
        "router.Issue", related_name="stories", db_index=True
    )
    story: fields.ForeignKeyRelation[Story] = fields.ForeignKeyField(
        "router.Story", related_name="issues", db_index=True
    )
    number = fields.IntField()
    section = fields.CharField(100)
    beside = fields.TextField(default="")  # how it is known that the story before it tells of the same event
    again: fields.ForeignKeyNullableRelation[Again] = fields.ForeignKeyField(
        "router.Again", related_name="given", db_index=True, null=True
    )
    story_id: int

    class Meta:
        table = "issue_story"


class Delivery(Model):
    """One mail of ours handed to SMTP, its tries and its end.

    State: queued -> sending -> sent | failed | unknown, where unknown goes out again with the same bytes. Dropped means
    the subscriber left before it was handed over.
    """

    id = fields.IntField(primary_key=True)
    key = fields.CharField(300, unique=True)  # issue|... or notice|...
    issue: fields.OneToOneNullableRelation[Issue] = fields.OneToOneField(
        "router.Issue", related_name="delivery", null=True
    )
    subscriber: fields.ForeignKeyNullableRelation[Subscriber] = fields.ForeignKeyField(
        "router.Subscriber", related_name="deliveries", db_index=True, null=True
    )
    kind = fields.CharField(32)  # issue, confirm, left, answer, alarm
    message_id = fields.CharField(300, db_index=True)
    envelope_from = fields.CharField(320)
    recipient = fields.CharField(320)
    state = fields.CharField(16, default="queued", db_index=True)
    tries = fields.IntField(default=0)
    next_try = fields.DatetimeField(db_index=True)
    code = fields.IntField(default=0)
    answer = fields.TextField(default="")
    queued = fields.DatetimeField()
    ended = fields.DatetimeField(null=True)

    class Meta:
        table = "delivery"


class DeliveryBytes(Model):
    """The bytes of a delivery, frozen before the first try."""

    delivery: fields.OneToOneRelation[Delivery] = fields.OneToOneField(
        "router.Delivery", primary_key=True, related_name="bytes"
    )
    data = fields.BinaryField()

    class Meta:
        table = "delivery_bytes"
