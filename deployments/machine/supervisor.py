"""Hutong on one machine: start everything in order, keep it running, leave nothing behind.

One thread looks after all parts: ten times a second while something starts, then when a child ends,
a signal comes, or every few seconds. Every child is tied to this process
(`deployments.machine.child`), so even a kill -9 of it ends them all.
"""

import os
import select
import signal
import time
from secrets import token_urlsafe
from types import FrameType

from deployments.machine.charge import Charge, Condition
from deployments.machine.database import prepare_databases, prepare_secrets
from deployments.machine.parts import LOOPBACK, PARTS, PREFECT_SERVER, OnFailure, Part, Site
from deployments.machine.postgres import EmbeddedPostgres
from deployments.machine.progress import StartProgress
from deployments.machine.state import Hold, free_port, rotate_logs, write_private
from models.errors import HutongError, OutsideFailure
from models.room import Trouble, folders, trouble
from models.settings import GivenSettings, Settings, secrets_dir

#: Seconds between two looks at the parts: while one is on its way, and when all stand.
LOOK_EVERY, LOOK_AT_REST = 0.1, 5.0
_SETTLED = frozenset({Condition.MET, Condition.FAILED})
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked for the end."""


class Supervisor:
    """The whole system on one machine, owned by this process."""

    def __init__(
        self,
        given: GivenSettings,
        progress: StartProgress,
        parts: tuple[Part, ...] = PARTS,
    ) -> None:
        """Describe what to run; nothing is started yet.

        Args:
            given: What people have set; real servers named in it are used, not started.
            progress: Where to tell people.
            parts: What to run beside PostgreSQL, in the order of starting.
        """
        self._given = given
        self._progress = progress
        self._parts = parts
        self._hold = Hold(given.state_dir / "run.lock")
        self._postgres: EmbeddedPostgres | None = None
        self._charges: list[Charge] = []
        self._asked_to_stop = 0
        #: Readable when a signal came.
        self._alarm = -1
        self._greeted = False
        #: Why nothing can be written now, as it was last said.
        self._trouble: Trouble | None = None

    def run(self) -> int:
        """Run until asked to stop; return the exit status.

        Raises:
            HutongError: The system cannot be started here; the sentence says why.
        """
        found = trouble(*folders(self._given.state_dir))
        if found is not None:
            raise HutongError(
                f"{found.value}，没有启动：{self._given.state_dir}。请先处理，再启动。"
            )
        prepare_secrets(self._given)
        if not self._hold.take():
            self._point_to_the_other()
            return 0
        before = {number: signal.signal(number, self._on_signal) for number in _STOP_SIGNALS}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        self._alarm, bell = os.pipe()
        os.set_blocking(bell, False)
        signal.set_wakeup_fd(bell, warn_on_full_buffer=False)
        try:
            with self._progress:
                return self._run_held()
        except Stopped:
            return 0
        finally:
            self._stop_all()
            self._hold.release()
            signal.set_wakeup_fd(-1)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(self._alarm)
            os.close(bell)

    def _run_held(self) -> int:
        self._start_postgres()
        site = self._choose_site()
        wanted = [p for p in self._parts if p is not PREFECT_SERVER or site.prefect_port]
        self._charges = [Charge(part, site) for part in wanted]
        while True:
            self._check_stopped()
            if self._has_room():
                try:
                    if self._keep_all(site):
                        return 1
                except OSError as failed:
                    # A disk that filled between the look and the write; the next look says so.
                    self._progress.line(f"! 暂时不能写入（{failed.strerror}），稍后再试")
                    time.sleep(LOOK_AT_REST)
                except OutsideFailure:
                    if self._has_room():
                        raise
            self._pause()

    def _keep_all(self, site: Site) -> bool:
        """Look once at everything; whether something failed without which nothing works."""
        self._keep_postgres()
        rotate_logs(self._given.state_dir)
        if self._look_at_all() is not None:
            return True
        self._greet(site)
        return False

    def _has_room(self) -> bool:
        """Whether anything may be started: a disk without room is waited for, however long."""
        found = trouble(*folders(self._given.state_dir))
        if found is not self._trouble:
            self._trouble = found
            self._progress.line(f"! {found.sentence}" if found else "✓ 磁盘已恢复，继续运行")
        return found is None

    def _pause(self) -> None:
        """Wait until it is time to look again; a child that ended and a signal wake us."""
        at_rest = all(charge.condition in _SETTLED for charge in self._charges)
        woken, _, _ = select.select([self._alarm], [], [], LOOK_AT_REST if at_rest else LOOK_EVERY)
        if woken:
            os.read(self._alarm, 1024)

    def _look_at_all(self) -> Charge | None:
        """Look once at every part; return the one without which nothing works, if it failed."""
        names = {c.part.name for c in self._charges}
        for charge in self._charges:
            told = charge.look()
            if told:
                self._progress.line(told)
            if charge.condition is Condition.FAILED and charge.part.on_failure is OnFailure.STOP:
                return charge
            # A need that is not ours to run (PostgreSQL, a foreign Prefect) is met.
            unmet = {c.part.name for c in self._charges if c.condition is not Condition.MET}
            if charge.may_start((set(charge.part.needs) - names) | (names - unmet)):
                charge.start()
        busy = [c for c in self._charges if c.condition is Condition.STARTING]
        self._progress.moving("、".join(f"{c.part.title}（{c.age:.0f} 秒）" for c in busy))
        return None

    def _start_postgres(self) -> None:
        if self._given.database_url:
            self._progress.line("使用 HUTONG_DATABASE_URL 指定的数据库")
            return
        began = time.monotonic()
        self._progress.moving("数据库")
        self._postgres = EmbeddedPostgres(
            self._given.state_dir, self._given.pg_bindir, say=self._say_or_stop
        )
        self._postgres.start()
        prepare_databases(self._postgres)
        self._progress.line(f"✓ 数据库（{time.monotonic() - began:.1f} 秒）")

    def _keep_postgres(self) -> None:
        if self._postgres is None:
            return
        if self._postgres.pid is not None and self._postgres.is_hung():
            self._progress.line("! 数据库没有响应，正在重新启动")
            self._postgres.kill()
        if self._postgres.pid is None:
            self._progress.line("! 数据库意外退出，正在重新启动")
            self._postgres.start()
            self._progress.line("✓ 数据库已恢复")

    def _choose_site(self) -> Site:
        settings = Settings(state_dir=self._given.state_dir)
        portal = free_port(settings.portal_port, settings.portal_host)
        if portal != settings.portal_port:
            self._progress.line(f"端口 {settings.portal_port} 已被占用，改用 {portal}")
        prefect = None if self._given.prefect_api_url else self._prefect_port()
        if prefect is not None and not settings.prefect_database_url:
            raise HutongError(
                "使用外部数据库时，请同时设置 HUTONG_PREFECT_DATABASE_URL（流程引擎自己的数据库），"
                "或 PREFECT_API_URL（已在运行的流程引擎）。"
            )
        (settings.state_dir / "prefect").mkdir(mode=0o700, exist_ok=True)
        site = Site(settings, portal, prefect, free_port(settings.viewer_port, LOOPBACK))
        folder = secrets_dir(settings.state_dir)
        if prefect is not None:
            write_private(folder / "hutong_prefect_api_url", site.prefect_api)
            write_private(folder / "hutong_prefect_auth_string", site.prefect_auth)
        write_private(folder / "hutong_viewer_url", f"http://{LOOPBACK}:{site.viewer_port}")
        # A new one each start: whoever read the last one reads no pages with it.
        write_private(folder / "hutong_viewer_secret", token_urlsafe(32))
        self._hold.say({"address": site.portal_address})
        return site

    def _prefect_port(self) -> int:
        """Return the port of the last time if it is free, so that open pages stay good."""
        remembered = self._given.state_dir / "prefect.port"
        text = remembered.read_text(encoding="utf-8") if remembered.is_file() else "4200"
        port = free_port(int(text) if text.isdecimal() else 0)
        write_private(remembered, str(port))
        return port

    def _greet(self, site: Site) -> None:
        """Once, when people can begin: where to go, as whom, and what to do there."""
        unsettled = [c for c in self._charges if c.condition not in _SETTLED]
        if self._greeted or any(c.part.awaited for c in unsettled):
            return
        self._greeted = True
        self._progress.rest()
        self._progress.line(f"\n护童已启动：{site.portal_address}")
        if unsettled:
            waiting = "、".join(c.part.title for c in unsettled)
            self._progress.line(f"{waiting}仍在启动，现在就可以登录办理，流程随后自动推进。")
        accounts = site.settings.state_dir / "secrets" / "practice_accounts"
        if accounts.is_file():
            self._progress.line(accounts.read_text(encoding="utf-8").rstrip())
        self._progress.line(
            f"流程引擎（Prefect）的页面：{site.portal_address}prefect/，用主任或者系统管理员的账号"
            "登录门户后打开，不需要另外的密码，只能查看。"
        )
        self._progress.line("用浏览器打开上面的地址登录，首页是待办事项。按 Ctrl-C 停止全部服务。")

    def _point_to_the_other(self) -> None:
        address = self._hold.told().get("address")
        self._progress.line(f"护童已在运行：{address}" if address else "护童正在启动，请稍候。")

    def _stop_all(self) -> None:
        running = [c for c in self._charges if c.pid is not None]
        if running or self._postgres is not None:
            self._progress.line("正在停止")
        for charge in reversed(running):
            charge.stop(hurry=self._asked_to_stop > 1)
        if self._postgres is not None:
            self._postgres.stop()
            self._progress.line("已全部停止，数据已保存。")

    def _say_or_stop(self, sentence: str) -> None:
        self._check_stopped()
        self._progress.moving(sentence)

    def _check_stopped(self) -> None:
        if self._asked_to_stop:
            raise Stopped

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop += 1
