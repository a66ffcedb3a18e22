from cohorts.my.urls_calendar import urlpatterns as calendar_patterns

app_name = "my"

urlpatterns = [*calendar_patterns]
