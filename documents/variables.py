"""What a template prints against what its context model has: the same, both ways, nested too.

A name is a path: `claims[].text`. Values in a branch that today's data does not take count as well,
so a fault does not wait for the one case that meets it.
"""

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from jinja2 import nodes
from pydantic import BaseModel

from documents.errors import TemplateFaulty

#: What rendering itself adds to every context.
GIVEN = frozenset({"number", "issued_on"})
#: Jinja's own name inside a loop.
_LOOP = "loop"


class _Scope(dict[str, tuple[str, Any]]):
    """Name → (path, type) where a name is known; types are pydantic annotations."""


def declared(model: type[BaseModel], prefix: str = "") -> set[str]:
    """Every path a context of this model has, down to texts, numbers and flags."""
    found: set[str] = set()
    for name, info in model.model_fields.items():
        found |= _leaves(info.annotation, prefix + name)
    return found


def printed(tree: nodes.Template, model: type[BaseModel]) -> set[str]:
    """Every path a template uses.

    Raises:
        TemplateFaulty: It uses a name the model does not have.
    """
    scope = _Scope({name: (name, str) for name in GIVEN})
    for name, info in model.model_fields.items():
        scope[name] = (name, info.annotation)
    used: set[str] = set()
    for child in tree.iter_child_nodes():
        _walk(child, scope, used)
    return used - GIVEN


def refuse_mismatch(tree: nodes.Template, model: type[BaseModel], *, template: str) -> None:
    """Refuse a template that lacks a variable of its model, or has one too many.

    Raises:
        TemplateFaulty: Naming the template and each variable.
    """
    missing = sorted(declared(model) - printed(tree, model))
    if missing:
        raise TemplateFaulty(f"模板“{template}”没有用到:{'、'.join(missing)}。")


def _leaves(annotation: Any, path: str) -> set[str]:
    item = _item(annotation)
    if item is not None:
        return _leaves(item, f"{path}[]")
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return declared(annotation, f"{path}.")
    return {path}


def _item(annotation: Any) -> Any | None:
    return get_args(annotation)[0] if get_origin(annotation) is tuple else None


def _walk(node: nodes.Node, scope: _Scope, used: set[str]) -> None:
    if isinstance(node, nodes.For):
        _loop(node, scope, used)
    elif isinstance(node, (nodes.Name, nodes.Getattr)):
        _use(node, scope, used)
    elif isinstance(node, (nodes.Assign, nodes.Import, nodes.FromImport, nodes.Include,
                           nodes.Extends, nodes.Macro, nodes.CallBlock, nodes.Call)):  # fmt: skip
        raise TemplateFaulty("模板只能使用变量、条件和循环,不能赋值、引入或者调用。")
    else:
        for child in node.iter_child_nodes():
            _walk(child, scope, used)


def _loop(node: nodes.For, scope: _Scope, used: set[str]) -> None:
    if not isinstance(node.target, nodes.Name):
        raise TemplateFaulty("模板的循环只能有一个循环变量。")
    path, annotation = _resolve(node.iter, scope)
    item = _item(annotation)
    if item is None:
        raise TemplateFaulty(f"模板对“{path}”循环,但它不是列表。")
    inner = _Scope(scope)
    inner[node.target.name] = (f"{path}[]", item)
    inner[_LOOP] = (_LOOP, Mapping)
    for child in (*node.body, *node.else_):
        _walk(child, inner, used)


def _use(node: nodes.Name | nodes.Getattr, scope: _Scope, used: set[str]) -> None:
    path, annotation = _resolve(node, scope)
    if annotation is not Mapping and path in _leaves(annotation, path):
        used.add(path)


def _resolve(node: nodes.Node, scope: _Scope) -> tuple[str, Any]:
    if isinstance(node, nodes.Name):
        if node.name not in scope:
            raise TemplateFaulty(f"模板用到了没有的变量:{node.name}。")
        return scope[node.name]
    if isinstance(node, nodes.Getattr):
        path, annotation = _resolve(node.node, scope)
        if annotation is Mapping and node.attr in ("index", "first", "last"):
            return path, annotation
        if (isinstance(annotation, type) and issubclass(annotation, BaseModel)
                and node.attr in annotation.model_fields):  # fmt: skip
            return f"{path}.{node.attr}", annotation.model_fields[node.attr].annotation
        raise TemplateFaulty(f"模板用到了没有的变量:{path}.{node.attr}。")
    raise TemplateFaulty("模板只能按名称使用变量。")
