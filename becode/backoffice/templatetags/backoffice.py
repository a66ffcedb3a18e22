from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice import pages
from becode.backoffice.parts import Section

register = template.Library()


@register.simple_tag(takes_context=True)
def section(context: Context, part: Section) -> SafeString:
    """The body of a section: its template with its own context (and the request's), no other."""
    return render_to_string(part.template, part.context, request=context.get("request"))


@register.filter
def role_names(user: User) -> str:
    """The roles of a colleague in words, in the order of the list of roles."""
    return ", ".join(str(role.label) for role in Role if role in user.roles)


@register.filter
def may_search_people(user: User) -> bool:
    """Whether the bar shows the search over people to this colleague."""
    return pages.may_open("search_people", user)


@register.filter
def search_text(request: HttpRequest) -> str:
    """What the search over people was asked, to be seen again in its box; `q` elsewhere is not."""
    on_search = request.path == reverse("admin:search_people")
    return request.GET.get("q", "") if on_search else ""


CONTENT = '<div id="content"'


@register.simple_block_tag(end_name="end_main_landmark")
def main_landmark(content: str) -> SafeString:
    """The frame of the theme, its content named as the main part of the page for screen readers."""
    return SafeString(content.replace(CONTENT, f'{CONTENT} role="main"', 1))
