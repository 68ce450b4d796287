"""Models of the academy app, each kind in a file of its own."""

from academy.models.attempts import Answer, Attempt, QuizEdition
from academy.models.jobs import Job
from academy.models.media import CustomDocument, CustomImage, CustomRendition
from academy.models.page_cache import PageChange
from academy.models.pages import ContactsPage, HelpPage, HomePage, TextPage, TypesPage
from academy.models.people import User
from academy.models.questions import Question
from academy.models.quizzes import Quiz, QuizEntry, QuizIndex
from academy.models.reminders import MailedAddress, Reminder

__all__ = [
    "Answer",
    "Attempt",
    "ContactsPage",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "HelpPage",
    "HomePage",
    "Job",
    "MailedAddress",
    "PageChange",
    "Question",
    "Quiz",
    "QuizEdition",
    "QuizEntry",
    "QuizIndex",
    "Reminder",
    "TextPage",
    "TypesPage",
    "User",
]
