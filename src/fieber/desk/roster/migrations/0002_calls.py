from __future__ import annotations

import fieber.desk.sealed
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="called_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="as_of",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="weather",
            field=fieber.desk.sealed.SealedText(default=""),
        ),
    ]
