"""The traffic lights on screen: word, shape and colour together, so that none is needed alone."""

from dataclasses import dataclass

from models.law.lights import Light
from web.wording import _, word


@dataclass(frozen=True)
class ShownLight:
    """How a light is shown."""

    light: Light
    still: bool = False
    """Whether the deadline stands still (中止): then it has no light, and says why."""

    @property
    def css(self) -> str:
        """Its style."""
        return self.light.name.lower()

    @property
    def shape(self) -> str:
        """Its shape."""
        return "‖" if self.still else self.light.shape

    @property
    def said(self) -> str:
        """Its word in the language of the request."""
        return _("中止") if self.still else word(self.light.chinese)


def light_of(number: int | None, *, still: bool = False) -> ShownLight:
    """The light a view has counted; none where there is nothing to count."""
    return ShownLight(Light.NONE if number is None else Light(number), still)
