"""`hutong doctor` says when a mail server is set and cannot be used."""

from deployments.doctor.doctor import mail_server
from deployments.doctor.finding import Mark
from tests.outbox.house import House
from tests.outbox.receivers import MailServer


def test_a_server_that_answers_is_good(house: House) -> None:
    [finding] = mail_server(house.settings())

    assert finding.mark is Mark.GOOD


def test_a_server_that_is_set_and_away_is_wrong(house: House, mails: MailServer) -> None:
    mails.stop()
    [finding] = mail_server(house.settings())

    assert finding.mark is Mark.WRONG
    assert "连接不上" in finding.sentence


def test_one_that_offers_no_encryption_where_it_is_wanted_is_wrong(house: House) -> None:
    [finding] = mail_server(house.settings(smtp_security="starttls"))

    assert finding.mark is Mark.WRONG


def test_none_is_no_fault(house: House) -> None:
    [finding] = mail_server(house.settings(smtp_host=""))

    assert finding.mark is Mark.OPTIONAL
