"""All addresses of the desk."""

from __future__ import annotations

from django.urls import path

from fieber.desk import errors
from fieber.desk.accounts import views as accounts
from fieber.desk.agreements import views as agreements
from fieber.desk.api import views as machines
from fieber.desk.api.rest import urlpatterns as rest
from fieber.desk.audit import views as audit
from fieber.desk.calendars import views as calendars
from fieber.desk.cases import views as cases
from fieber.desk.checkups import views as checkups
from fieber.desk.explained import views as explained
from fieber.desk.first import views as first
from fieber.desk.health import views as health
from fieber.desk.hooks import views as hooks
from fieber.desk.jobs import views as jobs
from fieber.desk.ledger import views as ledger
from fieber.desk.letters import views as letters
from fieber.desk.links import views as links
from fieber.desk.own import views as own
from fieber.desk.pages import views as legal
from fieber.desk.people import views as people
from fieber.desk.people.pages import urlpatterns as signing_in
from fieber.desk.phone.views import phone, phone_pdf
from fieber.desk.plans import views as plans
from fieber.desk.rights import views as rights
from fieber.desk.roster import day
from fieber.desk.roster import views as roster
from fieber.desk.teams import views as teams
from fieber.desk.ticks import views as ticks

urlpatterns = [
    path("", first.first, name="first"),
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("health/working/", health.working, name="health_working"),
    path("metrics/", health.metrics, name="metrics"),
    path("language/", people.language, name="language"),
    *signing_in,
    path("start/<str:secret>/", people.start, name="start"),
    path("link/<str:secret>/", links.link, name="link"),
    path("link/<str:secret>/state/", links.link_state, name="link_state"),
    path("link/<str:secret>/delete/", links.link_delete, name="link_delete"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/state/", accounts.state, name="accounts_state"),
    path("roster/", roster.roster, name="roster"),
    path("roster/state/", roster.roster_state, name="roster_state"),
    path("roster/import/", roster.roster_import, name="roster_import"),
    path("roster/today/", day.roster_today, name="roster_today"),
    path("roster/today/drafts/", day.roster_drafts, name="roster_drafts"),
    path("roster/today/release/", day.roster_release, name="roster_release"),
    path("roster/views/", roster.roster_views, name="roster_views"),
    path("roster/export/csv/", roster.roster_export, {"form": "csv"}, name="roster_csv"),
    path("roster/export/xlsx/", roster.roster_export, {"form": "xlsx"}, name="roster_xlsx"),
    path("roster/<int:number>/", phone, name="phone"),
    path("roster/<int:number>/pdf/", phone_pdf, name="phone_pdf"),
    path("roster/<int:number>/called/", day.roster_called, name="roster_called"),
    path("roster/<int:number>/beside/", roster.roster_beside, name="roster_beside"),
    path("checkups/<uuid:number>/", checkups.checkup, name="checkup"),
    path("checkups/<uuid:number>/state/", checkups.checkup_state, name="checkup_state"),
    path("checkups/<uuid:number>/sound/", checkups.checkup_sound, name="checkup_sound"),
    path("checkups/<uuid:number>/ask/", checkups.checkup_ask, name="checkup_ask"),
    path("cases/", cases.cases, name="cases"),
    path("cases/new/", cases.case_new, name="case_new"),
    path("cases/<uuid:number>/", cases.case, name="case"),
    path("cases/<uuid:number>/state/", cases.case_state, name="case_state"),
    path("cases/<uuid:number>/draft/", cases.case_draft, name="case_draft"),
    path("cases/<uuid:number>/send/", cases.case_send, name="case_send"),
    path("cases/<uuid:number>/ask/", cases.case_ask, name="case_ask"),
    path("cases/<uuid:number>/close/", cases.case_close, name="case_close"),
    path("cases/<uuid:number>/delete/", cases.case_delete, name="case_delete"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/public/", ledger.ledger_public, name="ledger_public"),
    path("explained/", explained.explained, name="explained"),
    path("explained/<str:name>/", explained.explainer, name="explainer"),
    path("explained/<str:name>/said/", explained.explainer_said, name="explainer_said"),
    path("explained/<str:name>/edit/", explained.explainer_edit, name="explainer_edit"),
    path("explained/<str:name>/history/", explained.explainer_history, name="explainer_history"),
    path("explained/<str:name>/back/<int:number>/", explained.explainer_back, name="explainer_back"),
    path("explained/<str:name>/keep/", explained.explainer_keep, name="explainer_keep"),
    path("inquiries/", checkups.waiting, name="inquiries"),
    path("inquiries/<uuid:number>/answer/", checkups.inquiry_answer, name="inquiry_answer"),
    path("me/", own.own, name="own"),
    path("me/upload/", own.own_upload, name="own_upload"),
    path("me/connect/", own.own_connect, name="own_connect"),
    path("me/connect/instagram/", own.own_instagram, name="own_instagram"),
    path("me/connect/instagram/back/", own.own_instagram_back, name="own_instagram_back"),
    path("me/accounts/<int:number>/", own.own_account, name="own_account"),
    path("me/accounts/<int:number>/disconnect/", own.own_disconnect, name="own_disconnect"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/<uuid:number>/give/<int:account>/", agreements.agreements_give, name="agreements_give"),
    path("agreements/<uuid:number>/decline/", agreements.agreements_decline, name="agreements_decline"),
    path("agreements/<uuid:number>/end/", agreements.agreements_end, name="agreements_end"),
    path("agreements/<uuid:number>/tell/", agreements.agreements_tell, name="agreements_tell"),
    path("pages/", legal.pages, name="pages"),
    path("pages/opened/", legal.counts, name="counts"),
    path("pages/<str:kind>/edit/", legal.pages_edit, name="pages_edit"),
    path("consent/", legal.consent, name="consent"),
    path("legal/<str:kind>/", legal.page, name="page"),
    path("legal/<str:kind>/<int:number>/", legal.page_version, name="page_version"),
    path("data/", rights.rights, name="rights"),
    path("data/export/", rights.rights_export, name="rights_export"),
    path("data/correct/", rights.rights_correct, name="rights_correct"),
    path("data/address/", rights.rights_address, name="rights_address"),
    path("data/object/", rights.rights_object, name="rights_object"),
    path("data/take-back/", rights.rights_take_back, name="rights_take_back"),
    path("data/delete/", rights.rights_delete, name="rights_delete"),
    path("tick/", ticks.ticks, name="ticks"),
    path("tick/<str:platform>/", ticks.tick, name="tick"),
    path("links/", links.links, name="links"),
    path("links/<uuid:number>/delete/", links.links_delete, name="links_delete"),
    path("people/", people.people, name="people"),
    path("people/<int:number>/role/", teams.person_role, name="person_role"),
    path("team/", teams.team, name="team"),
    path("team/<int:number>/hand-over/", teams.hand_over, name="hand_over"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:number>/", teams.team_members, name="team_members"),
    path("teams/<int:number>/rename/", teams.team_rename, name="team_rename"),
    path("teams/<int:number>/leave/<int:person>/", teams.team_leave, name="team_leave"),
    path("teams/<int:number>/delete/", teams.team_delete, name="team_delete"),
    path("letters/", letters.letters, name="letters"),
    path("letters/confirm/<str:secret>/", letters.letters_confirm, name="letters_confirm"),
    path("letters/leave/<str:secret>/", letters.letters_leave, name="letters_leave"),
    path("tokens/", machines.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", machines.token_revoke, name="token_revoke"),
    path("calendar/", calendars.calendar, name="calendar"),
    path("calendar/end/", calendars.calendar_end, name="calendar_end"),
    path("calendar/<str:secret>.ics", calendars.calendar_file, name="calendar_file"),
    path("hooks/", hooks.hooks, name="hooks"),
    path("hooks/<uuid:number>/delete/", hooks.hook_delete, name="hook_delete"),
    path("api/v1/openapi.json", machines.openapi, name="api_openapi"),
    *rest,
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.plan, name="plan_new"),
    path("plans/<int:number>/", plans.plan, name="plan"),
    path("audit/", audit.audit, name="audit"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:number>/again/", jobs.again, name="job_again"),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
