"""Addresses that belong to the person who is signed in."""

from django.urls import include, path

from accounts import keyboard, views
from accounts.alerts import views as alerts
from accounts.api import pages as tokens
from accounts.beginning import views as beginning
from accounts.reviews import views as reviews
from accounts.settings import views as settings
from accounts.sign_in import account, people, proof
from accounts.sign_in import views as sign_in

app_name = "accounts"

urlpatterns = [
    path("begin/", beginning.enter_code, name="begin"),
    path("begin/you/", beginning.begin, name="begin_with"),
    path("out/", sign_in.sign_out, name="sign_out"),
    path("lock/", sign_in.lock, name="lock"),
    path("lock/open/", sign_in.unlock, name="unlock"),
    path("lock/still/", sign_in.still_here, name="still_here"),
    path("lock/sent/", sign_in.waiting, name="sent_to_lock"),
    path("lock/sent/forget/", sign_in.not_sent, name="not_sent"),
    path("in/where/", sign_in.choose_organisation, name="choose_organisation"),
    path("me/", account.account, name="account"),
    path("me/sessions/end/", account.end_session, name="end_session"),
    path("me/keyboard/", keyboard.keys, name="keyboard"),
    path("me/password/", account.change_password, name="password"),
    path("me/keys/<int:factor_id>/", account.name_passkey, name="name_passkey"),
    path("me/keys/<int:factor_id>/remove/", account.remove_factor, name="remove_factor"),
    path("me/tokens/", tokens.token_list, name="tokens"),
    path("me/tokens/<uuid:token_id>/end/", tokens.end_token, name="end_token"),
    path("unsaved/", views.discard_unsaved, name="discard"),
    path("unsaved/<slug:form>/", views.keep_unsaved, name="unsaved"),
    path("unsaved/<slug:form>/<uuid:record>/", views.keep_unsaved, name="unsaved_of"),
    path("z/access/", people.people, name="people_access"),
    path("z/access/<uuid:user_id>/", people.person, name="person_access"),
    path("z/steps/", proof.page, name="proof"),
    path("z/steps/file/", proof.file, name="proof_file"),
    path("z/", include("accounts.organising.urls")),
    path("z/settings/", settings.settings, name="settings"),
    path("z/settings/<slug:setting>/", settings.setting, name="setting"),
    path("z/settings/<slug:setting>/<slug:of>/", settings.setting, name="setting_of"),
    path("z/alerts/<slug:alert_kind>/", alerts.alert, name="alert"),
    path("z/reviews/", reviews.reviews, name="reviews"),
    path("z/reviews/<uuid:item_id>/", reviews.review, name="review"),
    path("z/reviews/<uuid:item_id>/more/", reviews.review_more, name="review_more"),
    path("z/reviews/<uuid:item_id>/seen/", reviews.review_seen, name="review_seen"),
    path("z/roles/", views.roles, name="matrix"),
]
