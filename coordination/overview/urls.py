from django.urls import path

from coordination.overview import case_views, views
from coordination.overview.access import views as access
from coordination.overview.brief import views as brief
from coordination.overview.opening import views as opening

urlpatterns = [
    path("", views.start, name="start"),
    path("search/", views.search, name="search"),
    path("cases/open/", opening.begin, name="open_case"),
    path("cases/open/<uuid:draft>/<int:number>/", opening.page, name="open_case_page"),
    path("cases/open/<uuid:draft>/discard/", opening.discard, name="open_case_discard"),
    path("cases/<slug:reference>/", case_views.case_page, name="case"),
    path("cases/<slug:reference>/brief/", brief.case_brief, name="case_brief"),
    path("cases/<slug:reference>/opened/", opening.opened, name="open_case_done"),
    path("cases/<slug:reference>/people/", access.people, name="case_people"),
    path("cases/<slug:reference>/invite/", access.invite_agency, name="invite_agency"),
    path("cases/<slug:reference>/coordinator/", access.coordinator, name="change_coordinator"),
    path("cases/<slug:reference>/access/<int:pk>/end/", access.grant_end, name="grant_end"),
    path("participations/<uuid:pk>/access/", access.grant_add, name="grant_add"),
    path("participations/<uuid:pk>/confirm/", access.access_confirm, name="access_confirm"),
    path("participations/<uuid:pk>/leave/", access.participation_leave, name="participation_leave"),
    path("invitations/<uuid:pk>/", access.invitation, name="invitation"),
]
