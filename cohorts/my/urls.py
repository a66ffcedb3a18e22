from cohorts.my import urls_progress

app_name = "my"

urlpatterns = [*urls_progress.urlpatterns]
