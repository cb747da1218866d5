
import django.db.models.deletion
import fieber.desk.sealed
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_connections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keeper', models.CharField(blank=True, max_length=80)),
                ('notes', fieber.desk.sealed.SealedText(default='')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='accounts.account')),
                ('manager', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Kept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posts', fieber.desk.sealed.SealedText()),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to='accounts.account')),
            ],
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('posts', 'Posts'), ('names', 'Names')], max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('refused', 'Refused')], default='waiting', max_length=10)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('accounts', models.PositiveIntegerField(default=0)),
                ('told_de', fieber.desk.sealed.SealedText(default='')),
                ('told_en', fieber.desk.sealed.SealedText(default='')),
                ('manager', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Row',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_newest', models.BooleanField(default=True)),
                ('verdict', models.CharField(max_length=12)),
                ('temperature', models.FloatField(null=True)),
                ('q_value', models.FloatField(null=True)),
                ('stands_out', models.BooleanField(default=False)),
                ('finding', models.CharField(max_length=20)),
                ('change', models.FloatField(null=True)),
                ('change_low', models.FloatField(null=True)),
                ('change_high', models.FloatField(null=True)),
                ('good_de', fieber.desk.sealed.SealedText(null=True)),
                ('good_en', fieber.desk.sealed.SealedText(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='accounts.account')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='roster.run')),
            ],
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='roster.entry')),
            ],
        ),
        migrations.CreateModel(
            name='View',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('query', models.CharField(max_length=400)),
                ('manager', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('name',),
            },
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('account', 'manager'), name='entry_once'),
        ),
        migrations.AddIndex(
            model_name='row',
            index=models.Index(fields=['account', 'is_newest'], name='row_newest'),
        ),
        migrations.AddConstraint(
            model_name='row',
            constraint=models.UniqueConstraint(fields=('run', 'account'), name='row_once'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(fields=('entry', 'name'), name='tag_once'),
        ),
        migrations.AddConstraint(
            model_name='view',
            constraint=models.UniqueConstraint(fields=('manager', 'name'), name='view_once'),
        ),
    ]
