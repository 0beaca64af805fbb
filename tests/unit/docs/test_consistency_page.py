"""`docs/consistency.md` is what the program would print today."""

from deployments.procedure.consistency_page import consistency_page
from tests.unit.docs.pages import page


def test_the_page_of_rules_between_facts_is_the_table() -> None:
    assert page("docs/consistency.md") == consistency_page(), (
        "run: hutong procedure --consistency > docs/consistency.md"
    )
