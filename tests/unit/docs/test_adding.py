"""`docs/adding.md` lists exactly the files that the example of each recipe stands in."""

import re
import subprocess

import pytest

from tests.unit.docs.pages import ROOT, page, rows

#: Heading of a recipe → what its example looks like in the tree.
EXAMPLES = {
    "A stage or side procedure": r"Stage\.SUGGESTION_REPLY|\bsuggestion[_-]reply\b",
    "A field of a form": r"\bwhy_incomplete\b",
    "A rule": r"\b5C\.8\b",
    "A paper": r"Paper\.CONSULTATION_NOTICE|\bconsultation_notice\b|ConsultationNotice",
    "A page": r"/deliveries\b|\bdeliveries\.(html|router)",
}
#: Where an example stands that is told by another recipe, or that nobody writes by hand.
ELSEWHERE = (
    r"^(models/migrations/|deployments/rehearsal/|deployments/practice/|docs/adr/|docs/adding\.md)"
)
#: The example of a stage and that of its paper are one word.
TOLD_WITH_THE_PAPER = {
    "A stage or side procedure": (
        "documents/authoring/build.py", "documents/authoring/letters.py", "documents/papers.py",
        "documents/titles.py",
    ),
}  # fmt: skip
FOLDERS = ("deployments", "proof", "web", "flows", "tasks", "documents", "models", "docs")


def listed(heading: str) -> set[str]:
    section = page("docs/adding.md").partition(f"\n## {heading}")[2].partition("\n## ")[0]
    return {row[0].strip("` ") for row in rows(section) if "/" in row[0]}


def standing_in(pattern: str) -> set[str]:
    found = set()
    for folder in FOLDERS:
        for file in (ROOT / folder).rglob("*"):
            name = file.relative_to(ROOT).as_posix()
            if file.suffix in {".py", ".yaml", ".html", ".md", ".sql"} and not re.match(
                ELSEWHERE, name
            ):
                found |= {name} if re.search(pattern, file.read_text("utf-8")) else set()
    return found


@pytest.mark.parametrize("heading", list(EXAMPLES))
def test_a_recipe_lists_the_files_that_its_example_stands_in(heading: str) -> None:
    told_elsewhere = set(TOLD_WITH_THE_PAPER.get(heading, ()))

    assert standing_in(EXAMPLES[heading]) - told_elsewhere == listed(heading)


def test_every_recipe_of_the_page_is_tried() -> None:
    headings = re.findall(r"^## (.+?)(?:: .*)?$", page("docs/adding.md"), re.MULTILINE)

    assert headings == list(EXAMPLES)


def test_only_files_that_are_kept_are_listed() -> None:
    kept = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    if not kept:
        pytest.skip("not a git checkout")

    assert {name for heading in EXAMPLES for name in listed(heading)} <= set(kept)
