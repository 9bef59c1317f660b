"""Sources that are watched: folders, feeds and pages, polled politely, and what is new in them read."""
