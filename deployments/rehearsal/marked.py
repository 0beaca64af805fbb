"""YAML whose every value knows its file and line, so that each error can say where it is.

All scalars stay text, exactly as typed: a form reads them as it reads a browser's fields, and
`12345` or `9:30` never turns into a number behind the author's back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from models.errors import BadInput

#: A case file larger than this many values is a mistake (or a joke with aliases).
MOST_VALUES = 200_000
#: Bytes.
LARGEST_FILE = 2_000_000


class BadCase(BadInput):
    """案例文件有误。"""

    def __init__(self, place: "Marked", sentence: str) -> None:
        """Say what is wrong with the value at `place`."""
        self.file, self.line, self.sentence = place.file, place.line, sentence
        super().__init__(f"{place.where}: {sentence}")


Value: TypeAlias = "str | tuple[Marked, ...] | dict[str, Marked]"
#: The C reader where PyYAML has one: ten times faster, the same marks.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Marked:
    """A value with its place."""

    file: str
    line: int
    value: Value
    #: Lines of the keys, where the value is a mapping.
    key_lines: dict[str, int] = field(default_factory=dict, compare=False)

    @property
    def where(self) -> str:
        """`file:line` as editors open it."""
        return f"{self.file}:{self.line}"

    @property
    def text(self) -> str:
        """The scalar, stripped. Raises BadCase for a list or a mapping."""
        if not isinstance(self.value, str):
            raise BadCase(self, "这里应当是一个值,不是列表或者一组内容。")
        return self.value.strip()

    @property
    def items(self) -> tuple["Marked", ...]:
        """The list; one scalar counts as a list of one. Raises BadCase for a mapping."""
        if isinstance(self.value, dict):
            raise BadCase(self, "这里应当是一个列表。")
        if isinstance(self.value, str):
            return (self,) if self.value.strip() else ()
        return self.value

    @property
    def fields(self) -> dict[str, "Marked"]:
        """The mapping; nothing at all counts as empty. Raises BadCase for anything else."""
        if isinstance(self.value, str) and not self.value.strip():
            return {}
        if not isinstance(self.value, dict):
            raise BadCase(self, "这里应当是“名称: 内容”的一组内容。")
        return self.value

    @property
    def plain(self) -> Any:
        """The same without places: text, lists, dictionaries."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, tuple):
            return [one.plain for one in self.value]
        return {name: one.plain for name, one in self.value.items()}

    def key(self, name: str) -> "Marked":
        """The place of a key of this mapping."""
        return replace(self, line=self.key_lines.get(name, self.line), value=name)

    def at(self, path: str) -> "Marked":
        """The value nearest to a dotted path such as `guardians.0.name`."""
        here = self
        for part in filter(None, path.split(".")):
            if isinstance(here.value, dict) and part in here.value:
                here = here.value[part]
            elif isinstance(here.value, tuple) and part.isdigit() and int(part) < len(here.value):
                here = here.value[int(part)]
            else:
                break
        return here

    def walk(self) -> Iterator["Marked"]:
        """This value and every value in it."""
        yield self
        if isinstance(self.value, str):
            return
        for one in self.value.values() if isinstance(self.value, dict) else self.value:
            yield from one.walk()


def read_marked(file: Path, shown: str | None = None) -> Marked:
    """Read a YAML file.

    Args:
        file: The file.
        shown: How to name it in errors; the path as given when absent.

    Raises:
        BadInput: It cannot be read, or is no YAML, with the line.
    """
    name = shown or str(file)
    nowhere = Marked(name, 1, "")
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise BadCase(nowhere, "文件太大,不像是案例文件。")
        content = file.read_text(encoding="utf-8")
    except OSError as failed:
        raise BadInput(f"读不到案例文件 {name}:{failed.strerror}。") from failed
    except UnicodeDecodeError as failed:
        raise BadCase(nowhere, "文件不是 UTF-8 编码的文本。") from failed
    try:
        node = yaml.compose(content, Loader=_LOADER)
    except yaml.YAMLError as failed:
        mark = getattr(failed, "problem_mark", None) or getattr(failed, "context_mark", None)
        problem = getattr(failed, "problem", "") or getattr(failed, "reason", "")
        line = mark.line + 1 if mark else 1
        place = replace(nowhere, line=line)
        raise BadCase(place, f"不是有效的 YAML,请检查缩进、冒号和引号({problem})。") from failed
    if node is None:
        raise BadCase(nowhere, "文件是空的。")
    return _Reading(name).of(node, ())


class _Reading:
    def __init__(self, file: str) -> None:
        self._file, self._count = file, 0

    def of(self, node: yaml.Node, inside: tuple[int, ...]) -> Marked:
        place = Marked(self._file, node.start_mark.line + 1, "")
        self._count += 1
        if id(node) in inside or self._count > MOST_VALUES:
            raise BadCase(place, "别名(&、*)互相包含或者展开后太大。")
        deeper = (*inside, id(node))
        if isinstance(node, yaml.ScalarNode):
            return replace(place, value=str(node.value))
        if isinstance(node, yaml.SequenceNode):
            return replace(place, value=tuple(self.of(one, deeper) for one in node.value))
        return self._mapping(node, place, deeper)

    def _mapping(self, node: yaml.Node, place: Marked, inside: tuple[int, ...]) -> Marked:
        found: dict[str, Marked] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            at = replace(place, line=key.start_mark.line + 1)
            if not isinstance(key, yaml.ScalarNode):
                raise BadCase(at, "名称应当是一个词。")
            name = str(key.value)
            if name in found:
                raise BadCase(at, f"“{name}”在这里写了两次。")
            found[name], lines[name] = self.of(value, inside), at.line
        return replace(place, value=found, key_lines=lines)
