from django.urls import URLPattern, path

from cohorts.my import absences

urlpatterns: list[URLPattern] = [
    path("absences/", absences.overview, name="absences"),
    path("absences/new/", absences.new, name="new_absence"),
    path("absences/<int:pk>/", absences.absence, name="absence"),
    path("absences/<int:pk>/take-back/", absences.take_back, name="take_back_absence"),
    path("absences/proofs/<int:pk>/", absences.proof, name="absence_proof"),
    path("absences/months/<int:pk>/", absences.month, name="attestation"),
]
