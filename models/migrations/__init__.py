"""Numbered migrations, and functions by file; applied by `deployments.machine.migrate`, under a lock."""
