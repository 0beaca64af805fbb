"""What is missing or wrong on this machine, in sentences people can act on."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from deployments.doctor.backups import backups_here
from deployments.doctor.clockwork import clockwork
from deployments.doctor.finding import Finding, good, optional, wrong
from deployments.doctor.law import calendar_of_now, packs_here
from deployments.machine.postgres_binaries import find_binaries, server_account
from deployments.machine.state import Hold, port_is_free, prepare_state
from models.errors import HutongError, OrchestratorUnreachable, WrongKey
from models.room import folders, trouble
from models.seal import KEY_BYTES
from models.settings import GivenSettings, Settings, secrets_dir

if TYPE_CHECKING:
    from sqlalchemy import Engine

#: Bytes free below which a centre should make room: a year of cases takes a few gigabytes.
SPACE_WANTED = 2 * 1024**3


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at everything `hutong run` needs, one finding at a time, cheapest first."""
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _python,
        _packages,
        lambda: _state(settings),
        lambda: _key(settings),
        lambda: _postgres(settings),
        lambda: _portal(settings),
        lambda: _database(settings),
        lambda: _prefect(settings, now),
        lambda: mail_server(settings),
        lambda: calendar_of_now(settings, now),
        lambda: packs_here(settings, now),
        lambda: backups_here(settings, now),
        _optional_programs,
    )
    for check in checks:
        yield from check()


def _python() -> Iterator[Finding]:
    said = ".".join(str(n) for n in sys.version_info[:3])
    yield good(f"Python {said}")


def _packages() -> Iterator[Finding]:
    lock = Path(sys.prefix).parent / "requirements.lock"
    if not lock.is_file():
        yield optional("没有找到 requirements.lock，未核对组件版本（从安装包运行时属正常）。")
        return
    differing = []
    for line in lock.read_text(encoding="utf-8").splitlines():
        if "==" not in line or line.startswith((" ", "#")):
            continue
        name, _, rest = line.partition("==")
        wanted, marker = rest.split()[0], ";" in rest
        try:
            found = version(name)
        except PackageNotFoundError:
            found = wanted if marker else "未安装"  # A marked one may belong to other systems.
        if found != wanted:
            differing.append(f"{name}（应为 {wanted}，实为 {found}）")
    if differing:
        yield wrong(f"组件与锁定文件不符：{'、'.join(differing[:5])}。请运行 make setup。")
    else:
        yield good("组件与锁定文件一致")


def _state(settings: Settings) -> Iterator[Finding]:
    found = trouble(*folders(settings.state_dir))
    if found is not None:  # Nothing can be tried there now.
        yield wrong(f"{found.sentence}（{settings.state_dir}）")
        return
    try:
        prepare_state(settings.state_dir)
        probe = secrets_dir(settings.state_dir) / ".probe"
        probe.write_text("")
        probe.unlink()
    except (HutongError, OSError) as failed:
        yield wrong(getattr(failed, "message", f"数据目录 {settings.state_dir} 不能写入。"))
        return
    yield good(f"数据目录 {settings.state_dir}")
    free = shutil.disk_usage(settings.state_dir).free
    amount = f"{free / 1024**3:.1f} GB"
    if free < SPACE_WANTED:
        yield wrong(f"磁盘只剩 {amount}，请清理，至少留出 {SPACE_WANTED // 1024**3} GB。")
    else:
        yield good(f"磁盘可用 {amount}")


def _key(settings: Settings) -> Iterator[Finding]:
    file = settings.key_file
    if not file.exists():
        yield optional("主密钥尚未生成，首次 make run 时生成。")
    elif file.stat().st_size != KEY_BYTES:
        yield wrong(f"主密钥文件 {file} 已损坏，请从备份恢复。")
    elif file.stat().st_mode & 0o077:
        yield wrong(f"主密钥文件 {file} 可被他人读取，请运行：chmod 600 '{file}'")
    else:
        yield good("主密钥仅本人可读；请在别处另存一份，丢失后身份信息无法恢复")


