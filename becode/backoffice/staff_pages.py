"""Staff pages of the floor: the search over people; the others register when imported."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from becode.accounts.enums import Role
from becode.backoffice import duplicates, person_messages, returned, status
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.people.models import ContactPoint, Person

__all__ = ["duplicates", "person_messages", "returned", "search_people", "status"]

RESULTS = 50
# The roles that work with people; the list of people is theirs too.
SEES_PEOPLE = (
    Role.ADMISSIONS,
    Role.COACH,
    Role.PLACEMENT,
    Role.CAMPUS_MANAGER,
    Role.DATA_PROTECTION,
)


@staff_page("search-people/", name="search_people", roles=SEES_PEOPLE)
@require_safe
def search_people(request: StaffRequest) -> HttpResponse:
    """People by a name in any script, an e-mail address or a phone number, within the scope."""
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    text = request.GET.get("q", "").strip()
    people: list[Person] = []
    if text:
        points = Prefetch("contact_points", ContactPoint.objects.order_by("-is_preferred", "pk"))
        found = Person.objects.visible_to(request.user).search(text).by_name()
        people = list(found.prefetch_related(points)[: RESULTS + 1])
    context = {
        **staff_site.each_context(request),
        "title": _("Search people"),
        "q": text,
        "people": people[:RESULTS],
        "more": len(people) > RESULTS,
    }
    return TemplateResponse(request, "backoffice/search_people.html", context)
