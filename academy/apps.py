"""The academy app: all wiring happens in `ready()`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AcademyConfig(AppConfig):
    """Pages, people, media and background work of the site."""

    name = "academy"
    verbose_name = _("Academy")

    def ready(self) -> None:
        """Connect the checks, Celery and the handlers, and the roles' permissions to the end of every migration.

        Celery here and not on import of the package, which the warnings served alone import too.
        """
        from academy import celery, checks, handlers  # noqa: F401
        from academy.languages import handlers as language_handlers
        from academy.page_cache import handlers as page_cache
        from academy.quizzes.addresses import quiz_addresses
        from academy.quizzes.releasing import questions_for_release
        from academy.roles import ensure_roles
        from academy.searching import entries
        from scams.deck.quizzes import provide_quizzes
        from scams.release.questions import provide_questions

        handlers.connect()
        page_cache.connect()
        language_handlers.connect()
        provide_quizzes(quiz_addresses)
        entries.register()
        provide_questions(questions_for_release)

        post_migrate.connect(ensure_roles, sender=self, dispatch_uid="academy.ensure_roles")
