"""The addresses of sign-in. Their names are the ones that allauth looks for."""

from allauth.account.views import login, reauthenticate
from allauth.mfa.base.views import reauthenticate as reauthenticate_with_code
from allauth.mfa.recovery_codes.views import view_recovery_codes
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accounts.sign_in import views

urlpatterns = [
    path("in/", login, name="account_login"),
    path("in/code/", login_not_required(views.CodeView.as_view()), name="mfa_authenticate"),
    path("in/app/", views.EnrolView.as_view(), name="mfa_activate_totp"),
    path("in/codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("in/again/", reauthenticate, name="account_reauthenticate"),
    path("in/again/code/", reauthenticate_with_code, name="mfa_reauthenticate"),
]
