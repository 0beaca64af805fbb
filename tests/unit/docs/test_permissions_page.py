"""`docs/permissions.md` is what the program would print today."""

from deployments.procedure.permissions_page import permissions_page
from tests.unit.docs.pages import page


def test_the_page_of_permissions_is_the_table() -> None:
    assert page("docs/permissions.md") == permissions_page(), (
        "run: hutong procedure --permissions > docs/permissions.md"
    )
