"""What all contexts are: frozen, closed, texts already written as they will stand on paper."""

import hashlib
import json

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A group of texts that a template prints together or repeats."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Context(Part):
    """Everything a template prints but the number and the day of issue."""


class ChildCard(Part):
    """The child as the rows of an internal form."""

    name: str
    sex: str
    birth: str
    age: str
    ethnicity: str
    id_number: str
    household: str
    address: str
    school: str
    health: str


class GuardianCard(Part):
    """A guardian as a row of an internal form."""

    name: str
    relation: str
    sex: str
    birth: str
    id_number: str
    work: str
    address: str
    phone: str
    suspected: str
    contact: str


class Evidence(Part):
    """A line of an evidence list."""

    number: str
    name: str
    kind: str
    source: str
    proves: str
    copy_kind: str
    pages: str


class Finding(Part):
    """Something found, and what it rests on."""

    title: str
    text: str
    basis: str


def digest(context: BaseModel) -> str:
    """SHA-256 of a context's canonical JSON; approvals are bound to it, number and day are not in.

    Returns:
        64 hexadecimal digits. Keys sorted, no spaces, UTF-8.
    """
    plain = context.model_dump(mode="json")
    canonical = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
