from cohorts.my import urls_d

app_name = "my"

urlpatterns = [*urls_d.urlpatterns]
