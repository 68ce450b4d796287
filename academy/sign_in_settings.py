"""Who may try to sign in how often: the settings of django-axes, a part of `academy.settings.base`.

Ten wrong passwords for one name from one address, and that pair waits; the same name from elsewhere does not.
"""

from datetime import timedelta

from academy.environment import env

CLIENT_ADDRESS_HEADER: str = env.str("CLIENT_ADDRESS_HEADER", "")

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # whoever goes on trying does not wait for ever
AXES_CLIENT_IP_CALLABLE = "academy.people.clients.client_address"
AXES_LOCKOUT_CALLABLE = "academy.people.views.locked"

# As little as possible is written down about people; what is, `academy.people.tidying` deletes.
AXES_CLIENT_STR_CALLABLE = "academy.people.clients.client_in_log"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
