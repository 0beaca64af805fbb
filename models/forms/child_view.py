"""What the child thinks, or why it could not be asked. Part of almost every decision."""

from models.forms.base import Part, field

#: Behind hearing the child, everywhere.
HEARING = "未成年人保护法第4条;民法典第35条"


class ChildView(Part):
    """The child's own words, or the reason there are none.

    Eight years and older are presumed able to speak for themselves; a younger child who can
    express a wish is heard as well (Civil Code 19).
    """

    heard: bool = field(
        "听取了未成年人意见", source=HEARING, hint="八周岁以下但能够表达的,也要听取。"
    )
    words: str | None = field(
        "未成年人的意见", shown_if="heard=yes", widget="textarea", max_length=2000,
        hint="尽量记原话。",
    )  # fmt: skip
    reason_not_heard: str | None = field(
        "不能听取的理由", shown_if="heard=no", widget="textarea", max_length=500
    )
