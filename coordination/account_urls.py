"""Logging in and out, and changing one's password. Nothing else of the log-in package is reachable."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("log-in/", views.login, name="account_login"),
    path("log-in/inactive/", views.account_inactive, name="account_inactive"),
    path("log-in/again/", views.reauthenticate, name="account_reauthenticate"),
    path("log-out/", views.logout, name="account_logout"),
    path("password/new/", views.password_set, name="account_set_password"),
    path("password/", views.password_change, name="account_change_password"),
]
