"""Read the academy's content files: questions, quizzes and the site's pages."""
