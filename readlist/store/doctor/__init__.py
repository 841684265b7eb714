"""Checking a library, and mending what can be mended. Neither opens it the way programs do, which would change it."""
