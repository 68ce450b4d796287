"""Models of the academy app, each kind in a file of its own."""

from academy.models.jobs import Job
from academy.models.media import CustomDocument, CustomImage, CustomRendition
from academy.models.pages import HomePage
from academy.models.people import User

__all__ = ["CustomDocument", "CustomImage", "CustomRendition", "HomePage", "Job", "User"]
