import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation

from scams.models import CrosswalkCode, FraudType, ScamPattern, Signal, WarningCard
from tests.scams.editing.desk import desk

pytestmark = pytest.mark.django_db

TEXTS = {f"{text}_{locale}": "试" for text in ("label", "definition") for locale in ("zh_hans", "zh_hant", "en")}


def a_type(slug, parent=None):
    fraud_type = FraudType(slug=slug, parent=parent, **TEXTS)
    fraud_type.full_clean()
    fraud_type.save()
    return fraud_type


def chain(length, name="deep"):
    """Return new types, each below the one before."""
    types = [a_type(f"{name}-1")]
    for number in range(2, length + 1):
        types.append(a_type(f"{name}-{number}", types[-1]))
    return types


def fields_refused(record):
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    return sorted(refused.value.message_dict)


def test_the_tree_may_be_four_levels_deep_and_no_deeper():
    types = chain(4)
    assert [one.slug for one in types[3].ancestors()] == ["deep-3", "deep-2", "deep-1"]
    assert fields_refused(FraudType(slug="too-deep", parent=types[3], **TEXTS)) == ["parent"]


@pytest.mark.parametrize(("above", "below", "fits"), [(2, 2, True), (3, 2, False), (1, 4, False), (1, 3, True)])
def test_a_branch_is_moved_only_where_it_fits(above, below, fits):
    target, branch = chain(above, "up")[-1], chain(below, "low")[0]
    branch.parent = target
    if fits:
        branch.full_clean()
    else:
        assert fields_refused(branch) == ["parent"]


@pytest.mark.parametrize("descendant", [0, 1, 2])
def test_no_type_is_its_own_ancestor(descendant):
    types = chain(3)
    types[0].parent = types[descendant]
    assert fields_refused(types[0]) == ["parent"]


def test_ancestors_end_where_a_loop_in_the_database_begins():
    first, _second, third = chain(3)
    FraudType.objects.filter(pk=first.pk).update(parent=third)
    assert [one.slug for one in FraudType.objects.get(pk=third.pk).ancestors()] == ["deep-2", "deep-1"]


@pytest.mark.parametrize(
    "slug", ["Task", "task_rebate", "-task", "task-", "task--rebate", "1task", "刷单", "task\n", ""]
)
def test_a_slug_is_small_letters_digits_and_single_hyphens(slug):
    assert fields_refused(FraudType(slug=slug, **TEXTS)) == ["slug"]


def test_a_slug_is_taken_once():
    assert fields_refused(FraudType(slug="task-rebate", **TEXTS)) == ["slug"]


def live_only(kind):
    """Return a type with one live card or article, and nothing else."""
    other = {WarningCard: ScamPattern, ScamPattern: WarningCard}[kind]
    fraud_type = FraudType.objects.get(slug="recovery")
    other.objects.filter(fraud_type=fraud_type).update(live=False)
    return fraud_type


@pytest.mark.parametrize("kind", [WarningCard, ScamPattern])
def test_a_slug_with_live_content_stays(kind):
    fraud_type = live_only(kind)
    fraud_type.slug = "renamed"
    assert fields_refused(fraud_type) == ["slug"]
    with pytest.raises(ValidationError):
        fraud_type.save()
    assert FraudType.objects.filter(slug="renamed").exists() is False


def test_a_slug_may_change_while_nothing_is_live():
    fraud_type = live_only(WarningCard)
    WarningCard.objects.filter(fraud_type=fraud_type).update(live=False)
    fraud_type.slug = "renamed"
    fraud_type.full_clean()
    fraud_type.save()
    assert FraudType.objects.get(pk=fraud_type.pk).slug == "renamed"


def test_the_words_of_a_type_with_live_content_may_change():
    fraud_type = FraudType.objects.get(slug="recovery")
    fraud_type.label_en = "Recovery"
    fraud_type.full_clean()
    fraud_type.save()
    assert FraudType.objects.get(slug="recovery").label_en == "Recovery"


