"""The door's figures, each beside the barest program that could do the same work."""
