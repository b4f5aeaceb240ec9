"""Which terms stand for a text? One analyzer for passages and questions."""
