from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "becode.accounts"
    label = "accounts"
