"""My steps, and passing a step on."""

from django.urls import path

from coordination.steps import views

urlpatterns = [
    path("steps/", views.my_steps, name="my_steps"),
    path("steps/move/", views.steps_move, name="steps_move"),
    path("steps/<uuid:pk>/take/", views.step_take, name="step_take"),
    path("steps/<uuid:pk>/hand-over/", views.step_hand_over, name="step_hand_over"),
    path("steps/<uuid:pk>/hand-back/", views.step_hand_back, name="step_hand_back"),
    path("steps/<uuid:pk>/put-off/", views.step_put_off, name="step_put_off"),
    path("steps/<uuid:pk>/take-up/", views.step_take_up, name="step_take_up"),
    path("steps/<uuid:pk>/reassign/", views.step_reassign, name="step_reassign"),
    path("steps/<uuid:pk>/nudge/", views.step_nudge, name="step_nudge"),
]
