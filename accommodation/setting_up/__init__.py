"""The administrator's pages of what an authority buys and what stands in bricks."""
