"""The YAML of a rule pack: keys written once, and the line on which something wrong stands."""

from collections.abc import Hashable, Sequence
from typing import Any

import yaml

from models.errors import BadInput


class PackInvalid(BadInput):
    """规则包有误,没有载入。"""

    def __init__(self, head: str, problems: Sequence[str] = ()) -> None:
        """Carry a sentence and, each by itself, what was found wrong."""
        super().__init__(head + "".join(problems))
        self.problems = tuple(problems) or (head,)


class _UniqueKeys(yaml.SafeLoader):
    """A loader that refuses a key written twice, which YAML would quietly overwrite."""


def _mapping(loader: _UniqueKeys, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Hashable] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            line = key_node.start_mark.line + 1
            raise PackInvalid(f"{loader.name}:{line}: “{key}”写了两次,请删去一处。")
        seen.add(key)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def parse_yaml(text: str, name: str) -> dict[str, Any]:
    """Parse YAML text into a mapping.

    Raises:
        PackInvalid: Not YAML, not a mapping, or a key written twice; names the line.
    """
    try:
        loader = _UniqueKeys(text)
        loader.name = name
        loaded = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackInvalid(f"{name}:{line}: 不是有效的 YAML,请检查缩进和引号。") from error
    except yaml.YAMLError as error:
        raise PackInvalid(f"{name} 不是有效的 YAML 文件。") from error
    if not isinstance(loaded, dict):
        raise PackInvalid(f"{name} 的最外层必须是“键: 值”。")
    return loaded


def placed(problems: Sequence[str], text: str, name: str) -> list[str]:
    """Put `file:line: ` before each problem that begins with a place such as `rules › 5A.2:`.

    What cannot be found in this text stays as it is.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    found = []
    for problem in problems:
        path = [part.strip() for part in problem.partition(":")[0].split(" › ")]
        # A rule may stand under `changes`, and the pack's version may stand before all.
        ways = (path, ["changes", *path[1:]], path[1:])
        depth, line = max(_line(root, way) for way in ways)
        found.append(f"{name}:{line}: {problem}" if depth and len(path) > 1 else problem)
    return found


def _line(node: yaml.Node | None, path: Sequence[str]) -> tuple[int, int]:
    """How much of a path is there, and the line of its last part that is."""
    depth = line = 0
    for part in path:
        step = _child(node, part)
        if step is None:
            break
        mark, node = step
        depth, line = depth + 1, mark.line + 1
    return depth, line


def _child(node: yaml.Node | None, part: str) -> tuple[Any, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            # A variant such as 5B.1-urgent stands in its rule.
            if key.value == part or (part.startswith(f"{key.value}-") and "." in part):
                return key.start_mark, value
    if isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
        value = node.value[int(part)]
        return value.start_mark, value
    return None
