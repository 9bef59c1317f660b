"""What the bot remembers: turns, settings, documents of chats, limits, buttons, questions, deliveries.

In a database, SQLite or PostgreSQL. Knows no Telegram; nothing here ever logs a text.
`chat.state.opening.open_state` gives the `State` that everything else is reached through.
"""
