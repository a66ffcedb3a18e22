from django.urls import path

from becode.messages import hooks

app_name = "messaging"

urlpatterns = [
    path("sms/<str:token>/", hooks.sms_status, name="sms_status"),
    path("mail/<slug:service>/", hooks.mail_event, name="mail_event"),
    path("unsubscribe/<str:token>/", hooks.unsubscribe, name="unsubscribe"),
]
