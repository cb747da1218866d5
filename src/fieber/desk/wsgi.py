"""What the web server runs."""

from django.core.wsgi import get_wsgi_application

from fieber.desk.parent import leave_with_parent

leave_with_parent()
application = get_wsgi_application()
