"""What differs between one installation and another: the only reader of the environment.

A value comes, in this order, from an argument, from the environment (`HUTONG_…`), from a file of
the same name in `<state_dir>/secrets`, or from its default. `hutong run` writes those files for
the parts it starts itself, so every other command finds the running system without being told,
and no secret ever stands in an argument list.
"""

import sys
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

#: Owner of the tables; migrates; may create the two roles below; no superuser.
OWNER_ROLE = "hutong_owner"
#: What the portal connects as.
PORTAL_ROLE = "hutong_portal"
#: What the worker connects as.
WORKER_ROLE = "hutong_worker"

ENV_PREFIX = "HUTONG_"
#: Hosts that mean every address of this machine.
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never bound


def default_state_dir() -> Path:
    """Return `var` beside the project's own `.venv`, or in the current directory without one."""
    prefix = Path(sys.prefix)
    home = prefix.parent if prefix.name == ".venv" else Path.cwd()
    return home / "var"


def secrets_dir(state_dir: Path) -> Path:
    """Return the folder (mode 0700) of the installation's secret files (mode 0600)."""
    return state_dir / "secrets"


def pulse_file(state_dir: Path) -> Path:
    """Return the file whose time the worker's loop sets again and again: its sign of life."""
    return state_dir / "worker.pulse"


def password_file(state_dir: Path, role: str) -> Path:
    """Return the file holding a database role's password."""
    return secrets_dir(state_dir) / f"{role}.password"


def url_for_role(url: str, role: str, password: str) -> str:
    """Return the same database's address for another role.

    Args:
        url: `postgresql://user:password@host:port/database`.
        role: The role to connect as.
        password: Its password, plain; it is quoted here.
    """
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{quote(password, safe='')}@{place}"))


def _derived(values: dict[str, Any], role: str) -> str:
    """Address the application database as `role`; empty while either half is unknown."""
    url = values.get("database_url", "")
    file = password_file(values["state_dir"], role) if "state_dir" in values else None
    if not url or file is None or not file.is_file():
        return ""
    return url_for_role(url, role, file.read_text(encoding="utf-8").strip())


