"""Who was here before mails were confirmed came by invitation: their addresses count as confirmed."""

from django.db import migrations


def confirm(apps, schema_editor):
    person, address = apps.get_model("people", "Person"), apps.get_model("account", "EmailAddress")
    known = address.objects.values_list("user_id", flat=True)
    address.objects.bulk_create(
        address(user_id=one.pk, email=one.email, verified=True, primary=True)
        for one in person.objects.exclude(pk__in=known)
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0002_creators"), ("account", "0009_emailaddress_unique_primary_email")]
    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
