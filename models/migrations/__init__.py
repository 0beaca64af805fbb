"""Numbered migrations; applied by `deployments.machine.migrate`, under an advisory lock."""
