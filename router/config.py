"""router.toml -> Config: every field carries its sentence, unknown keys are errors, secrets never stand in the file.

The environment overrides the file: ROUTER_SMART_HOST__PORT=587. Secrets come only from the environment
(ROUTER_SMART_HOST_PASSWORD), from a file it names (ROUTER_SMART_HOST_PASSWORD_FILE) or from a systemd credential
(smart-host-password).
"""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from router.errors import ConfigError


def _address(value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ValueError(f"{value!r} is not a mail address") from None


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{value!r} is no time zone; write one like Europe/Vienna") from None
    return value


def _time(value: str) -> str:
    hour, colon, minute = value.partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        raise ValueError(f"{value!r} is no time of day; write one like 05:00")
    return f"{int(hour):02}:{int(minute):02}"


def _base_url(value: str) -> str:
    if value and not value.startswith(("https://", "http://127.", "http://localhost", "http://[::1]")):
        raise ValueError("begin it with https:// (one-click unsubscribe works over https only)")
    return value.rstrip("/")


MailAddress = Annotated[str, AfterValidator(_address)]
Port = Annotated[int, Field(ge=0, le=65535)]
Tls = Literal["tls", "starttls", "plain"]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Identity(Part):
    """Who the newsletter is from."""

    title: str = Field("Router", description="The newsletter's name, as subscribers read it.")
    sender: MailAddress = Field("router@localhost.localdomain", description="The From address of newsletters.")
    imprint: str = Field("", description="Postal address or imprint in the foot of each newsletter.")
    zone: Annotated[str, AfterValidator(_zone)] = Field(
        "UTC", description="Time zone of the house, like Europe/Vienna."
    )
    language: str = Field("en", description="Language of newsletters unless a subscriber chose another.")
    edition_closes: Annotated[str, AfterValidator(_time)] = Field(
        "05:00", description="When each interest's edition of the day closes, in the zone of the house."
    )


class Inbox(Part):
    """The one dedicated address that alerts, replies and bounces come to."""

    address: str = Field("", description="Like inbox@example.org; empty when mail is only read from a folder.")
    separator: str = Field("+", description="What stands between address and tag: inbox+child@example.org.")
    subaddresses: bool = Field(True, description="Whether inbox+anything@ arrives here; `false` where it does not.")
    bounce_domain: str = Field("", description="A domain of its own for bounces; empty: the inbox takes them.")
    authserv_id: str = Field("", description="Whose Authentication-Results are believed; empty: nobody's.")


class Mailbox(Part):
    """One IMAP folder to read."""

    name: str = Field("inbox", description="A short name for logs and the ledger; never change it later.")
    host: str = Field(description="The IMAP server.")
    port: Port = Field(0, description="0: 993 with tls, else 143.")
    tls: Tls = Field("tls", description="tls, starttls or plain.")
    ca: str = Field("", description="A file with the CA to trust; empty: the system's.")
    user: str = Field(description="The log-in name; its password is ROUTER_MAILBOX_<NAME>_PASSWORD.")
    folder: str = Field("INBOX", description="The folder to read.")
    read_only: bool = Field(False, description="Never change anything in the folder.")
    tidy: str = Field("none", description="What to do with a mail once it is stored: none, keyword, or move:FOLDER.")


class Listener(Part):
    """A door of our own for mail: SMTP or LMTP."""

    host: str = Field("127.0.0.1", description="Where to listen.")
    port: Port = Field(0, description="0: this door stays shut.")


class SmartHost(Part):
    """The mail server that carries our newsletters."""

    host: str = Field("localhost", description="The SMTP server.")
    port: Port = Field(25, description="587 with starttls, 465 with tls, 25 for a server on this machine.")
    tls: Tls = Field("plain", description="tls, starttls or plain.")
    ca: str = Field("", description="A file with the CA to trust; empty: the system's.")
    user: str = Field("", description="The log-in name, if it wants one; its password is ROUTER_SMART_HOST_PASSWORD.")
    connections: int = Field(4, ge=1, le=50, description="How many mails may be on their way at once.")
    unknown: Literal["again", "hold"] = Field(
        "again",
        description="A mail cut off in its last second: send it `again` with the same Message-ID, or `hold` it.",
    )


class Web(Part):
    """The pages: confirm, leave, why."""

    base_url: Annotated[str, AfterValidator(_base_url)] = Field(
        "", description="The public https address of these pages; empty: newsletters work by mail alone."
    )
    host: str = Field("127.0.0.1", description="Where to listen; a reverse proxy with TLS stands in front.")
    port: Port = Field(0, description="0: no pages.")
    certificate: str = Field("", description="A PEM file, to serve https without a proxy.")
    key: str = Field("", description="The certificate's key file.")
    strict: bool = Field(
        False,
        description="Ask for three figures at each button: link scanners that press buttons then change nothing.",
    )


def _whole_month(days: int) -> int:
    if 0 < days < 30:
        raise ValueError("stories need their text for 30 days at least: rules and folding look at it")
    return days


class Newsletter(Part):
    """What newsletters bring."""

    again: Literal["never", "corrected", "noted", "both"] = Field(
        "never",
        description="A story somebody had comes again when its headline is `corrected`, a person `noted` it, or `both`.",
    )


class Keep(Part):
    """For how many days what is kept; 0 is for ever. Titles, links, counts and consent stay."""

    mails: int = Field(30, ge=0, description="The bytes of a mail after it was read; set-up mails go after 7 at most.")
    newsletters: int = Field(90, ge=0, description="The bytes of newsletters and notices after they were sent.")
    stories: Annotated[int, AfterValidator(_whole_month)] = Field(
        0, ge=0, description="Text and notes of stories; at least 30."
    )
    log: int = Field(
        365,
        ge=0,
        description="What servers answered, what readers and editors changed, and who wrote which mail that is no alert.",
    )
    left: int = Field(730, ge=0, description="Everything about somebody who left and was not heard of since.")


class Work(Part):
    """How much the machine may do at once."""

    workers: int = Field(
        2, ge=1, le=64, description="Processes that read mails; each is killed when a mail is hostile."
    )
    seconds: float = Field(2.0, gt=0, le=60, description="How long one mail may take to read.")
    memory_mb: int = Field(1024, ge=128, description="How much memory one such process may take.")
    poll_minutes: float = Field(5.0, gt=0, description="How often a mailbox is looked at when its doorbell is silent.")


class Config(BaseSettings):
    """Everything router.toml can say."""

    model_config = SettingsConfigDict(extra="forbid", env_prefix="ROUTER_", env_nested_delimiter="__")

    identity: Identity = Field(default_factory=Identity)
    inbox: Inbox = Field(default_factory=Inbox)
    mailbox: list[Mailbox] = Field(default_factory=list, description="One block for each IMAP folder to read.")
    folder: str = Field("", description="A Maildir or folder of .eml files to read; empty: none.")
    smtp: Listener = Field(default_factory=Listener)
    lmtp: Listener = Field(default_factory=Listener)
    smart_host: SmartHost = Field(default_factory=SmartHost)
    web: Web = Field(default_factory=Web)
    newsletter: Newsletter = Field(default_factory=Newsletter)
    work: Work = Field(default_factory=Work)
    keep: Keep = Field(default_factory=Keep)
    people: dict[MailAddress, Literal["editor", "owner"]] = Field(
        default_factory=dict, description='Who may edit and who runs this: "maria@example.org" = "owner".'
    )
    database: str = Field("router.db", description="The SQLite file.")
    rules: str = Field("rules", description="The folder of rule files.")
    templates: str = Field("", description="A folder whose files stand in for the shipped templates.")
    where: str = Field("router.toml", exclude=True, repr=False)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings

    def path(self, name: str) -> Path:
        """A path of the file, read from where the file stands."""
        return (Path(self.where).resolve().parent / name).resolve()


def load(path: Path) -> Config:
    """Read router.toml; ConfigError says in one sentence where, what and the remedy."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(str(path), "there is no such file", "run `router init`, or name it with --config") from None
    except (OSError, UnicodeDecodeError) as error:
        what = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error.strerror).lower()
        raise ConfigError(str(path), what, "mend the file or its owner") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(str(path), f"it is not TOML: {error}", "text stands in quotes, lists in [ ]") from None
    if "where" in values:
        raise ConfigError(f"{path}: where", "unknown key", "take the line out")
    try:
        config = Config(**{**values, "where": str(path)})
    except ValidationError as error:
        raise _first_slip(path, error) from None
    _whole(path, config)
    return config


def _first_slip(path: Path, error: ValidationError) -> ConfigError:
    slip = error.errors()[0]
    spot = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in slip["loc"])
    where = f"{path}: {spot.removesuffix('.[key]')}"
    if slip["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(slip["loc"][-1]), _known(slip["loc"][:-1]), n=1)
        return ConfigError(
            where, "unknown key", f"did you mean {near[0]}?" if near else "`router config` prints every key"
        )
    if slip["type"] == "missing":
        return ConfigError(where, "it is missing", "add the line; `router config` shows an example")
    what = slip["msg"].removeprefix("Value error, ")
    return ConfigError(where, f"{what[:1].lower()}{what[1:]}", "`router config` shows an example")


def _known(loc: tuple[Any, ...]) -> list[str]:
    model: Any = Config
    for part in loc:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation if part in model.model_fields else None
        model = get_args(annotation)[0] if get_origin(annotation) is list else annotation
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return []
    return [name for name in model.model_fields if name != "where"]


def _whole(path: Path, config: Config) -> None:
    """What no single field can know."""
    names = [mailbox.name for mailbox in config.mailbox]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{path}: mailbox", f"two are called {name!r}", "give each a name of its own")
    if config.inbox.address:
        try:
            _address(config.inbox.address)
        except ValueError as error:
            raise ConfigError(f"{path}: inbox.address", str(error), "write it like inbox@example.org") from None
    for mailbox in config.mailbox:
        if mailbox.tidy not in ("none", "keyword") and not mailbox.tidy.startswith("move:"):
            raise ConfigError(
                f"{path}: mailbox.tidy", f"{mailbox.tidy!r} is none of them", "none, keyword or move:FOLDER"
            )
    if bool(config.web.certificate) != bool(config.web.key):
        raise ConfigError(f"{path}: web", "certificate and key go together", "name both or neither")


def secret(name: str) -> str:
    """A secret by name ("smart-host-password"): environment, *_FILE, systemd credential; "" when there is none."""
    variable = "ROUTER_" + name.upper().replace("-", "_")
    if variable in os.environ:
        return os.environ[variable]
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    spots = [os.environ.get(f"{variable}_FILE"), f"{folder}/{name}" if folder else None]
    for spot in filter(None, spots):
        try:
            return Path(spot).read_text(encoding="utf-8").strip()
        except OSError as error:
            if spot == spots[0]:
                raise ConfigError(
                    f"{variable}_FILE", f"{spot}: {error.strerror}", "mend the path or its owner"
                ) from None
    return ""


def example() -> str:
    """router.toml with every key, its sentence and its default, commented out: what `router config` prints."""
    lines = ["# router.toml: every key with its default. Take away the # where yours differs.", ""]
    scalars = [n for n, f in Config.model_fields.items() if not _model(f.annotation) and n not in ("where", "people")]
    for name in scalars:
        lines += _line(name, Config.model_fields[name])
    for name, field in Config.model_fields.items():
        model = _model(field.annotation)
        if model:
            lines += [
                "",
                f"# {(model.__doc__ or '').strip()}",
                f"[[{name}]]" if _many(field.annotation) else f"[{name}]",
            ]
            if _many(field.annotation):
                lines[-1] = f"# {lines[-1]}"
            for key, inner in model.model_fields.items():
                lines += _line(key, inner)
    lines += ["", f"# {Config.model_fields['people'].description}", "[people]", ""]
    return "\n".join(lines)


def _line(name: str, field: Any) -> list[str]:
    default = "" if field.is_required() else field.get_default(call_default_factory=True)
    shown = (
        str(default).lower()
        if isinstance(default, bool)
        else default
        if isinstance(default, (int, float))
        else f'"{default}"'
    )
    return [f"# {field.description}", f"# {name} = {shown}"]


def _many(annotation: Any) -> bool:
    return get_origin(annotation) is list


def _model(annotation: Any) -> type[BaseModel] | None:
    inner = get_args(annotation)[0] if _many(annotation) else annotation
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
