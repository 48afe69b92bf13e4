"""The live garden in a browser: its drawing, and runs that can be taken along.

The app paces and shows the same `Organisation` and the same measures that the
experiments run and the reports print; it holds no model and no analysis.
"""
