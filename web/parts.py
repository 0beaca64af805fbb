"""What the portal works with, made once a process and handed to the app."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from sqlalchemy import Engine

from documents.received.inspection import Inspection
from flows.desk.desk import Desk
from models import room
from models.room import Trouble
from models.settings import Settings, pulse_file
from models.store.acting import make_engine
from models.time_source import MachineTime, TimeSource
from tasks.office import Office
from web.hashing import Hashing
from web.procedure_engine import ProcedureEngine
from web.runs_viewer import RunsViewer

#: Connections kept; a page needs one for milliseconds.
_POOL = 10


@dataclass(frozen=True)
class Parts:
    """Tools of one portal process; safe to share between threads."""

    engine: Engine
    office: Office
    desk: Desk
    clock: TimeSource
    procedure_engine: ProcedureEngine
    #: Where passwords are looked at.
    hashing: Hashing
    #: Where people reach the portal; empty: where the request says it came to.
    public_address: str
    #: Whether e-mail is offered.
    sends_mail: bool
    #: Names by which people may ask for the portal.
    allowed_hosts: frozenset[str]
    #: Where Prefect's pages are shown, and to whom.
    runs_viewer: RunsViewer = field(default_factory=RunsViewer)
    #: Looks at what is attached before it is kept.
    inspection: Inspection = field(default_factory=Inspection)
    #: Why nothing can be written on this machine now, asked with every page and act; cheap.
    trouble: Callable[[], Trouble | None] = lambda: None

    @staticmethod
    def of(
        engine: Engine, office: Office, clock: TimeSource, *, prefect_api_url: str = "",
        public_address: str = "", sends_mail: bool = False, hashing: Hashing | None = None,
        allowed_hosts: frozenset[str] = frozenset(),
    ) -> "Parts":  # fmt: skip
        """Put the parts together.

        Args:
            engine: Of the portal's role.
            office: Seal and packs.
            clock: The program's clock, or a virtual one.
            prefect_api_url: Looked at now and then, never waited for; empty: no engine is known.
            public_address: Where people reach the portal, with a slash at the end.
            sends_mail: Whether this installation has a mail server.
            hashing: The places where passwords are looked at; as usual when none are given.
            allowed_hosts: Names by which people may ask for the portal, besides its own address.
        """
        return Parts(
            engine=engine,
            office=office,
            desk=Desk(engine, office, clock),
            clock=clock,
            procedure_engine=ProcedureEngine(prefect_api_url),
            hashing=hashing or Hashing(),
            public_address=public_address,
            sends_mail=sends_mail,
            allowed_hosts=allowed_hosts,
        )

    @staticmethod
    def from_settings(settings: Settings) -> "Parts":
        """Put the parts together as an installation is set up."""
        engine = make_engine(settings.portal_database_url, pool_size=_POOL)
        made = Parts.of(
            engine,
            Office.of_installation(settings, engine),
            MachineTime(),
            prefect_api_url=settings.prefect_api_url,
            public_address=settings.public_address,
            sends_mail=settings.sends_mail,
            allowed_hosts=settings.hosts,
        )
        return replace(
            made,
            runs_viewer=RunsViewer(
                settings.viewer_url, settings.viewer_secret, settings.centres_seeing_runs
            ),
            inspection=Inspection(settings.scanner),
            trouble=partial(room.trouble, *room.folders(settings.state_dir)),
            procedure_engine=ProcedureEngine(
                settings.prefect_api_url, pulse_file(settings.state_dir)
            ),
        )
