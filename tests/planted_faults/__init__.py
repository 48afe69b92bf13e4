"""Deliberate faults in the mechanisms, applied one at a time: the tests must catch them all."""
