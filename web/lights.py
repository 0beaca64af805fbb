"""The traffic lights: word, shape and colour together, so that none of them is needed alone."""

from dataclasses import dataclass

from models.store.views_light import GREEN, NONE, RED, YELLOW
from web.wording import word


@dataclass(frozen=True)
class Light:
    """How a light is shown."""

    css: str
    shape: str
    name: str

    @property
    def said(self) -> str:
        """Its word in the language of the request."""
        return word(self.name)


_LIGHTS: dict[int, Light] = {
    RED: Light("red", "◆", "超期"),
    YELLOW: Light("yellow", "▲", "临期"),
    GREEN: Light("green", "●", "正常"),
    NONE: Light("none", "○", "无期限"),
}


def light_of(number: int | None) -> Light:
    """The light a view has counted; none where there is nothing to count."""
    return _LIGHTS[NONE if number is None else number]
