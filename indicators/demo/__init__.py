"""The demo of district Bắc Hà (design.md 12): made up to the unit of the published totals, the same at every load.

Pure modules say what there is (`places`, `papers`, `filings`, `declared` …) from one seed; `loader` writes it.
Names, numbers and dates below the published totals are invented.
"""