def _postgres(settings: Settings) -> Iterator[Finding]:
    if GivenSettings().database_url:
        yield good("使用外部数据库（HUTONG_DATABASE_URL）")
        return
    try:
        binaries = find_binaries(settings.pg_bindir, server_account())
        yield good(f"PostgreSQL {binaries.major}")
    except HutongError as refusal:
        yield wrong(refusal.message)
    except (OSError, subprocess.CalledProcessError) as failed:
        yield wrong(f"PostgreSQL 程序不能运行：{failed}")


def _portal(settings: Settings) -> Iterator[Finding]:
    hold = Hold(settings.state_dir / "run.lock")
    if hold.is_taken():
        yield good(f"护童正在运行：{hold.told().get('address', '')}")
    elif port_is_free(settings.portal_port):
        yield good(f"护童没有运行；端口 {settings.portal_port} 空闲")
    else:
        yield optional(
            f"护童没有运行；端口 {settings.portal_port} 被别的程序占用，启动时会改用别的。"
        )


def _database(settings: Settings) -> Iterator[Finding]:
    if not settings.database_url:
        yield optional("数据库尚未建立，首次 make run 时建立。")
        return
    from sqlalchemy.exc import SQLAlchemyError

    from deployments.machine.migrate import is_current
    from deployments.machine.rotation import is_unfinished
    from models.store.driver import engine_to

    engine = engine_to(settings.database_url, connect_args={"connect_timeout": 5})
    try:
        with engine.connect() as connection:
            current = is_current(connection)
            closed = _key_refused(settings, engine)
            changing = current and is_unfinished(connection, settings.key_file)
    except SQLAlchemyError:
        yield optional("数据库没有应答（护童没有运行时属正常）。")
        return
    finally:
        engine.dispose()
    if closed:
        yield wrong(closed)
    if changing:
        yield wrong("主密钥的更换没有做完，新旧两把都还能用。请再运行一次 hutong key rotate。")
    if current:
        yield good("数据库结构是当前版本")
    else:
        yield wrong("数据库结构不是当前版本，请重新运行 make run 完成升级。")


def _key_refused(settings: Settings, engine: "Engine") -> str:
    """Why the key is not this database's; empty when it is, or when there is none yet."""
    from tasks.office import Office

    try:
        Office.of_installation(settings, engine)
    except WrongKey as refused:
        return refused.message
    return ""


def _prefect(settings: Settings, now: datetime) -> Iterator[Finding]:
    if not settings.prefect_api_url:
        yield optional("流程引擎尚未启动过，首次 make run 时启动。")
        return
    from tasks.engine.prefect_api import PrefectApi

    with PrefectApi(settings.prefect_api_url, settings.prefect_auth_string or None) as api:
        if not api.server_ready():
            yield optional("流程引擎没有应答（护童没有运行时属正常；办理不受影响）。")
            return
        yield good(f"流程引擎 {settings.prefect_api_url}")
        try:
            yield from clockwork(api, now)
        except OrchestratorUnreachable as away:
            yield optional(away.message)


def mail_server(settings: Settings) -> Iterator[Finding]:
    """Say whether notices can go out by e-mail: log in at the server, and leave again."""
    if not settings.sends_mail:
        yield optional("没有设置发信服务器（HUTONG_SMTP_HOST 等），不能用电子邮件通知。")
        return
    from tasks.outbox.mailing import trouble

    found = trouble(settings)
    yield wrong(f"发信服务器：{found}，请检查设置。") if found else good("发信服务器可用")


def _optional_programs() -> Iterator[Finding]:
    wanted = (
        ("soffice", "LibreOffice", "文书预览和 PDF 转换", "libreoffice-writer-nogui"),
        ("chromium", "Chromium", "浏览器测试", "chromium"),
        ("pdftoppm", "poppler-utils", "文书图片比对", "poppler-utils"),
    )
    for program, name, purpose, package in wanted:
        if shutil.which(program):
            yield good(name)
        else:
            yield optional(f"没有 {name}({purpose}用):sudo apt-get install {package}")
    if _has_chinese_fonts():
        yield good("中文字体")
    else:
        yield optional("没有中文字体（文书预览用）：sudo apt-get install fonts-noto-cjk")


def _has_chinese_fonts() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())
