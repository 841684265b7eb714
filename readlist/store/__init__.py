"""Papers on disk. `repository.Repository` is the only door to the rest of the program."""
