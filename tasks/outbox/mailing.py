"""E-mail through the installation's own server.

By `smtplib`, not Apprise: Apprise makes a new Message-ID for each try, and a message that is sent
twice after a crash must be known as one.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from models.labels import label
from models.settings import Settings
from models.words import DeliveryReason
from tasks.outbox.message import Message
from tasks.outbox.undelivered import Undelivered

#: For each answer of the server.
_PATIENCE = 10
#: From here on a server's answer is final.
_PERMANENT = 500


def mail(settings: Settings, to: str, message: Message, *, now: datetime) -> None:
    """Hand one message to the server.

    Raises:
        Undelivered: It did not take it, with our word for why.
    """
    with _spoken(), _server(settings) as server:
        letter = _letter(settings, to, message, now)
        server.send_message(letter, settings.smtp_from, [to])


def trouble(settings: Settings) -> str:
    """Say in a word why the server cannot be used; empty when it answers and lets us in."""
    try:
        with _spoken(), _server(settings) as server:
            server.noop()
    except Undelivered as failed:
        return label(failed.reason)
    return ""


def _letter(settings: Settings, to: str, message: Message, now: datetime) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"] = message.subject
    letter["From"] = f"护童 <{settings.smtp_from}>"
    letter["To"] = to
    letter["Date"] = format_datetime(now)
    domain = settings.smtp_from.rpartition("@")[2]
    letter["Message-ID"] = f"<{message.id}@{domain}>"
    # No out-of-office note may answer it.
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(message.body)
    return letter


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP]:
    if not settings.smtp_host or not settings.smtp_from:
        raise Undelivered(DeliveryReason.NOT_SET)
    place = (settings.smtp_host, settings.smtp_port)
    tls = ssl.create_default_context()
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=_PATIENCE, context=tls)
    else:
        server = smtplib.SMTP(*place, timeout=_PATIENCE)
    with server:
        if settings.smtp_security == "starttls":
            server.starttls(context=tls)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        yield server


@contextmanager
def _spoken() -> Iterator[None]:
    """Say a failure in our own word; a server's sentence may quote the address."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _said in refused.recipients.values()]
        final = all(code >= _PERMANENT for code in codes)
        reason = DeliveryReason.RECIPIENT if final else DeliveryReason.REFUSED
        raise Undelivered(reason, final=final) from None
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
        raise Undelivered(DeliveryReason.LOGIN, server=True) from None
    except (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected):
        raise Undelivered(DeliveryReason.UNREACHABLE, server=True) from None
    except smtplib.SMTPException:
        raise Undelivered(DeliveryReason.REFUSED) from None
    except ValueError:  # An address or a sender that fits into no letter.
        raise Undelivered(DeliveryReason.ADDRESS, final=True) from None
    except OSError:  # No route, no name, no answer in time, no trust in its certificate.
        raise Undelivered(DeliveryReason.UNREACHABLE, server=True) from None
