"""The court-ready check and the leak check: finished Word files → paragraphs with places → findings."""
