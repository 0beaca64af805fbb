"""`docs/stages.md` is what the program would print today."""

from deployments.procedure.book import book
from deployments.procedure.printing import markdown
from models.law.loading import load_pack
from tests.unit.docs.pages import page


def test_the_page_of_stages_is_current() -> None:
    printed = markdown(book(load_pack("national")))

    assert page("docs/stages.md") == printed, "run: hutong procedure --mermaid > docs/stages.md"
