"""The commands of `hutong`, one module each; a module's `register(app)` adds its own."""
