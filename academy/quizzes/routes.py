"""The addresses below a quiz: taking it and its results. The work is in `taking` and `results`."""

from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.routable_page.models import RoutablePageMixin, path


class QuizRoutes(RoutablePageMixin):
    """Routes of a quiz page."""

    class Meta:
        abstract = True

    @path("take/", name="take")
    def take(self, request: HttpRequest) -> HttpResponseBase:
        """Begin, or go on where one was."""
        from academy.quizzes import taking

        return taking.begin(request, self)

    @path("take/all/", name="take-all")
    def take_all(self, request: HttpRequest) -> HttpResponseBase:
        """All questions on one page."""
        from academy.quizzes import taking

        return taking.all_questions(request, self)

    @path("take/finish/", name="finish")
    def finish(self, request: HttpRequest) -> HttpResponseBase:
        """Submit what was answered one by one."""
        from academy.quizzes import taking

        return taking.finish(request, self)

    @path("take/<int:number>/", name="question")
    def one_question(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """One question on its page."""
        from academy.quizzes import taking

        return taking.one_question(request, self, number)

    @path("result/<str:token>/", name="result")
    def result(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """What came of an attempt."""
        from academy.quizzes import results

        return results.show(request, self, token)

    @path("result/<str:token>/<str:picture>/", name="result-picture")
    def result_picture(self, request: HttpRequest, token: str, picture: str) -> HttpResponseBase:
        """A picture to share, or a certificate."""
        from academy.quizzes import results

        return results.picture(request, self, token, picture)