def test_a_type_with_content_or_sub_types_cannot_be_deleted():
    CrosswalkCode.objects.all().delete()
    for slug in ("recovery", "gain"):
        with pytest.raises(ProtectedError):
            FraudType.objects.get(slug=slug).delete()
        with pytest.raises(ProtectedError):
            FraudType.objects.filter(slug=slug).delete()


def form_of(fraud_type, **changes):
    fields = ("slug", "parent_id", "sort_order", "regional_names", "note", *TEXTS)
    data = {field.removesuffix("_id"): getattr(fraud_type, field) or "" for field in fields}
    return {**data, "sort_order": fraud_type.sort_order, **changes}


def url(view, fraud_type):
    return reverse(f"wagtailsnippets_scams_fraudtype:{view}", args=[fraud_type.pk])


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_the_admin_refuses_a_new_slug_at_the_field(role):
    fraud_type = FraudType.objects.get(slug="recovery")
    reply = desk(role).post(url("edit", fraud_type), form_of(fraud_type, slug="renamed"))
    assert (reply.status_code, list(reply.context["form"].errors)) == (200, ["slug"])
    assert FraudType.objects.get(pk=fraud_type.pk).slug == "recovery"


@pytest.mark.parametrize(
    ("role", "label"), [("reviewer", "New"), ("editor", "Old"), ("outsider", "Old"), ("anonymous", "Old")]
)
def test_only_a_reviewer_changes_a_label(role, label):
    FraudType.objects.filter(slug="recovery").update(label_en="Old")
    fraud_type = FraudType.objects.get(slug="recovery")
    desk(role).post(url("edit", fraud_type), form_of(fraud_type, label_en="New"))
    assert FraudType.objects.get(slug="recovery").label_en == label


@pytest.mark.parametrize("role", ["reviewer", "editor", "outsider", "anonymous"])
def test_nobody_deletes_a_type_with_live_content_through_the_admin(role):
    CrosswalkCode.objects.all().delete()
    fraud_type = FraudType.objects.get(slug="recovery")
    client = desk(role)
    assert client.get(url("delete", fraud_type)).status_code == 302
    assert client.post(url("delete", fraud_type)).status_code == 302
    assert FraudType.objects.filter(slug="recovery").exists() is True


def test_a_bulk_deletion_keeps_everything_if_one_type_is_in_use():
    CrosswalkCode.objects.all().delete()
    used, unused = FraudType.objects.get(slug="recovery"), a_type("unused")
    bulk = reverse("wagtail_bulk_action", args=["scams", "fraudtype", "delete"])
    reply = desk("reviewer").post(f"{bulk}?id={used.pk}&id={unused.pk}", follow=True)
    with translation.override("en"):
        expected = f"“{used}” is in use, so it stays."
    assert [str(message).strip() for message in reply.context["messages"]] == [expected]
    assert FraudType.objects.filter(pk__in=[used.pk, unused.pk]).count() == 2


@pytest.mark.parametrize(("role", "stays"), [("reviewer", False), ("editor", True), ("outsider", True)])
def test_a_reviewer_deletes_an_unused_type(role, stays):
    fraud_type = a_type("unused")
    desk(role).post(url("delete", fraud_type))
    assert FraudType.objects.filter(slug="unused").exists() is stays


def test_a_crosswalk_code_is_once_in_its_scheme():
    code = CrosswalkCode.objects.first()
    with pytest.raises(IntegrityError):
        CrosswalkCode.objects.create(
            scheme=code.scheme, code=code.code, label="又", fraud_type=code.fraud_type, confidence="exact"
        )


def test_texts_are_in_the_language_asked_for_or_the_active_one():
    fraud_type = FraudType(slug="x", label_zh_hans="简", label_zh_hant="繁", label_en="E")
    assert [fraud_type.text("label", locale) for locale in ("zh-hans", "zh-HK", "en", "fr")] == ["简", "繁", "E", "E"]
    with translation.override("zh-hant"):
        assert (fraud_type.label, str(fraud_type)) == ("繁", "繁 · x")


def test_a_missing_text_is_the_simplified_chinese_one():
    assert Signal(slug="x", why_zh_hans="简").text("why", "en") == "简"
