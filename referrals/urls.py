"""Addresses of referrals: ids alone."""

from django.urls import path

from referrals.closing import views as closing
from referrals.handing_over import views as handing_over
from referrals.views import apart, deciding, reaching, taking

app_name = "referrals"

urlpatterns = [
    path("i/", taking.referral_list, name="list"),
    path("i/new/", taking.new, name="new"),
    path("i/<uuid:case_referral_id>/", taking.referral, name="referral"),
    path("i/<uuid:case_referral_id>/more/", taking.more, name="more"),
    path("i/<uuid:case_referral_id>/t/", reaching.triage, name="triage"),
    path("i/<uuid:case_referral_id>/a/", reaching.attempt, name="attempt"),
    path("i/<uuid:case_referral_id>/r/", reaching.review, name="review"),
    path("i/<uuid:case_referral_id>/told/", reaching.told, name="told"),
    path("i/<uuid:case_referral_id>/end/", deciding.decide, name="decide"),
    path("i/<uuid:case_referral_id>/apart/", apart.apart, name="apart"),
    path("i/<uuid:case_referral_id>/accept/", deciding.accept, name="accept"),
    path("c/<reference:reference>/close/", closing.close, name="close"),
    path("c/<reference:reference>/again/", closing.again, name="again"),
    path("c/<reference:reference>/hand/", handing_over.offer, name="offer"),
    path("i/h/", handing_over.waiting, name="handovers"),
    path("i/h/<uuid:handover_id>/", handing_over.answer, name="answer"),
    path("r/o/", closing.outcomes_report, name="outcomes"),
]
