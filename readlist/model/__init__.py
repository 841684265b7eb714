"""The words of the program as values: papers, libraries, changes, actions. Standard library only."""
