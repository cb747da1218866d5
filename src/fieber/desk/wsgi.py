"""What the web server runs."""

import gc
from importlib import import_module
from threading import Thread

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from fieber.desk.parent import leave_with_parent

leave_with_parent()
application = get_wsgi_application()
# what is loaded stays: looking through it for rubbish again and again would hold up every page for a tenth of a second
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
Thread(target=import_module("fieber.desk.phone.asking").get_ready, daemon=True).start()
