"""Plans, for administrators; and the answer to who has no check-up left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from fieber.desk.people.access import only
from fieber.desk.people.models import Role
from fieber.desk.plans.forms import Assign, PlanForm
from fieber.desk.plans.models import Assignment, Plan
from fieber.desk.plans.services import assign, sentence

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from fieber.desk.plans.services import Left


@only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """See the plans and who has one, and give one to somebody."""
    form = Assign(request.POST or None)
    if form.is_valid():
        assign(form.cleaned_data["email"], form.cleaned_data["plan"], request.user)
        return redirect("plans")
    context = {
        "form": form,
        "plans": Plan.objects.annotate(people=Count("assignments")).order_by("pk"),
        "assigned": Assignment.objects.select_related("person", "plan").order_by("person__name", "pk"),
        "is_counted": settings.IS_PUBLIC,
        "free": settings.FREE_CHECKUPS,
    }
    return render(request, "plans/plans.html", context, status=400 if form.errors else 200)


@only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, number: int = 0) -> HttpResponse:
    """Make a plan (0), or change one; it holds from the next check-up on."""
    form = PlanForm(request.POST or None, instance=get_object_or_404(Plan, pk=number) if number else None)
    if form.is_valid():
        form.save()
        return redirect("plans")
    return render(request, "plans/plan.html", {"form": form, "number": number}, status=400 if form.errors else 200)


def none_left(request: HttpRequest, left: Left) -> HttpResponse:
    """Say that no check-up is left, and when it goes on."""
    status = 403 if request.method == "POST" else 200
    return render(request, "plans/none_left.html", {"sentence": sentence(left)}, status=status)
