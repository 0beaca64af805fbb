"""Whatever is handed in is refused with a sentence, or kept with what was found and no picture of it."""

import io
import zipfile

import pytest
from PIL import Image

from documents.received.inspection import Inspection
from documents.received.looked import SAYS, Caution, NotTaken
from documents.received.pictures import SHOWN_DOTS, page_of
from tests.hostile_files import CORPUS, HONEST, Hostile, picture, placed

INSPECTION = Inspection()
#: Found in what is shown all the same: the pictures are drawn anew.
HARMLESS = frozenset({Caution.PLACE, Caution.RENAMED, Caution.LONG})


def test_there_are_enough_of_them():
    assert len(CORPUS) >= 60


@pytest.mark.parametrize("which", CORPUS)
def test_a_hostile_file_is_refused_or_told_of_and_never_shown(which: str):
    file: Hostile = CORPUS[which]
    if not file.findings:
        with pytest.raises(NotTaken, match=r"。$"):
            INSPECTION.of(file.make(), file.name)
        return

    taken = INSPECTION.of(file.make(), file.name)

    found = {Caution(one) for one in taken.findings}
    assert found >= file.findings
    assert taken.preview is None or found <= HARMLESS


@pytest.mark.parametrize("which", HONEST)
def test_what_people_bring_is_taken_and_nothing_is_said_of_it(which: str):
    make, name, pages = HONEST[which]

    taken = INSPECTION.of(make(), name)

    assert taken.findings == ()
    assert taken.name.rpartition(".")[2] == name.rpartition(".")[2].lower()
    shown = zipfile.ZipFile(io.BytesIO(taken.preview)).namelist() if taken.preview else []
    assert len(shown) == pages


def test_a_photograph_of_a_telephone_in_its_own_format_is_shown():
    import pillow_heif

    heic = io.BytesIO()
    pillow_heif.from_pillow(Image.open(io.BytesIO(picture(size=(640, 480))))).save(heic)

    taken = INSPECTION.of(heic.getvalue(), "IMG_0001.HEIC")

    assert taken.media == "image/heic"
    assert taken.preview


def test_the_picture_that_is_shown_is_upright_and_small_and_says_nothing_of_place_or_camera():
    taken = INSPECTION.of(placed(), "a.jpg")
    assert taken.preview

    shown = page_of(taken.preview, 1)

    assert shown
    assert b"SecretCamera" in placed()
    assert b"SecretCamera" not in shown
    with Image.open(io.BytesIO(shown)) as opened:
        assert not opened.getexif()
        assert opened.size == (48, 64)  # It lay on its side.


def test_a_large_picture_is_shown_small():
    taken = INSPECTION.of(picture(size=(6000, 4000)), "a.jpg")
    assert taken.preview

    with Image.open(io.BytesIO(page_of(taken.preview, 1) or b"")) as opened:
        assert max(opened.size) == SHOWN_DOTS


def test_the_same_file_gives_the_same_pictures():
    assert INSPECTION.of(picture(), "a.jpg").preview == INSPECTION.of(picture(), "b.jpg").preview


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\秘密\\左臂.JPG", "左臂.jpg"),
        ("病历\u202egpj.exe", "病历gpj.jpg"),
        ('a"; rm -rf.jpg', "a; rm -rf.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie x.jpg"),
        ("<img onerror=x>.jpg", "img onerror=x.jpg"),
        ("", "附件.jpg"),
        (".jpg", "附件.jpg"),
        ("...", "附件.jpg"),
        ("长" * 400 + ".jpg", "长" * 100 + ".jpg"),
        ("CON.jpg", "CON.jpg"),
        ("a\x00.php.jpg", "a.php.jpg"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str):
    assert INSPECTION.of(picture(), name).name == safe


def test_every_finding_is_said_in_words():
    assert set(SAYS) == set(Caution)


@pytest.mark.parametrize(("content", "says"), [(b"", "空"), (bytes(64 * 1024**2 + 1), "64 MB")])
def test_what_is_empty_or_too_large_is_refused_before_anything_is_started(content, says):
    with pytest.raises(NotTaken, match=says):
        INSPECTION.of(content, "a.jpg")
