"""The tables: figures against peers and published numbers."""
