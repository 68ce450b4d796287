"""Quizzes: what they hold, how an attempt draws from them, and what an answer is worth."""
