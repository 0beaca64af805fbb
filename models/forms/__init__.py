"""What people are asked: one pydantic model a form, the same for portal, rehearsal, documents."""
