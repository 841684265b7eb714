"""Panes and lines of the screen. They draw what they are given and say what happened; none knows another."""
