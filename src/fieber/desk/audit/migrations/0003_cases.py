from django.db import migrations, models

from fieber.desk.audit.guards import renew


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_teams")]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="what",
            field=models.CharField(
                choices=[
                    ("signed_in", "Signed In"),
                    ("key_made", "Key Made"),
                    ("key_used", "Key Used"),
                    ("key_revoked", "Key Revoked"),
                    ("checkup_seen", "Checkup Seen"),
                    ("agreed", "Agreed"),
                    ("ended", "Ended"),
                    ("plan_assigned", "Plan Assigned"),
                    ("exported", "Exported"),
                    ("deleted", "Deleted"),
                    ("role_changed", "Role Changed"),
                    ("team_changed", "Team Changed"),
                    ("handed_over", "Handed Over"),
                    ("explainer_edited", "Explainer Edited"),
                    ("case_begun", "Case Begun"),
                    ("case_answered", "Case Answered"),
                    ("case_asked", "Case Asked"),
                    ("case_closed", "Case Closed"),
                    ("case_deleted", "Case Deleted"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(renew, migrations.RunPython.noop),
    ]
