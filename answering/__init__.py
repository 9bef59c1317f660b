"""The question side: a question and found passages in, cited statements out."""
