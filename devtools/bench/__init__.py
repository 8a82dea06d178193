"""The measurements: ours beside the limit in the same run, as ratios of medians."""
