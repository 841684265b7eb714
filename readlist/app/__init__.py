"""The terminal app: screens, panes and commands over a repository."""
