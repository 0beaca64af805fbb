"""By which program a document was written: the code that makes contexts out of a case."""

import hashlib
from functools import cache
from pathlib import Path

import documents
import models

#: Twelve hexadecimal digits, like the version of a template.
_LENGTH = 12


@cache
def program_version() -> str:
    """Short hash of the code of `documents` and `models`, law and forms included.

    A template has a version of its own (`PaperKind.template_version`).
    """
    hashed = hashlib.sha256()
    for package in (documents, models):
        [folder] = package.__path__
        for file in sorted(Path(folder).rglob("*.py")):
            hashed.update(file.relative_to(folder).as_posix().encode())
            hashed.update(file.read_bytes())
    return hashed.hexdigest()[:_LENGTH]
