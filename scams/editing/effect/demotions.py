"""The list of variants that were taken out, from which reviewers put one back."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from scams.editing.records import RecordViewSet
from scams.models import VariantDemotion
from scams.outcomes.judging import reinstate

REINSTATE = "reinstate"
"""The action of the permission `scams.reinstate_variantdemotion`."""


class DemotionIndexView(IndexView):
    """The list, with a button to put a variant back for those who may."""

    reinstate_url_name = ""

    @cached_property
    def columns(self) -> list[Column]:
        """The list's columns."""
        columns: list[Column] = super().columns
        if not self.user_has_permission(REINSTATE):
            return columns
        return [*columns, Column("reinstate", label="", accessor=self.button)]

    def button(self, row: VariantDemotion) -> str:
        """Return the form that puts a row's variant back; empty if it is back."""
        if row.reinstated_at:
            return ""
        return format_html(
            '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<button type="submit" class="button button-small button-secondary">{}</button></form>',
            reverse(self.reinstate_url_name, args=[row.pk]),
            get_token(self.request),
            _("Put back"),
        )


class ReinstateView(PermissionCheckedMixin, View):
    """Puts a variant back."""

    model = VariantDemotion
    http_method_names = ["post"]
    permission_required = REINSTATE
    index_url_name = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put it back, say so, and go to the list."""
        demotion = get_object_or_404(VariantDemotion, pk=pk)
        if reinstate(demotion, user=request.user):
            messages.success(request, _("%s is shown again within a few seconds, and stays.") % demotion.variant)
        else:
            messages.info(request, _("%s had been put back already.") % demotion.variant)
        return redirect(self.index_url_name)


class VariantDemotionViewSet(RecordViewSet):
    """Variants that stopped fewer scams than another one of their card, with the evidence."""

    model = VariantDemotion
    icon = "order-down"
    menu_label = gettext_lazy("Variants taken out")
    index_view_class = DemotionIndexView
    list_display: ClassVar = [
        Column("variant", label=gettext_lazy("Variant")),
        Column("revision", label=gettext_lazy("Revision")),
        Column("reason", label=gettext_lazy("Because"), width="40%"),
        DateColumn("at", label=gettext_lazy("Taken out")),
        Column("reinstated_text", label=gettext_lazy("Put back")),
    ]
    form_fields: ClassVar = ["variant"]
    ordering = "-pk"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Tell every screen the address that puts a variant back."""
        view_kwargs: dict[str, Any] = super().get_common_view_kwargs(
            reinstate_url_name=self.get_url_name(REINSTATE), **kwargs
        )
        return view_kwargs

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """List them with those who put one back."""
        rows = VariantDemotion.objects.select_related("reinstated_by")
        view_kwargs: dict[str, Any] = super().get_index_view_kwargs(queryset=rows, **kwargs)
        return view_kwargs

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses, with the one that puts a variant back."""
        return [
            *super().get_urlpatterns(),
            path(f"{REINSTATE}/<int:pk>/", self.construct_view(ReinstateView), name=REINSTATE),
        ]
