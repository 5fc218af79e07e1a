"""`router run`: opens every door of an installation and keeps it running until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Iterator

import structlog

from router.config import Config, Mailbox, secret
from router.errors import ConfigError
from router.service.folder import watch_folder
from router.service.installation import Installation
from router.service.line import Line
from router.store import mails
from router.wire import imap, smtp_in, smtp_out
from router.workers import collect_seldom

log = structlog.get_logger()


async def run_until_signal(config: Config) -> None:
    """Run the house; return when SIGINT or SIGTERM came and all is put down in order."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with Installation(config) as house, running(house):
        collect_seldom()
        log.info("running", interests=len(house.interests()), rulebook=house.rules.version)
        await stop.wait()
        log.info("stopping")


@contextlib.asynccontextmanager
async def running(house: Installation, *, tick_seconds: float = 1.0) -> AsyncIterator[Line]:
    """The line with every door that the configuration names; closed in the order in which nothing is lost."""
    relay = smtp_out.Relay(smart_host(house.config))
    line = Line(house, relay.deliver, tick_seconds=tick_seconds)
    await line.start()
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(relay.close)
        stack.push_async_callback(line.stop)
        for name in ("smtp", "lmtp"):
            listener = getattr(house.config, name)
            if listener.port:
                settings = smtp_in.Listener(name, listener.host, listener.port)
                door = await smtp_in.listen(settings, line.arrive, house.addresses.accepts)
                stack.push_async_callback(door.close)
        stop = asyncio.Event()
        tasks = [_mailbox(house, line, mailbox, stop) for mailbox in house.config.mailbox]
        if house.config.folder:
            tasks.append(watch_folder(house.config.path(house.config.folder), line.arrive))
        if house.config.web.port:
            tasks.append(_serve(house))
        open_doors = [asyncio.create_task(task) for task in tasks]
        stack.push_async_callback(_end, open_doors, len(house.config.mailbox), stop)
        yield line


async def _end(doors: list[asyncio.Task[None]], mailboxes: int, stop: asyncio.Event) -> None:
    stop.set()  # a mailbox ends by itself, after the mail in its hands
    for door in doors[mailboxes:]:
        door.cancel()
    await asyncio.gather(*doors, return_exceptions=True)


async def _mailbox(house: Installation, line: Line, mailbox: Mailbox, stop: asyncio.Event) -> None:
    settings = imap.MailboxSettings(
        name=mailbox.name, host=mailbox.host, port=mailbox.port or (993 if mailbox.tls == "tls" else 143),
        user=mailbox.user, password=secret(f"mailbox-{mailbox.name}-password"), tls=mailbox.tls, folder=mailbox.folder,
        read_only=mailbox.read_only, tidy=mailbox.tidy, ca=mailbox.ca, poll=house.config.work.poll_minutes * 60,
    )  # fmt: skip
    async with line.engine.own(mailbox.name) as mine:
        if mine:
            await imap.watch(settings, line.arrive, mails.known_uids, stop, _say)


def _say(status: imap.Status) -> None:
    log.info("mailbox", name=status.mailbox, state=status.state, words=status.words)


def smart_host(config: Config) -> smtp_out.SmartHost:
    """The smart host as the wire wants it."""
    host = config.smart_host
    return smtp_out.SmartHost(
        host.host, host.port, host.tls, host.user, secret("smart-host-password"), host.ca,
        config.identity.sender.rpartition("@")[2], host.connections,
    )  # fmt: skip


async def _serve(house: Installation) -> None:
    # imported here: FastAPI takes a second to load, and most commands and installations without pages never need it
    import uvicorn

    from router.web.pages import Pages, reader_pages

    web = house.config.web
    settings = uvicorn.Config(
        reader_pages(Pages(house)), host=web.host, port=web.port, log_level="warning", access_log=False, lifespan="off",
        ssl_certfile=web.certificate or None, ssl_keyfile=web.key or None, server_header=False, proxy_headers=False,
    )  # fmt: skip

    class Server(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield  # the house has one place where it is told to stop

    await Server(settings).serve()


def check_ready(config: Config) -> None:
    """What `router run` needs beyond a legal file; ConfigError says what is missing."""
    if not (config.mailbox or config.smtp.port or config.lmtp.port or config.folder):
        remedy = "add a [[mailbox]], or a port under [smtp] or [lmtp]"
        raise ConfigError(config.where, "no mail can come in", remedy)
    if not config.path(config.rules).is_dir():
        raise ConfigError(f"{config.where}: rules", f"{config.path(config.rules)} is no folder", "run `router init`")
