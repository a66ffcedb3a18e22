from django.urls import path

from becode.accounts import views

app_name = "accounts"

urlpatterns = [
    path("start/", views.after_sign_in, name="after_sign_in"),
    path("login/demo/", views.DemoSignInView.as_view(), name="demo_sign_in"),
]
