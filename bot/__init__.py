"""How do readers ask? A Telegram bot and a chat in the terminal, which know `retrieval` only through its door."""
