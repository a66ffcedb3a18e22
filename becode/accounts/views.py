from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe


@require_safe
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Where somebody works: staff in the staff site, company contacts in their portal."""
    if request.user.is_staff:
        return redirect("admin:index")
    return redirect("placements:company:home")
