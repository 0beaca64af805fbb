"""Numbered migrations; applied by `deployments.migrate`, under an advisory lock."""
