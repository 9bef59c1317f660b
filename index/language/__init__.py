"""Paragraphs, sentences, words and quotation marks, as spans of a text; knows no documents and no voices."""
