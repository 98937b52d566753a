"""The server around the pages: who reaches it, what it says to browsers, whose files it hands out."""
