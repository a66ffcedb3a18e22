"""What the frame of every page asks for."""

from django import template
from django.template.context import Context

from becode.core import language

register = template.Library()


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[language.LanguageLink]:
    """Usage: {% language_links as links %}; empty where there is no request (the page for 500)."""
    request = context.get("request")
    return language.language_links(request) if request is not None else []
