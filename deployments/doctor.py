"""What is missing or wrong on this machine, in sentences people can act on."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo

from deployments.postgres_binaries import find_binaries, server_account
from deployments.state import MASTER_KEY_BYTES, Hold, port_is_free, prepare_state
from models.errors import HutongError
from models.settings import GivenSettings, Settings, secrets_dir

#: Bytes free below which a centre should make room: a year of cases takes a few gigabytes.
SPACE_WANTED = 2 * 1024**3
_OFFICE_TIME = ZoneInfo("Asia/Shanghai")


class Verdict(StrEnum):
    """How a finding stands; the value is the mark in front of its line."""

    GOOD = "✓"
    #: Works without it, with something missing.
    OPTIONAL = "·"
    WRONG = "✗"


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    verdict: Verdict
    sentence: str


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
        lambda: _prefect(settings),
        lambda: mail_server(settings),
        lambda: _calendar(settings, now),
        _optional_programs,
    )
    for check in checks:
        yield from check()


def _good(sentence: str) -> Finding:
    return Finding(Verdict.GOOD, sentence)


def _wrong(sentence: str) -> Finding:
    return Finding(Verdict.WRONG, sentence)


def _optional(sentence: str) -> Finding:
    return Finding(Verdict.OPTIONAL, sentence)


def _python() -> Iterator[Finding]:
    said = ".".join(str(n) for n in sys.version_info[:3])
    yield _good(f"Python {said}")


def _packages() -> Iterator[Finding]:
    lock = Path(sys.prefix).parent / "requirements.lock"
    if not lock.is_file():
        yield _optional("没有找到 requirements.lock，未核对组件版本（从安装包运行时属正常）。")
        return
    wrong = []
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
            wrong.append(f"{name}（应为 {wanted}，实为 {found}）")
    if wrong:
        yield _wrong(f"组件与锁定文件不符：{'、'.join(wrong[:5])}。请运行 make setup。")
    else:
        yield _good("组件与锁定文件一致")


def _state(settings: Settings) -> Iterator[Finding]:
    try:
        prepare_state(settings.state_dir)
        probe = secrets_dir(settings.state_dir) / ".probe"
        probe.write_text("")
        probe.unlink()
    except (HutongError, OSError) as failed:
        yield _wrong(getattr(failed, "message", f"数据目录 {settings.state_dir} 不能写入。"))
        return
    yield _good(f"数据目录 {settings.state_dir}")
    free = shutil.disk_usage(settings.state_dir).free
    amount = f"{free / 1024**3:.1f} GB"
    if free < SPACE_WANTED:
        yield _wrong(f"磁盘只剩 {amount}，请清理，至少留出 {SPACE_WANTED // 1024**3} GB。")
    else:
        yield _good(f"磁盘可用 {amount}")


def _key(settings: Settings) -> Iterator[Finding]:
    file = settings.key_file
    if not file.exists():
        yield _optional("主密钥尚未生成，首次 make run 时生成。")
    elif file.stat().st_size != MASTER_KEY_BYTES:
        yield _wrong(f"主密钥文件 {file} 已损坏，请从备份恢复。")
    elif file.stat().st_mode & 0o077:
        yield _wrong(f"主密钥文件 {file} 可被他人读取，请运行：chmod 600 '{file}'")
    else:
        yield _good("主密钥仅本人可读；请在别处另存一份，丢失后身份信息无法恢复")


def _postgres(settings: Settings) -> Iterator[Finding]:
    if GivenSettings().database_url:
        yield _good("使用外部数据库（HUTONG_DATABASE_URL）")
        return
    try:
        binaries = find_binaries(settings.pg_bindir, server_account())
        yield _good(f"PostgreSQL {binaries.major}")
    except HutongError as refusal:
        yield _wrong(refusal.message)
    except (OSError, subprocess.CalledProcessError) as failed:
        yield _wrong(f"PostgreSQL 程序不能运行：{failed}")


def _portal(settings: Settings) -> Iterator[Finding]:
    hold = Hold(settings.state_dir / "run.lock")
    running = hold.file.parent.is_dir() and not hold.take()
    address = hold.told().get("address", "")
    hold.release()
    if running:
        yield _good(f"护童正在运行：{address}")
    elif port_is_free(settings.portal_port):
        yield _good(f"护童没有运行；端口 {settings.portal_port} 空闲")
    else:
        yield _optional(
            f"护童没有运行；端口 {settings.portal_port} 被别的程序占用，启动时会改用别的。"
        )


def _database(settings: Settings) -> Iterator[Finding]:
    if not settings.database_url:
        yield _optional("数据库尚未建立，首次 make run 时建立。")
        return
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SQLAlchemyError

    from deployments.migrate import is_current

    engine = create_engine(settings.database_url, connect_args={"connect_timeout": 5})
    try:
        with engine.connect() as connection:
            current = is_current(connection)
    except SQLAlchemyError:
        yield _optional("数据库没有应答（护童没有运行时属正常）。")
        return
    finally:
        engine.dispose()
    if current:
        yield _good("数据库结构是当前版本")
    else:
        yield _wrong("数据库结构不是当前版本，请重新运行 make run 完成升级。")


def _prefect(settings: Settings) -> Iterator[Finding]:
    if not settings.prefect_api_url:
        yield _optional("流程引擎尚未启动过，首次 make run 时启动。")
        return
    from tasks.prefect_api import PrefectApi

    with PrefectApi(settings.prefect_api_url, settings.prefect_auth_string or None) as api:
        ready = api.server_ready()
    if ready:
        yield _good(f"流程引擎 {settings.prefect_api_url}")
    else:
        yield _optional("流程引擎没有应答（护童没有运行时属正常；办理不受影响）。")


def mail_server(settings: Settings) -> Iterator[Finding]:
    """Say whether notices can go out by e-mail: log in at the server, and leave again."""
    if not settings.sends_mail:
        yield _optional("没有设置发信服务器（HUTONG_SMTP_HOST 等），不能用电子邮件通知。")
        return
    from tasks.mailing import trouble

    found = trouble(settings)
    yield _wrong(f"发信服务器：{found}，请检查设置。") if found else _good("发信服务器可用")


def _calendar(settings: Settings, now: datetime) -> Iterator[Finding]:
    from deployments.calendar_known import calendar_known
    from models.law.calendar.table import YearStatus

    calendar, year = calendar_known(settings), now.astimezone(_OFFICE_TIME).year
    for wanted in (year, year + 1):
        status = calendar.status(wanted)
        if status is YearStatus.OFFICIAL:
            yield _good(f"{wanted} 年工作日历已按国务院办公厅通知录入")
        elif status is YearStatus.PROVISIONAL:
            yield _optional(
                f"{wanted} 年放假安排尚未录入，跨入该年的期限为暂定；公布后由系统管理员在“工作日历”录入。"
            )
        else:
            yield _wrong(f"没有 {wanted} 年的工作日历，无法计算跨入该年的工作日期限。")


def _optional_programs() -> Iterator[Finding]:
    wanted = (
        ("soffice", "LibreOffice", "文书预览和 PDF 转换", "libreoffice-writer-nogui"),
        ("chromium", "Chromium", "浏览器测试", "chromium"),
        ("pdftoppm", "poppler-utils", "文书图片比对", "poppler-utils"),
    )
    for program, name, purpose, package in wanted:
        if shutil.which(program):
            yield _good(name)
        else:
            yield _optional(f"没有 {name}({purpose}用):sudo apt-get install {package}")
    if _has_chinese_fonts():
        yield _good("中文字体")
    else:
        yield _optional("没有中文字体（文书预览用）：sudo apt-get install fonts-noto-cjk")


def _has_chinese_fonts() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())
