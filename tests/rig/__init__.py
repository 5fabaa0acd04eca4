"""What the tests hold in their hands: the real program, a real browser, a real window."""
