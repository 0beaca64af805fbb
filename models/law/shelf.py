"""Where packs come from: those shipped with the program and those of the installation's folder.

The folder is where an administrator puts a new law, as a file like the shipped ones. A file that
cannot be read takes nothing from the others: it is listed with its problems and not chosen.
A file is known by its `version`, never by its name; a version once used stays as it is.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path

from models.law.pack import UnknownPack
from models.law.packfile import PackFile, read_pack_file, text_of
from models.law.packyaml import PackInvalid, parse_yaml

_PACKS = resources.files("models.law.packs")
#: The line of packs by which cases are opened.
NATIONAL = "national"


@dataclass(frozen=True)
class Kept:
    """A pack file with where it stands: its name for sentences and its text."""

    file: PackFile
    name: str
    text: str


@dataclass(frozen=True)
class Broken:
    """A file of the folder that is not taken, and why."""

    name: str
    problems: tuple[str, ...]


def read_kept(text: str, name: str) -> Kept:
    """Read one pack file.

    Raises:
        PackInvalid: With a sentence for every problem found, with file and line.
    """
    return Kept(read_pack_file(text, name), name, text)


@lru_cache(maxsize=32)
def _shipped(path: str) -> Kept:
    return read_kept(_PACKS.joinpath(path).read_text("utf-8"), path)


def _stems(folder: str = "") -> list[str]:
    place = _PACKS.joinpath(folder) if folder else _PACKS
    names = (file.name for file in place.iterdir() if file.name.endswith(".yaml"))
    return sorted(name.removesuffix(".yaml") for name in names if name != "sources.yaml")


def shared_sources() -> dict[str, dict[str, object]]:
    """The documents that every pack may cite."""
    found: dict[str, dict[str, object]] = parse_yaml(
        _PACKS.joinpath("sources.yaml").read_text("utf-8"), "sources.yaml"
    )["sources"]
    return found


@lru_cache(maxsize=1)
def _shipped_overlays() -> tuple[Kept, ...]:
    """Those that come with the program; a locality may have several, one after the other."""
    return tuple(_shipped(f"local/{stem}.yaml") for stem in _stems("local"))


class _Folder:
    """The files of the folder as they stood at one moment."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        self.kept: dict[str, Kept] = {}
        self.broken: list[Broken] = []
        taken = set(_shipped_versions()) if files else set()
        for path in files:
            try:
                kept = read_kept(text_of(path), path.name)
            except PackInvalid as invalid:
                self.broken.append(Broken(path.name, invalid.problems))
                continue
            version = kept.file.version
            if version in taken:
                text = f"{path.name}: 版本号 {version} 已有规则包使用,请换一个。"
                self.broken.append(Broken(path.name, (text,)))
                continue
            taken.add(version)
            self.kept[version] = kept


def _shipped_versions() -> list[str]:
    return [*_stems(), *(one.file.version for one in _shipped_overlays())]


@lru_cache(maxsize=16)
def _read_folder(mark: tuple[tuple[Path, int, int], ...]) -> _Folder:
    return _Folder(tuple(path for path, _, _ in mark))


class Shelf:
    """All packs of one installation; safe to share between threads."""

    def __init__(self, folder: Path | None = None) -> None:
        """Take the shipped packs and, over them, those of a folder; it need not exist."""
        self.folder = folder

    @property
    def mark(self) -> tuple[tuple[Path, int, int], ...]:
        """What the folder holds now, so that a file put there is seen without a restart."""
        if self.folder is None or not self.folder.is_dir():
            return ()
        found = []
        for file in sorted(self.folder.iterdir()):
            with suppress(OSError):
                if file.suffix in (".yaml", ".yml"):
                    stat = file.stat()
                    found.append((file, stat.st_mtime_ns, stat.st_size))
        return tuple(found)

    @property
    def _folder(self) -> _Folder:
        return _read_folder(self.mark)

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Files of the folder that are not taken."""
        return tuple(self._folder.broken)

    def installed(self) -> list[Kept]:
        """The packs of the folder, by version."""
        return [self._folder.kept[version] for version in sorted(self._folder.kept)]

    def nationals(self) -> list[Kept]:
        """Packs by which cases may be opened, the oldest first."""
        shipped = [_shipped(f"{stem}.yaml") for stem in _stems() if stem.startswith(NATIONAL)]
        return _in_order([*shipped, *self._installed(NATIONAL)])

    def overlays(self, local: str) -> list[Kept]:
        """The overlays of one locality, the oldest first."""
        shipped = [one for one in _shipped_overlays() if one.file.pack == local]
        return _in_order([*shipped, *self._installed(local)])

    def local_ids(self) -> tuple[str, ...]:
        """The localities there is an overlay for."""
        installed = {x.file.pack for x in self._folder.kept.values() if x.file.locality}
        return tuple(sorted(installed | {one.file.pack for one in _shipped_overlays()}))

    def is_local(self, kept: Kept) -> bool:
        """Whether a pack is an overlay: it says what is local, or goes on one that does."""
        return kept.file.locality is not None or kept.file.pack in self.local_ids()

    def line(self, name: str) -> list[Kept]:
        """A national pack with everything it extends, the base first.

        Args:
            name: `national` (the newest there is) or a version.

        Raises:
            UnknownPack: The sentence lists what there is.
        """
        return self.line_of(self.named(name))

    def line_of(self, top: Kept) -> list[Kept]:
        """A pack read elsewhere with everything it extends.

        Raises:
            PackInvalid: It extends itself.
        """
        line = [top]
        while parent := line[0].file.extends:
            found = self._parent(parent)
            if found.file.version in {one.file.version for one in line}:
                raise PackInvalid(
                    f"规则包 {found.file.version} 绕回引用了自己,请检查 extends。"
                )  # fmt: skip
            line.insert(0, found)
        return line

    def overlay(self, name: str) -> list[Kept]:
        """A local overlay with what it extends, by locality (the newest) or version.

        Raises:
            UnknownPack: The sentence lists what there is.
        """
        for local in self.local_ids():
            found = self.overlays(local)
            if name == local:
                return self.line_of(found[-1])
            same = [one for one in found if one.file.version == name]
            if same:
                return self.line_of(same[0])
        raise UnknownPack(f"没有地方包“{name}”,现有:{'、'.join(self.local_ids())}。")

    def _installed(self, pack: str) -> list[Kept]:
        return [one for one in self._folder.kept.values() if one.file.pack == pack]

    def named(self, name: str) -> Kept:
        """A national pack, or another of the folder that is no overlay.

        Raises:
            UnknownPack: The sentence lists what there is.
        """
        known = {one.file.version: one for one in self.nationals()}
        known |= {v: one for v, one in self._folder.kept.items() if not self.is_local(one)}
        if name == NATIONAL:
            return self.nationals()[-1]
        if name not in known:
            raise UnknownPack(
                f"没有规则包“{name}”,现有:{'、'.join(known)};地方包:{'、'.join(self.local_ids())}。"
            )
        return known[name]

    def _parent(self, name: str) -> Kept:
        local = [one for x in self.local_ids() for one in self.overlays(x)]
        same = [one for one in local if one.file.version == name]
        return same[0] if same else self.named(name)


def _in_order(found: list[Kept]) -> list[Kept]:
    """By the day they come into force; what has no day has always been in force."""
    return sorted(found, key=lambda one: (one.file.in_force_from or date.min, one.file.version))


#: The packs that come with the program and no others.
SHIPPED = Shelf()
