"""The stages as Prefect flows, one a stage, by the names their deployments point to.

Kept apart from the stage files so that the portal and the command line need not import Prefect.
"""

from flows.readers.notebook import as_flow
from models.words import Stage

receipt = as_flow(Stage.RECEIPT)
investigation = as_flow(Stage.INVESTIGATION)
assessment = as_flow(Stage.ASSESSMENT)
consultation = as_flow(Stage.CONSULTATION)
return_home = as_flow(Stage.RETURN_HOME)
relative_care = as_flow(Stage.RELATIVE_CARE)
revocation = as_flow(Stage.REVOCATION)
placement = as_flow(Stage.PLACEMENT)
follow_up = as_flow(Stage.FOLLOW_UP)
closure = as_flow(Stage.CLOSURE)

custody = as_flow(Stage.CUSTODY)
protection_order = as_flow(Stage.PROTECTION_ORDER)
injunction = as_flow(Stage.INJUNCTION)
extension = as_flow(Stage.EXTENSION)
suggestion_reply = as_flow(Stage.SUGGESTION_REPLY)
restoration = as_flow(Stage.RESTORATION)
feedback = as_flow(Stage.FEEDBACK)
majority = as_flow(Stage.MAJORITY)
transfer = as_flow(Stage.TRANSFER)
exemption = as_flow(Stage.EXEMPTION)
missing = as_flow(Stage.MISSING)
death = as_flow(Stage.DEATH)
