"""`python -m deployments`: the same as the `hutong` command."""

from deployments.cli import main

main()
