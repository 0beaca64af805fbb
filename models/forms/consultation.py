"""The forms of multi-party consultation 多方会商 (D5, D6)."""

from models.forms.convening import Convening, InvitedParty, PartyBody, PartyOpinion
from models.forms.minutes import Minutes

__all__ = ["Convening", "InvitedParty", "Minutes", "PartyBody", "PartyOpinion"]
