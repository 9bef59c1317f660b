"""The patterns that tell debris by its words where its place agrees."""
