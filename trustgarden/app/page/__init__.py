"""The live page: its parts, each a panel that knows a session and no model."""
