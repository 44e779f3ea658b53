"""The vendor's SDK, new or old, where it goes by itself: `default_base_url.py KEY`. Prints what it was given."""

import json
import sys

import anchorbrowser
from anchorbrowser import Anchorbrowser

client = Anchorbrowser(api_key=sys.argv[1], timeout=20, max_retries=0)
applications, sessions = client.applications, client.sessions
create_application = getattr(applications, "create_application", None) or applications.create
create_session = getattr(sessions, "create_session", None) or sessions.create
application = create_application(source="https://shop.example.com", name="Shop")
token = applications.create_identity_token(application.id, callback_url="https://app.example.com/callback")
session = create_session().data
found = {
    "version": anchorbrowser.__version__,
    "base_url": str(client.base_url),
    "token": getattr(token, "token", None) or token.data.token,
    "session": session.id,
    "cdp_url": session.cdp_url,
    "live_view_url": session.live_view_url,
}
print(json.dumps(found))
