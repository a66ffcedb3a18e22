from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from becode.portal.cards import Card

register = template.Library()


@register.simple_tag(takes_context=True)
def card(context: Context, part: Card) -> SafeString:
    """One card of the person's page: its template with its own context and the request."""
    return render_to_string(part.template, part.context, request=context.get("request"))
