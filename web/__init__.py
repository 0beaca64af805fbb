"""Who does it: the portal through which people read cases, answer steps and sign approvals."""
