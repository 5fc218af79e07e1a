from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Learned",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=700)),
                ("seen", fields.IntField(default=1)),
            ],
            options={
                "table": "learned",
                "app": "router",
                "pk_attr": "key",
                "table_description": "What folding learned of titles: publisher suffixes and series titles, one row a fact.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Mail",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("fingerprint", fields.CharField(unique=True, max_length=64)),
                ("arrived", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("door", fields.CharField(max_length=16)),
                ("mailbox", fields.CharField(default="", max_length=100)),
                ("envelope_from", fields.CharField(null=True, max_length=320)),
                (
                    "recipients",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("size", fields.IntField()),
                ("state", fields.CharField(default="waiting", db_index=True, max_length=16)),
                ("lane", fields.CharField(default="", max_length=16)),
                ("reason_code", fields.CharField(default="", max_length=64)),
                ("reason", fields.TextField(default="", unique=False)),
                ("source", fields.CharField(default="", max_length=100)),
                ("confidence", fields.FloatField(default=0.0)),
                ("tag", fields.CharField(default="", max_length=64)),
                ("sender", fields.CharField(default="", max_length=320)),
                ("sender_name", fields.CharField(default="", max_length=200)),
                ("subject", fields.CharField(default="", max_length=500)),
                ("message_id", fields.CharField(default="", db_index=True, max_length=300)),
                ("tries", fields.IntField(default=0)),
                ("clippings_cut", fields.IntField(default=0)),
                ("rulebook", fields.IntField(default=0)),
            ],
            options={
                "table": "mail",
                "app": "router",
                "pk_attr": "id",
                "table_description": "One message that arrived. State: waiting -> clipped | handled | quarantined.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Ledger",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=300)),
                (
                    "mail",
                    fields.ForeignKeyField(
                        "router.Mail",
                        source_field="mail_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="ledger",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("redelivery", fields.BooleanField(default=False)),
            ],
            options={
                "table": "ledger",
                "app": "router",
                "pk_attr": "key",
                "table_description": "mailbox|uidvalidity|uid -> the stored mail, written with it and before the server is told anything.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MailBytes",
            fields=[
                (
                    "mail",
                    fields.OneToOneField(
                        "router.Mail",
                        source_field="mail_id",
                        primary_key=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="bytes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("data", fields.BinaryField()),
            ],
            options={
                "table": "mail_bytes",
                "app": "router",
                "pk_attr": "mail_id",
                "table_description": "The mail as it came, byte for byte.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RuleText",
            fields=[
                ("hash", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ("text", fields.TextField(unique=False)),
            ],
            options={
                "table": "rule_text",
                "app": "router",
                "pk_attr": "hash",
                "table_description": "One text of one rule file, kept once however many rulebooks hold it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Rulebook",
            fields=[
                ("version", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("made", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("author", fields.CharField(default="", max_length=200)),
                ("note", fields.TextField(default="", unique=False)),
                ("files", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                (
                    "problems",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "rulebook",
                "app": "router",
                "pk_attr": "version",
                "table_description": "All rule texts in force as one version: path -> hash of its text.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Setting",
            fields=[
                ("name", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=100)),
                ("value", fields.TextField(unique=False)),
            ],
            options={
                "table": "setting",
                "app": "router",
                "pk_attr": "name",
                "table_description": "What the installation must remember of itself: its instance name, when it first ran.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Story",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("title", fields.TextField(unique=False)),
                ("link", fields.TextField(default="", unique=False)),
                ("text", fields.TextField(default="", unique=False)),
                ("publisher", fields.TextField(default="", unique=False)),
                ("authors", fields.TextField(default="", unique=False)),
                ("journal", fields.TextField(default="", unique=False)),
                ("published", fields.CharField(default="", max_length=32)),
                ("kind", fields.CharField(default="news", max_length=16)),
                ("language", fields.CharField(default="", max_length=16)),
                ("note", fields.TextField(default="", unique=False)),
                ("note_by", fields.TextField(default="", unique=False)),
                ("doi", fields.TextField(default="", unique=False)),
                ("first_seen", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("carried", fields.IntField(default=1)),
                ("judged", fields.IntField(default=0, db_index=True)),
            ],
            options={
                "table": "story",
                "app": "router",
                "pk_attr": "id",
                "table_description": "What clippings are about, once: the best face of them all. `judged` is the rulebook version, 0 = waiting.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Clipping",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "mail",
                    fields.ForeignKeyField(
                        "router.Mail",
                        source_field="mail_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="clippings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("n", fields.IntField()),
                ("title", fields.TextField(unique=False)),
                ("link", fields.TextField(default="", unique=False)),
                ("text", fields.TextField(default="", unique=False)),
                ("publisher", fields.TextField(default="", unique=False)),
                ("authors", fields.TextField(default="", unique=False)),
                ("journal", fields.TextField(default="", unique=False)),
                ("published", fields.CharField(default="", max_length=32)),
                ("kind", fields.CharField(default="news", max_length=16)),
                ("language", fields.CharField(default="", max_length=16)),
                ("note", fields.TextField(default="", unique=False)),
                ("note_by", fields.TextField(default="", unique=False)),
                ("doi", fields.TextField(default="", unique=False)),
                ("source", fields.CharField(default="", max_length=100)),
                ("tag", fields.CharField(default="", max_length=64)),
                ("seen", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "story",
                    fields.ForeignKeyField(
                        "router.Story",
                        source_field="story_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="clippings",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("evidence", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "clipping",
                "app": "router",
                "pk_attr": "id",
                "table_description": "One thing cut from one mail. Only `story` and `evidence` are ever filled in later, once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Route",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=200)),
                (
                    "story",
                    fields.ForeignKeyField(
                        "router.Story",
                        source_field="story_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="routes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("interest", fields.CharField(db_index=True, max_length=100)),
                ("file", fields.CharField(max_length=300)),
                ("line", fields.IntField()),
                ("rule", fields.TextField(unique=False)),
                ("words", fields.TextField(default="", unique=False)),
                (
                    "found",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("version", fields.IntField()),
                ("routed", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "route",
                "app": "router",
                "pk_attr": "key",
                "table_description": "Story X goes to interest Y because of line Z, in force in one rulebook version.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StoryBand",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("band", fields.CharField(db_index=True, max_length=64)),
                (
                    "story",
                    fields.ForeignKeyField(
                        "router.Story",
                        source_field="story_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="bands",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "story_band",
                "app": "router",
                "pk_attr": "id",
                "table_description": "A hint that two stories may be one: many stories may share it, an exact check follows.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StoryKey",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=700)),
                (
                    "story",
                    fields.ForeignKeyField(
                        "router.Story",
                        source_field="story_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="keys",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "story_key",
                "app": "router",
                "pk_attr": "key",
                "table_description": "A link, DOI, id or title that belongs to one story alone.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Subscriber",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("address", fields.CharField(unique=True, max_length=320)),
                ("name", fields.CharField(default="", max_length=200)),
                ("state", fields.CharField(default="active", max_length=16)),
                ("created", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("zone", fields.CharField(default="", max_length=64)),
                ("every", fields.CharField(default="daily", max_length=16)),
                (
                    "days",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("time", fields.CharField(default="07:00", max_length=5)),
                ("month_day", fields.IntField(default=1)),
                ("minutes", fields.IntField(default=20)),
                ("words_a_minute", fields.IntField(default=238)),
                ("language", fields.CharField(default="en", max_length=16)),
                ("schedule_since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("last_slot", fields.CharField(default="", max_length=40)),
                ("issues_made", fields.IntField(default=0)),
            ],
            options={
                "table": "subscriber",
                "app": "router",
                "pk_attr": "id",
                "table_description": "An address and what it wants. State: active, suspended (bounces), gone (left everything).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Issue",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("key", fields.CharField(unique=True, max_length=100)),
                (
                    "subscriber",
                    fields.ForeignKeyField(
                        "router.Subscriber",
                        source_field="subscriber_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="issues",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                ("local_date", fields.CharField(max_length=10)),
                ("made", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("subject", fields.CharField(max_length=300)),
                (
                    "left_out",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "issue",
                "app": "router",
                "pk_attr": "id",
                "table_description": "One newsletter for one subscriber.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Delivery",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("key", fields.CharField(unique=True, max_length=300)),
                (
                    "issue",
                    fields.OneToOneField(
                        "router.Issue",
                        source_field="issue_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="delivery",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "subscriber",
                    fields.ForeignKeyField(
                        "router.Subscriber",
                        source_field="subscriber_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="deliveries",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=32)),
                ("message_id", fields.CharField(db_index=True, max_length=300)),
                ("envelope_from", fields.CharField(max_length=320)),
                ("recipient", fields.CharField(max_length=320)),
                ("state", fields.CharField(default="queued", db_index=True, max_length=16)),
                ("tries", fields.IntField(default=0)),
                ("next_try", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("code", fields.IntField(default=0)),
                ("answer", fields.TextField(default="", unique=False)),
                ("queued", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "delivery",
                "app": "router",
                "pk_attr": "id",
                "table_description": "One mail of ours handed to SMTP, its tries and its end.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="DeliveryBytes",
            fields=[
                (
                    "delivery",
                    fields.OneToOneField(
                        "router.Delivery",
                        source_field="delivery_id",
                        primary_key=True,
                        db_index=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="bytes",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("data", fields.BinaryField()),
            ],
            options={
                "table": "delivery_bytes",
                "app": "router",
                "pk_attr": "delivery_id",
                "table_description": "The bytes of a delivery, frozen before the first try.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="IssueStory",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=100)),
                (
                    "issue",
                    fields.ForeignKeyField(
                        "router.Issue",
                        source_field="issue_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="stories",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "story",
                    fields.ForeignKeyField(
                        "router.Story",
                        source_field="story_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="issues",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                ("section", fields.CharField(max_length=100)),
            ],
            options={
                "table": "issue_story",
                "app": "router",
                "pk_attr": "key",
                "table_description": "That a subscriber was given a story: its key is why no story comes twice.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Subscription",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("key", fields.CharField(unique=True, max_length=200)),
                (
                    "subscriber",
                    fields.ForeignKeyField(
                        "router.Subscriber",
                        source_field="subscriber_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="subscriptions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("interest", fields.CharField(db_index=True, max_length=100)),
                ("state", fields.CharField(default="unconfirmed", max_length=16)),
                ("asked", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("asked_by", fields.CharField(default="", max_length=32)),
                ("confirmed", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("confirmed_by", fields.CharField(default="", max_length=32)),
                ("wording", fields.CharField(default="", max_length=32)),
                ("left", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("left_by", fields.CharField(default="", max_length=32)),
            ],
            options={
                "table": "subscription",
                "app": "router",
                "pk_attr": "id",
                "table_description": "A subscriber's tie to an interest (unconfirmed, confirmed, unsubscribed) with the record of consent.",
            },
            bases=["Model"],
        ),
    ]
