"""Addresses of the diary: My day, and what is below a case's own address."""

from django.urls import path

from diary.views import appointments, chronology, my_day, steps, timeline, week

app_name = "diary"

urlpatterns = [
    path("d/week/", week.week, name="week"),
    path("d/print/", my_day.printed, name="printed"),
    path("d/new/", my_day.record, name="record"),
    path("c/<reference:reference>/t/", timeline.timeline, name="timeline"),
    path("c/<reference:reference>/t/find/", timeline.find, name="find"),
    path("c/<reference:reference>/t/print/", chronology.make, name="chronology"),
    path("c/<reference:reference>/t/new/", timeline.record, name="record_on_case"),
    path("c/<reference:reference>/t/<uuid:entry_id>/", timeline.note, name="note"),
    path("c/<reference:reference>/t/<uuid:entry_id>/fix/", timeline.correct, name="correct"),
    path("c/<reference:reference>/d/", steps.every, name="steps"),
    path("c/<reference:reference>/d/new/", steps.new, name="step_new"),
    path("c/<reference:reference>/d/<uuid:step_id>/", steps.step, name="step"),
    path("c/<reference:reference>/d/<uuid:step_id>/move/", steps.move, name="step_move"),
    path("c/<reference:reference>/d/<uuid:step_id>/end/", steps.finish, name="step_finish"),
    path("c/<reference:reference>/d/at/new/", appointments.new, name="appointment_new"),
    path(
        "c/<reference:reference>/d/at/<uuid:appointment_id>/",
        appointments.appointment,
        name="appointment",
    ),
    path(
        "c/<reference:reference>/d/at/<uuid:appointment_id>/off/",
        appointments.cancel,
        name="appointment_cancel",
    ),
    path(
        "c/<reference:reference>/d/at/<uuid:appointment_id>/in/",
        appointments.check_in,
        name="appointment_check_in",
    ),
]
