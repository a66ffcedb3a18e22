from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from becode.accounts.enums import Role
from becode.accounts.models import User
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
