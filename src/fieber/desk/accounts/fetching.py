"""`python -m fieber.desk.accounts.fetching`: asks a platform about one account, in a process of its own.

It knows nothing of the desk but the one token it was given, and writes what it was told as a fieber archive, which is
then read behind the walls (`sandbox`) like anything that somebody uploaded. A person may name any server (Mastodon), so
it has the same walls but for the network: so much memory and time, no other process, no file of the desk. It connects
to addresses of the public net only: nobody uses the desk to look around in the network it stands in.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fieber.archive import record
from fieber.desk.sandbox import OUT_OF_MEMORY, walls
from fieber.errors import FieberError, UsageError
from fieber.sources import Visit, read_live

NOT_LET_IN = {
    "de": "Die Plattform lässt uns nicht mehr hinein. Verbinde den Account neu.",
    "en": "The platform does not let us in any more. Connect the account again.",
}
PATIENCE = 60.0  # seconds that a platform may ask us to wait


def main() -> None:
    """Do what the order on standard input says; nothing on standard output means that it went well."""
    order = json.load(sys.stdin)
    folder = Path(order["folder"])
    walls.build(None, folder.parent, network=True)
    connect_to_public_addresses_only()
    try:
        reading = read_live(order["target"], Visit(patience=PATIENCE))
        record(reading, folder, now=datetime.now(UTC))
    except UsageError as error:  # with a token: that it is not taken; without one: a name that can be none
        has_token = bool(os.environ.get("FIEBER_INSTAGRAM_TOKEN"))
        json.dump(NOT_LET_IN if has_token else {"de": error.german, "en": error.english}, sys.stdout)
    except FieberError as error:
        json.dump({"de": error.german, "en": error.english}, sys.stdout)
    except MemoryError:  # an answer that swells
        sys.exit(OUT_OF_MEMORY)


def connect_to_public_addresses_only() -> None:
    """From here on a name is looked up as one of the public net, or not at all.

    At the one place through which every connection of this process goes, after the look-up: an address that changes
    between two look-ups gets nobody further. Servers that the environment names (FIEBER_…_URL) are the operator's word.
    """
    trusted = {urlsplit(value).hostname for name, value in os.environ.items() if name.endswith("_URL")}
    look_up = socket.getaddrinfo

    def public_only(host: Any, *args: Any, **values: Any) -> Any:
        found = look_up(host, *args, **values)
        if host in trusted:
            return found
        public = [one for one in found if ip_address(str(one[4][0]).partition("%")[0]).is_global]
        if not public:
            raise socket.gaierror(socket.EAI_NONAME, "not in the public net")
        return public

    socket.getaddrinfo = public_only


if __name__ == "__main__":
    main()
