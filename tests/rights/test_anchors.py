"""A chain that was cut or written anew, and a log that was thinned, differ from what was anchored."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.clockwork.anchoring import anchor_once
from flows.readers.workplace import Workplace
from models.settings import Settings
from models.store.acting import as_worker
from tasks.check import anchoring
from tasks.check.anchor_files import AnchorDamaged, AnchorKey
from tests.flows.positions import Positions
from tests.flows.practice import Practice

#: Events from the sixth on hashed anew after the fifth was changed, and the head with them.
REWRITTEN = """
DO $$ DECLARE one events; before text; BEGIN
    UPDATE events SET detail = '{}' WHERE seq = 5;
    SELECT prev_hash INTO before FROM events WHERE seq = 5;
    FOR one IN SELECT * FROM events WHERE seq >= 5 ORDER BY seq LOOP
        one.prev_hash := before;
        before := encode(sha256(convert_to(hutong_event_text(one), 'UTF8')), 'hex');
        UPDATE events SET prev_hash = one.prev_hash, hash = before WHERE id = one.id;
    END LOOP;
    UPDATE event_heads SET hash = before;
END $$
"""
#: Done so that every chain is whole in itself, and by which words it must be told.
ALTERED = {
    "the newest events cut off, and the head moved back": (
        ("DELETE FROM events WHERE seq > 9",
         "UPDATE event_heads h SET seq = 9, hash = (SELECT hash FROM events WHERE seq = 9)"),
        ("事件与锚定不符",),
    ),
    "events written anew from the fifth on": ((REWRITTEN,), ("事件与锚定不符",)),
    "the newest imprints cut off, and the head moved back": (
        ("DELETE FROM imprints i USING cases c WHERE i.chain = c.id AND seq > 30",
         "UPDATE imprint_heads h SET seq = 30, hash = (SELECT hash FROM imprints i WHERE "
         "i.chain = h.chain AND seq = 30) WHERE chain IN (SELECT id FROM cases)"),
        ("留痕与锚定不符",),
    ),
    "all imprints left anew": (
        ("DELETE FROM imprints", "DELETE FROM imprint_heads",
         "SELECT hutong_imprint_all(t) FROM unnest(ARRAY['children', 'cases', 'stages', 'steps']) t"),
        ("留痕与锚定不符",),
    ),
    "a look removed": (
        ("DELETE FROM view_log WHERE what = 'case'",), ("查看记录", "应有 3 条，现有 2 条"),
    ),
    "a look altered": (
        ("UPDATE view_log SET officer_id = (SELECT max(id::text)::uuid FROM officers) "
         "WHERE what = 'case'",),
        ("查看记录", "应有 3 条，现有 3 条"),
    ),
    "a look dated back": (
        ("INSERT INTO view_log SELECT gen_random_uuid(), centre_id, case_id, officer_id, at, what, "
         "ref FROM view_log WHERE what = 'case'",),
        ("查看记录", "应有 3 条，现有 4 条"),
    ),
    "an account's entry removed": (
        ("DELETE FROM account_changes",), ("账号变动记录", "应有 1 条，现有 0 条"),
    ),
    "a whole case removed with all that tells of it": (
        ("DELETE FROM events", "DELETE FROM event_heads", "DELETE FROM imprints",
         "DELETE FROM imprint_heads", "DELETE FROM cases"),
        ("事件与锚定不符",),
    ),
    "what the database knows of the newest anchor": (
        ("UPDATE system_facts SET value = '{\"number\"\\: 9, \"sha256\"\\: \"\"}' "
         "WHERE name = 'anchor:last'",),
        ("登记的第 9 号锚定文件不在",),
    ),
}  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(state_dir=tmp_path)


@pytest.fixture
def practice(positions: Positions, settings: Settings) -> Iterator[Practice]:
    """A case in the middle and some looks at it, anchored an hour later."""
    with positions.at("ask:convening") as practice:
        for what in ("case", "step", "search"):
            practice.tell(
                "INSERT INTO view_log (id, centre_id, case_id, officer_id, at, what) "
                "SELECT gen_random_uuid(), centre_id, id, (SELECT min(o.id::text)::uuid FROM "
                "officers o), :at, :what FROM cases LIMIT 1",
                at=practice.clock.now(), what=what,
            )  # fmt: skip
        practice.tell(
            "INSERT INTO account_changes (id, centre_id, officer_id, at, what, detail, by_machine) "
            "SELECT gen_random_uuid(), centre_id, id, :at, 'unlocked', '{}', 'planted' "
            "FROM officers LIMIT 1",
            at=practice.clock.now(),
        )
        practice.clock.advance_to(practice.clock.now() + timedelta(hours=1))
        assert anchored(practice, settings) == 1
        yield practice


def anchored(practice: Practice, settings: Settings) -> int:
    return anchor_once(Workplace(practice.worker, practice.office, practice.clock), settings)


def troubles(practice: Practice, settings: Settings) -> list[str]:
    with as_worker(practice.worker) as db:
        return list(
            anchoring.troubles(
                db, settings.anchors, settings.anchor_key_file, now=practice.clock.now()
            )
        )


def a_day_later(practice: Practice) -> None:
    practice.clock.advance_to(practice.clock.now() + timedelta(days=1))


def test_what_was_anchored_stands_whatever_is_done_after(practice: Practice, settings: Settings):
    assert troubles(practice, settings) == []
    practice.play_to_step("ask:minutes")
    practice.open_case()
    assert troubles(practice, settings) == []


def test_each_night_has_one_anchor(practice: Practice, settings: Settings):
    assert anchored(practice, settings) == 0
    a_day_later(practice)
    assert [anchored(practice, settings) for _ in range(2)] == [1, 0]
    assert len(list(settings.anchors.iterdir())) == 2
    assert troubles(practice, settings) == []


def test_an_anchor_holds_only_what_moved_and_no_word_of_a_case(
    practice: Practice, settings: Settings
):
    a_day_later(practice)
    old, number = practice.case(), practice.one("SELECT number FROM cases")
    practice.open_case()
    anchored(practice, settings)
    first, second = (file.read_text() for file in sorted(settings.anchors.iterdir()))
    assert str(old) in first
    assert str(old) not in second
    assert len(second) < len(first) * 2
    assert number not in first + second


@pytest.mark.parametrize("alteration", ALTERED)
def test_what_is_whole_in_itself_differs_from_the_anchor(
    practice: Practice, settings: Settings, alteration: str
):
    orders, words = ALTERED[alteration]
    for order in orders:
        practice.tell(order)
    found = troubles(practice, settings)
    assert any(all(word in one for word in words) for one in found), found
    if "events" in alteration:
        # Without the anchor nobody would know.
        assert "每个案件的事件链完整、未被改动" not in practice.broken_promises()
        assert practice.one("SELECT number FROM cases") in str(found)


def _edit(file: Path) -> None:
    file.write_text(file.read_text().replace('"number": 2', '"number": 2, "anew": true', 1))


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "edited": (_edit, "签名不成立"),
    "cut short": (_cut, "不能读取"),
    "gone": (Path.unlink, "不在"),
}


@pytest.mark.parametrize(
    ("damage", "number"),
    [
        ("edited", 2),
        *((damage, number) for damage in ("cut short", "gone") for number in (1, 2, 3)),
    ],
)
def test_a_file_that_was_tampered_with_is_named(
    practice: Practice, settings: Settings, damage: str, number: int
):
    for _ in range(2):
        a_day_later(practice)
        anchored(practice, settings)
    how, words = DAMAGES[damage]
    how(settings.anchors / f"anchor-{number:06d}.json")
    found = str(troubles(practice, settings))
    assert words in found or "不相接" in found


def test_who_has_not_the_key_cannot_anchor(practice: Practice, settings: Settings):
    settings.anchor_key_file.unlink()
    assert troubles(practice, settings) == ["没有锚定密钥文件 anchor.key，不能核对锚定。"]
    AnchorKey.of(settings.anchor_key_file)
    assert "不是用本系统的锚定密钥签名的" in str(troubles(practice, settings))
    a_day_later(practice)
    with pytest.raises(AnchorDamaged):
        anchored(practice, settings)


def test_a_machine_that_has_not_the_files_writes_none(
    practice: Practice, settings: Settings, tmp_path: Path
):
    elsewhere = Settings(state_dir=tmp_path / "elsewhere")
    assert anchored(practice, elsewhere) == 0
    a_day_later(practice)
    with pytest.raises(AnchorDamaged):
        anchored(practice, elsewhere)
    assert anchored(practice, settings) == 1


def test_after_a_restore_anchoring_begins_anew(practice: Practice, settings: Settings):
    practice.tell("DELETE FROM events WHERE seq > 9")
    practice.tell("UPDATE event_heads SET seq = 9, hash = (SELECT hash FROM events WHERE seq = 9)")
    assert troubles(practice, settings)
    key = AnchorKey.read(settings.anchor_key_file)
    with as_worker(practice.worker) as db:
        made = anchoring.anchor(db, settings.anchors, key, now=practice.clock.now(), anew=True)
    assert made
    assert (made.anchor.number, made.anchor.anew) == (2, True)
    assert troubles(practice, settings) == []


def test_an_anchor_that_is_late_is_said(practice: Practice, settings: Settings):
    practice.clock.advance_to(practice.clock.now() + timedelta(days=3))
    assert "超过2天" in str(troubles(practice, settings))
