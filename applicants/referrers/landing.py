from django.urls import reverse

from applicants.models import PartnerContact
from becode.accounts.landing import landing
from becode.accounts.models import User


@landing
def _own_people(user: User) -> str | None:
    """Workers of referral partners land on their own page, also to read that access ended."""
    if PartnerContact.objects.filter(user=user).exists():
        return reverse("applicants:referrers:home")
    return None
