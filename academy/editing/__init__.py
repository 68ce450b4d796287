"""What editors see of quizzes: blocks, forms, screens and reports."""
