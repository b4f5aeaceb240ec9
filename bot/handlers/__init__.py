"""What does the bot do with an update? One module for each thing that a reader can send; a reply comes out."""
