"""Every address of the site, the API's and the admin's first, the pages' last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from academy.discovery import urls as discovery_urls
from academy.languages.not_found import not_found
from academy.modes.views import switch
from academy.pictures.views import preview
from academy.searching.views import search
from scams.api.door import api
from scams.api.jwks import jwks

PICTURES = "images|original_images|avatar_images"

urlpatterns = [
    path("api/v1/", api.urls),
    path(".well-known/jwks.json", jwks, name="jwks"),
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/", admin.site.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("mode/", switch, name="mode"),
    path("demo/", include("academy.demo_pay.urls")),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}academy/icon.svg")),
    # Pictures only: documents have their own address, which asks who may read them.
    re_path(f"^media/(?P<path>(?:{PICTURES})/.+)$", serve, {"document_root": settings.MEDIA_ROOT}),
]
# features
handler404 = not_found
urlpatterns += discovery_urls.ROOT
urlpatterns += i18n_patterns(*discovery_urls.IN_LANGUAGE)
urlpatterns += [path("pictures/<int:page_id>.png", preview, name="page-picture")]
urlpatterns += i18n_patterns(path("search/", search, name="search"))
urlpatterns += i18n_patterns(path("check/", include("academy.checking.urls")))
urlpatterns += i18n_patterns(path("me/", include("academy.people.urls")))
urlpatterns += i18n_patterns(path("reminders/", include("academy.reminders.urls")))
urlpatterns += i18n_patterns(path("", include(wagtail_urls)))
