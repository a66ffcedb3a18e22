"""All addresses. Public, personal and company pages carry their language; the others do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from applicants.public.short_links import short_link
from becode.backoffice.site import staff_site
from becode.core import views as core_views
from becode.reports.public import results

handler400 = "becode.core.errors.bad_request"
handler403 = "becode.core.errors.forbidden"
handler404 = "becode.core.errors.not_found"
handler429 = "becode.core.errors.too_many_requests"
handler500 = "becode.core.errors.server_error"

urlpatterns = [
    path("", core_views.to_language, name="to_language"),
    path("health/live", core_views.health_live, name="health_live"),
    path("health/ready", core_views.health_ready, name="health_ready"),
    path("go/<str:code>/", short_link, name="short_link"),
    path("info/", include("applicants.public.information_urls")),
    path("accounts/", include("becode.accounts.urls")),
    path("accounts/", include("becode.accounts.door")),
    path("hooks/", include("becode.messages.urls")),
    path("staff/", staff_site.urls),
    *i18n_patterns(
        path("", include("applicants.urls")),
        path("my/", include("becode.portal.urls")),
        path("", include("becode.portal.preference_urls")),
        path("", include("cohorts.urls")),
        path("", include("placements.urls")),
        path("results/", results, name="results"),
    ),
]
