"""The steps from one form of the tables to the next. `python -m chat.state.migrations WORDS` drafts one."""
