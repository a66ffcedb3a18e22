"""The rule of a list on the staff site: read by those who work with it, set by its manager."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applicants.admin.list_scope import list_or_404
from applicants.admin.policy_forms import PolicyForm
from applicants.enums import PolicyState
from applicants.models import ListPolicy
from applicants.order import DEFAULT_RULE, ListRule, words_of
from applicants.permissions import RULE_MAKERS, VIEWERS, can_set_policy
from applicants.policy_preview import preview
from applicants.workflow import policies
from becode.backoffice.dress import dress
from becode.backoffice.pages import require_role, staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.models import Track


class RuleLine:
    """One rule in words, with who wrote it and when it was in force."""

    def __init__(self, policy: ListPolicy) -> None:
        rule = ListRule(tuple(policy.criteria), policy.after_decline)
        self.policy = policy
        self.words = words_of(rule)
        self.after_decline = policy.get_after_decline_display()


def rule_url(campus_key: int, track_key: int) -> str:
    """The page of a list's rule, for pages that lead to it."""
    return reverse("admin:list_rule", args=[campus_key, track_key])


@staff_page("waitlists/<int:campus_key>/<int:track_key>/rule/", name="list_rule")
@require_safe
def list_rule(request: StaffRequest, campus_key: int, track_key: int) -> HttpResponse:
    """What the list goes by now, what is drafted, and what it went by before."""
    require_role(request, *VIEWERS)
    campus, track = list_or_404(request, campus_key, track_key)
    rules = ListPolicy.objects.for_list(campus_pk=campus.pk, track_pk=track.pk).with_writer()
    lines = [RuleLine(policy) for policy in rules]
    by_state = {line.policy.state: line for line in lines}
    context = _frame(request, campus, track) | {
        "title": gettext("Who is next?"),
        "in_force": by_state.get(PolicyState.IN_FORCE),
        "default_words": words_of(DEFAULT_RULE),
        "default_after": ListPolicy(after_decline=DEFAULT_RULE.after_decline),
        "draft": by_state.get(PolicyState.DRAFT),
        "replaced": [line for line in lines if line.policy.state == PolicyState.REPLACED],
        "may_set": can_set_policy(request.user, ListPolicy(campus=campus, track=track)),
    }
    return TemplateResponse(request, "applicants/staff/policy.html", context)


@staff_page("waitlists/<int:campus_key>/<int:track_key>/rule/new/", name="new_list_rule")
@require_http_methods(["GET", "HEAD", "POST"])
def new_list_rule(request: StaffRequest, campus_key: int, track_key: int) -> HttpResponse:
    """Write a draft; what it would change is shown next."""
    require_role(request, *RULE_MAKERS)
    campus, track = list_or_404(request, campus_key, track_key)
    rules = ListPolicy.objects.for_list(campus_pk=campus.pk, track_pk=track.pk)
    last = rules.drafts().first() or rules.in_force().first()
    start = ListRule(tuple(last.criteria), last.after_decline) if last else DEFAULT_RULE
    initial = PolicyForm.initial_of(start.criteria, start.after_decline)
    if last and last.state == PolicyState.DRAFT:
        initial["remark"] = last.remark
    posted = request.POST if request.method == "POST" else None
    form = PolicyForm(posted, initial=initial)
    if request.method == "POST" and form.is_valid():
        policy = policies.write_policy(
            campus=campus,
            track=track,
            criteria=form.cleaned_data["criteria"],
            after_decline=form.cleaned_data["after_decline"],
            remark=form.cleaned_data["remark"],
            actor=Actor.user(request.user),
            at=clock.now(),
        )
        return HttpResponseRedirect(reverse("admin:preview_list_rule", args=[policy.pk]))
    context = _frame(request, campus, track) | {
        "title": gettext("Write a new rule"),
        "form": dress(form),
        "has_draft": last is not None and last.state == PolicyState.DRAFT,
    }
    return TemplateResponse(request, "applicants/staff/policy_new.html", context)


@staff_page("waitlists/rules/<int:key>/", name="preview_list_rule")
@require_http_methods(["GET", "HEAD", "POST"])
def preview_list_rule(request: StaffRequest, key: int) -> HttpResponse:
    """What a draft would change; its POST switches it on."""
    require_role(request, *VIEWERS)
    policy = _policy_or_404(request, key)
    may_set = can_set_policy(request.user, policy)
    if request.method == "POST":
        if not may_set:
            raise PermissionDenied
        return _switch_on(request, policy)
    if policy.state != PolicyState.DRAFT:
        return HttpResponseRedirect(rule_url(policy.campus_id, policy.track_id))
    context = _frame(request, policy.campus, policy.track) | {
        "title": gettext("What would change"),
        "line": RuleLine(policy),
        "preview": preview(policy, at=clock.now()),
        "may_set": may_set,
    }
    return TemplateResponse(request, "applicants/staff/policy_preview.html", context)


def _switch_on(request: StaffRequest, policy: ListPolicy) -> HttpResponse:
    try:
        moved = policies.switch_on(policy=policy, actor=Actor.user(request.user), at=clock.now())
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(
            request,
            ngettext(
                "The rule is in force. %(count)d person has another place than before.",
                "The rule is in force. %(count)d people have another place than before.",
                moved,
            )
            % {"count": moved},
        )
    return HttpResponseRedirect(rule_url(policy.campus_id, policy.track_id))


@staff_page("waitlists/rules/<int:key>/drop/", name="drop_list_rule")
@require_POST
def drop_list_rule(request: StaffRequest, key: int) -> HttpResponse:
    """Throw a draft away."""
    require_role(request, *RULE_MAKERS)
    policy = _policy_or_404(request, key)
    try:
        policies.drop_draft(policy=policy, actor=Actor.user(request.user), at=clock.now())
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, gettext("The draft is gone. The list goes on as before."))
    return HttpResponseRedirect(rule_url(policy.campus_id, policy.track_id))


def _policy_or_404(request: StaffRequest, key: int) -> ListPolicy:
    visible = ListPolicy.objects.visible_to(request.user).select_related("campus", "track")
    policy = visible.filter(pk=key).first()
    if policy is None:
        raise Http404
    return policy


def _frame(request: StaffRequest, campus: Campus, track: Track) -> dict[str, Any]:
    """What every page of a rule shows around it."""
    return {
        **staff_site.each_context(request),
        "campus": campus,
        "track": track,
        "waitlists_url": reverse("admin:waitlists"),
        "list_url": reverse("admin:waitlist", args=[campus.pk, track.pk]),
        "rule_url": rule_url(campus.pk, track.pk),
    }
