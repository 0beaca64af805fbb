"""Facts of a case: what its answers assert, read once, so that nobody picks it out of a form again.

Pure: an answered form goes in, facts come out, and each fact keeps the answer it comes from. What
was known on a day is the facts of the answers given until then (ADR 0070).
"""