class Settings(BaseSettings):
    """One installation's settings; read once at the edge and passed down.

    Addresses are empty strings while nothing is known: before the first `hutong run`, or while a
    real server has not been named.
    """

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        validate_by_name=True,
        validate_default=True,
    )

    #: Everything this installation keeps: data, secrets, logs, stored documents. Absolute.
    state_dir: Path = Field(default_factory=default_state_dir)
    #: The files in `secrets` are made by people, as where parts run on several machines: an
    #: address in them names a real server, and none is started beside it.
    secrets_given: bool = False
    #: Application database as owner and migrator.
    database_url: str = Field(default="", repr=False)
    #: The same as the portal's role; derived when unset.
    portal_database_url: str = Field(
        default_factory=lambda values: _derived(values, PORTAL_ROLE), repr=False
    )
    #: The same as the worker's role; derived when unset.
    worker_database_url: str = Field(
        default_factory=lambda values: _derived(values, WORKER_ROLE), repr=False
    )
    #: Where the Prefect server that we start keeps its own tables.
    prefect_database_url: str = Field(default="", repr=False)
    #: Prefect's API, such as `http://127.0.0.1:4200/api`; Prefect's own variable is heard too.
    prefect_api_url: str = Field(
        default="", validation_alias=AliasChoices("HUTONG_PREFECT_API_URL", "PREFECT_API_URL")
    )
    #: `user:password` of the Prefect server; Prefect's own variable is heard too.
    prefect_auth_string: str = Field(
        default="",
        repr=False,
        validation_alias=AliasChoices("HUTONG_PREFECT_AUTH_STRING", "PREFECT_API_AUTH_STRING"),
    )
    #: Where `hutong viewer` listens: it shows Prefect's pages to the portal, and to nobody else.
    viewer_host: str = "127.0.0.1"
    viewer_port: int = Field(default=8322, ge=1, le=65535)
    #: Where the portal finds it, such as `http://127.0.0.1:8322`; empty: no pages are shown.
    viewer_url: str = ""
    #: By which the viewer knows the portal; both are told, nobody else.
    viewer_secret: str = Field(default="", repr=False)
    #: Codes of centres, with commas between them, whose administrators may see the runs of all
    #: centres of this installation; it needs none where there is but one centre.
    runs_seen_by: str = ""
    #: The `bin` folder of another PostgreSQL to run instead of the wheel's.
    pg_bindir: Path | None = None
    portal_host: str = "127.0.0.1"
    #: TCP port the portal asks for; `hutong run` takes another when it is taken.
    portal_port: int = Field(default=8321, ge=1, le=65535)
    #: 32 bytes that encrypt identity columns. Lost key = unreadable names: keep a copy elsewhere.
    key_file: Path = Field(
        default_factory=lambda values: secrets_dir(values["state_dir"]) / "master.key"
    )
    #: Rule packs of this installation, beside those shipped: a new law is a file put here.
    packs: Path = Field(default_factory=lambda values: values["state_dir"] / "packs")
    #: Where backups are put; best a disk of another machine.
    backups: Path = Field(default_factory=lambda values: values["state_dir"] / "backups")
    #: 32 bytes that open backups, and nothing else. Lost key = backups that nobody opens.
    backup_key_file: Path = Field(
        default_factory=lambda values: secrets_dir(values["state_dir"]) / "backup.key"
    )
    #: Where the ends of all chains are anchored every night; best a disk of another machine.
    anchors: Path = Field(default_factory=lambda values: values["state_dir"] / "anchors")
    #: 32 bytes that sign anchors: who owns the database does not have them.
    anchor_key_file: Path = Field(
        default_factory=lambda values: secrets_dir(values["state_dir"]) / "anchor.key"
    )
    #: How many backups are kept: the newest of each of so many days, weeks, months.
    backup_days: int = Field(default=7, ge=1)
    backup_weeks: int = Field(default=5, ge=0)
    backup_months: int = Field(default=12, ge=0)
    #: Load the invented practice centre on the first start.
    practice: bool = True
    #: Where people reach the portal, such as `https://hutong.example.cn/`, as messages say it;
    #: empty: host and port of the portal itself.
    public_address: str = ""
    #: Names by which browsers may ask for the portal, with commas between them, besides the address
    #: it listens on and the public address; a page asked for by any other name is refused.
    allowed_hosts: str = ""
    #: Addresses and networks of proxies, with commas between them, whose word counts on where a
    #: request comes from and whether it came by TLS (`X-Forwarded-For`, `X-Forwarded-Proto`).
    trusted_proxies: str = ""
    #: ClamAV daemon that every attachment must pass, `unix:/path` or `tcp:host:port`; empty: none.
    scanner: str = ""
    #: Mail server for notices; empty: no e-mail is offered.
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    #: `starttls`, `tls` from the first byte (port 465), or `none` on a trusted network.
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    #: Whom e-mail comes from; its domain stands in each Message-ID.
    smtp_from: str = ""
    #: Empty: the server asks for no log-in.
    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)
    #: Send messages of practice cases too.
    practice_messages: bool = False

    @property
    def portal_address(self) -> str:
        """What messages name as the place to log in."""
        return self.public_address or f"http://{self.portal_host}:{self.portal_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """Names by which browsers may ask for the portal."""
        named = (one.strip().lower() for one in self.allowed_hosts.split(","))
        public = urlsplit(self.public_address).hostname or ""
        own = "" if self.portal_host in EVERYWHERE else self.portal_host
        return frozenset({*named, public, own} - {""})

    @property
    def centres_seeing_runs(self) -> frozenset[str]:
        """Codes of the centres whose administrators see the runs of all centres."""
        return frozenset(one.strip() for one in self.runs_seen_by.split(",")) - {""}

    @property
    def sends_mail(self) -> bool:
        """Whether officers may have notices sent by e-mail."""
        return bool(self.smtp_host and self.smtp_from)

    @field_validator("state_dir", "key_file", "packs", "pg_bindir", "backups", "backup_key_file")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return None if path is None else path.expanduser().absolute()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read secret files from the state directory, wherever that is said to be."""
        del dotenv_settings, file_secret_settings
        said = {**env_settings(), **init_settings()}.get("state_dir") or default_state_dir()
        files = secrets_dir(Path(said).expanduser().absolute())
        if not files.is_dir():
            return init_settings, env_settings
        return init_settings, env_settings, SecretsSettingsSource(settings_cls, secrets_dir=files)


class GivenSettings(Settings):
    """What people have set themselves, without the files that `hutong run` leaves.

    A database address in here names a real server; none means that we run our own. Where people
    have made the files themselves (`secrets_given`), those count too.
    """

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        given = {**env_settings(), **init_settings()}.get("secrets_given", "")
        if str(given).lower() in ("1", "true"):
            return super().settings_customise_sources(
                settings_cls, init_settings, env_settings, dotenv_settings, file_secret_settings
            )
        return init_settings, env_settings
