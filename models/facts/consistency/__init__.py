"""Facts compared with facts: declared rules, asked of an answer before it is kept (ADR 0071)."""
