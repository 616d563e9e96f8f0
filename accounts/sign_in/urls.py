"""The addresses of sign-in. Their names are the ones that allauth looks for."""

from allauth.account.views import login, reauthenticate
from allauth.mfa.base.views import reauthenticate as reauthenticate_with_code
from allauth.mfa.recovery_codes.views import view_recovery_codes
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accounts.beginning.views import before_anybody
from accounts.sign_in import ended, enrolment, passkeys, provider_views, views
from accounts.sign_in.provider_views import with_provider

urlpatterns = [
    path("in/", with_provider(before_anybody(ended.told(login))), name="account_login"),
    path("in/code/", login_not_required(views.CodeView.as_view()), name="mfa_authenticate"),
    path("in/app/", views.EnrolView.as_view(), name="mfa_activate_totp"),
    path("in/codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("in/key/", with_provider(passkeys.sign_in), name="mfa_login_webauthn"),
    path("in/key/challenge/", passkeys.challenge, name="passkey_challenge"),
    path("in/key/new/", passkeys.add, name="mfa_add_webauthn"),
    path("in/with/", provider_views.begin, name="provider"),
    path("in/with/back/", provider_views.back, name="provider_back"),
    path("in/new/<str:token>/", enrolment.invitation, name="invitation"),
    path("in/anew/<str:token>/", enrolment.recover, name="recovery"),
    path("in/again/", reauthenticate, name="account_reauthenticate"),
    path("in/again/code/", reauthenticate_with_code, name="mfa_reauthenticate"),
    path("in/again/key/", passkeys.again, name="mfa_reauthenticate_webauthn"),
]
