"""What the installation remembers of itself."""

from __future__ import annotations

import uuid

from tortoise.backends.base.client import TransactionalDBClient

from router.store.bulk import insert_many
from router.store.records import Setting
from router.store.transaction import unit


async def instance() -> str:
    """The name of this installation, made once: it stands in our headers, so that we know our own mail again."""

    async def work(connection: TransactionalDBClient) -> str:
        await insert_many(connection, "setting", ("name", "value"), [("instance", str(uuid.uuid4()))], once=True)
        return (await Setting.get(name="instance")).value

    return await unit(work)
