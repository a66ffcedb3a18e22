"""What other pages of the company portal show of agreements."""

from typing import Any

from django import template

from placements.models import CompanyContact, Signature

register = template.Library()


@register.inclusion_tag("placements/company/_agreements_to_sign.html")
def agreements_to_sign(contact: CompanyContact | None) -> dict[str, Any]:
    """The agreements that wait for this contact's own signature; one query."""
    if contact is None:
        return {"waiting": []}
    waiting = Signature.objects.missing().filter(contact=contact).with_agreement()
    return {"waiting": waiting.order_by("agreement__internship__start_on", "pk")}
