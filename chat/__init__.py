"""The people side: conversations, their words and their looks."""
