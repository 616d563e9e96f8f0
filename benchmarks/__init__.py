"""Times and memory, each beside its baseline in the same run: quote the ratios, not the times."""
