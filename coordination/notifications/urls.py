"""Notifications, the profile, and the pages about the service."""

from django.urls import path
from django.views.generic import TemplateView

from coordination.notifications import profile, views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/unread/", views.notifications_unread, name="notifications_unread"),
    path("notifications/read/", views.notifications_read_all, name="notifications_read_all"),
    path("notifications/<int:pk>/open/", views.notification_open, name="notification_open"),
    path("profile/", profile.profile, name="profile"),
    path("session/", profile.session_left, name="session_left"),
    path("language/setlang/", profile.choose_language, name="set_language"),
    path("help/", TemplateView.as_view(template_name="pages/help.html"), name="help"),
    path("accessibility/", TemplateView.as_view(template_name="pages/accessibility.html"), name="accessibility"),
    path("privacy/", TemplateView.as_view(template_name="pages/privacy.html"), name="privacy"),
]
