"""`docs/fields.md` is what the program would print today."""

from deployments.procedure.fields_page import fields_page
from models.forms.catalogue import FORMS
from tests.unit.docs.pages import page


def test_the_page_for_writers_is_the_forms() -> None:
    assert page("docs/fields.md") == fields_page(), (
        "run: hutong procedure --fields > docs/fields.md"
    )


def test_every_field_of_every_form_is_on_it() -> None:
    printed = fields_page()

    for name, form in FORMS.items():
        part = printed.partition(f"## `{name}` ")[2].partition("\n## ")[0]
        assert [one for one in form.model_fields if f"| `{one}` |" not in part] == []
