"""readlist: the reading list of a researcher who lives in a terminal."""

# Kept here and read by the build: importlib.metadata.version() costs 54 ms at every start.
__version__ = "0.1.0"
