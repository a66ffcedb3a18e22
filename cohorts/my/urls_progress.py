from django.urls import path

from cohorts.my import evaluations, training

urlpatterns = [
    path("", training.training, name="training"),
    path("progress/", training.progress, name="progress"),
    path("evaluations/", evaluations.listing, name="evaluations"),
    path("evaluations/<int:pk>/", evaluations.evaluation, name="evaluation"),
]
