"""The document side: files in, labelled searchable passages out."""
