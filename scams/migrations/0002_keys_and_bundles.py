import django.db.models.deletion
from django.db import migrations, models


def give_clients_their_keys(apps, _schema):
    """Make the one key that every client had a row of its own."""
    key = apps.get_model("scams", "ApiKey")
    for client in apps.get_model("scams", "ApiClient").objects.all():
        key.objects.create(client=client, prefix=client.prefix, key_hash=client.key_hash)


def put_keys_back(apps, _schema):
    """Give every client its newest key that is not revoked; a client without one a mark that no key matches."""
    for client in apps.get_model("scams", "ApiClient").objects.all():
        key = client.keys.filter(revoked_at=None).order_by("-pk").first()
        client.prefix = key.prefix if key else f"-{client.pk}"
        client.key_hash = key.key_hash if key else ""
        client.save()


class Migration(migrations.Migration):

    dependencies = [
        ('scams', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='deckversion',
            options={'get_latest_by': 'pk', 'ordering': ['-pk'], 'permissions': [('rollback_deckversion', 'Can roll back the deck')], 'verbose_name': 'deck version', 'verbose_name_plural': 'deck versions'},
        ),
        migrations.AddField(
            model_name='apiclient',
            name='rate',
            field=models.PositiveIntegerField(blank=True, help_text='Over it, requests are refused with 429. Twice as many may come at once. Empty: as many as it likes.', null=True, verbose_name='requests a second'),
        ),
        migrations.AddField(
            model_name='deckversion',
            name='brotli',
            field=models.BinaryField(null=True, verbose_name='payload in brotli'),
        ),
        migrations.AddField(
            model_name='deckversion',
            name='held',
            field=models.JSONField(default=dict, help_text='Cards rolled back, each with the revision that stays away until another one is published.', verbose_name='held back'),
        ),
        migrations.AddField(
            model_name='deckversion',
            name='signatures',
            field=models.JSONField(default=list, help_text='One compact JWS per signing key.', verbose_name='signatures'),
        ),
        migrations.AlterField(
            model_name='deckchange',
            name='action',
            field=models.CharField(choices=[('published', 'published'), ('unpublished', 'taken down'), ('expired', 'expired'), ('moved', 'moved'), ('saved', 'saved'), ('deleted', 'deleted'), ('rolled-back', 'rolled back'), ('signed', 'signed with other keys')], max_length=20, verbose_name='action'),
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(editable=False, max_length=16, unique=True, verbose_name='key begins with')),
                ('key_hash', models.CharField(editable=False, max_length=64, verbose_name='key hash')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='valid until')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked')),
                ('last_used_on', models.DateField(blank=True, editable=False, null=True, verbose_name='last used on')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='scams.apiclient', verbose_name='client')),
            ],
            options={
                'verbose_name': 'API key',
                'verbose_name_plural': 'API keys',
                'ordering': ['client', '-pk'],
            },
        ),
        # Going back, the columns are there empty before they are filled and must not be empty any more.
        migrations.AlterField(
            model_name='apiclient',
            name='key_hash',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AlterField(
            model_name='apiclient',
            name='prefix',
            field=models.CharField(max_length=16, null=True, unique=True),
        ),
        migrations.RunPython(give_clients_their_keys, put_keys_back),
        migrations.RemoveField(
            model_name='apiclient',
            name='key_hash',
        ),
        migrations.RemoveField(
            model_name='apiclient',
            name='prefix',
        ),
    ]
