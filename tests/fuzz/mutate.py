"""Exports gone wrong: takes a good one and breaks it the way the world does, or the way somebody mean would.

Every step knows what it breaks: JSON by its nodes, tables by their cells and lines, archives by their entries; bytes
only where nothing better is known.
"""

from __future__ import annotations

import gzip
import io
import json
import lzma
import re
import stat
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from tests.fuzz import mutate_old_excel

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

    Step = Callable[[DrawFn, bytes], bytes]

Files = dict[str, bytes]

BIG = 10 * 2**20  # bytes; the largest input of the limit on memory
DEPTH = 3000
SCRIPT = re.compile(rb"\A\s*window\.[\w.]+\s*=\s*")  # X's archive is JSON behind an assignment

# values that have no business where they are put
STRANGE: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        2**31,
        -(2**63),
        2**63,
        10**30,
        10**400,
        1e308,
        -1e308,
        0.1,
        float("nan"),
        float("inf"),
    ),
    *(
        "",
        " ",
        "0",
        "-1",
        "NaN",
        "1e999",
        "12,345",
        "12.345",
        "1.234,5",
        "63.3K",
        "--",
        "null",
        "\0",
        "\ud800",
        "\u202e",
    ),
    *(
        "ÄÖÜ\u00a0€",
        "\u00c3\u00a4" * 40,
        "x" * 100_000,
        "9" * 5000,
        "2026-13-45",
        "0000-00-00T00:00:00Z",
        "9999-12-31T23:59:60Z",
    ),
    *(
        "=cmd|' /C calc'!A0",
        "<script>",
        "../../etc/passwd",
        "at://",
        "https://[",
        "at://did:plc:x/app.bsky.feed.post/1",
    ),
    *([], {}, [[]], [None], {"": ""}, {"value": {"value": []}}, [1, "1", None, {}, []], {"timestamp": "soon"}),
)
CELLS = (
    *(str(one) for one in STRANGE if isinstance(one, str | int | float)),
    *('"', '""', "a;b", "a,b", "a\tb", "a\nb"),
)
ENCODINGS = ("utf-16", "utf-16-le", "utf-8-sig", "cp1252", "utf-32", "utf-7")
NAMES = (
    *(
        "../../evil.csv",
        "/etc/passwd",
        "C:\\evil.csv",
        "a\\..\\..\\evil.json",
        "x" * 300 + ".json",
        "\0.csv",
        "a/" * 200 + "b.json",
    ),
    *(
        "posts.csv",
        "tweets.js",
        "Table data.csv",
        "outbox.json",
        "user_data_tiktok.json",
        "followers_1.json",
        "reel.json.xz",
    ),
)


FORMS = ("folder", "folder", "folder", "zip", "zip", "zip", "one", "one", "tar", "wrapped", "torn")


def whole(files: Files) -> st.SearchStrategy[tuple[str, Files]]:
    """Give mutated exports: how they are packed (one of FORMS) and what is in them."""
    return _whole(files)


@st.composite
def _whole(draw: DrawFn, files: Files) -> tuple[str, Files]:
    found = dict(files)
    for _ in range(draw(st.integers(1, 4))):
        step = draw(st.sampled_from(WEIGHTED))
        if step is None:
            found = _rearranged(draw, found)
        else:
            path = draw(st.sampled_from(sorted(found)))
            found[path] = step(draw, found[path])
    form = draw(st.sampled_from(FORMS))
    if form == "torn":  # the archive itself, its list of contents too
        name, pack = draw(st.sampled_from((("export.zip", packed), ("export.tar.gz", tarred))))
        return "raw", {name: _bytes(draw, pack(found))}
    return form, found


def _rearranged(draw: DrawFn, files: Files) -> Files:
    """Lose, rename, exchange, repeat or add whole files."""
    found, path = dict(files), draw(st.sampled_from(sorted(files)))
    match draw(st.sampled_from(("lose", "rename", "exchange", "repeat", "gzip", "nest"))):
        case "lose" if len(found) > 1:
            del found[path]
        case "exchange":
            other = draw(st.sampled_from(sorted(files)))
            found[path], found[other] = files[other], files[path]
        case "repeat":
            found[f"copy of/{path}"] = files[path]
        case "gzip":
            found[f"{path}.gz"] = gzip.compress(found.pop(path), mtime=0)
        case "nest":
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                archive.writestr(path, files[path])
            found["inner.zip"] = packed.getvalue()
        case _:
            found[draw(st.sampled_from(NAMES))] = found.pop(path)
    return found


def _json(draw: DrawFn, content: bytes) -> bytes:
    """Break one node of a JSON document; bytes where it is none."""
    head = SCRIPT.match(content)
    lead = head[0] if head else b""
    try:
        document = json.loads(content[len(lead) :])
    except (ValueError, RecursionError):
        return _bytes(draw, content)
    for _ in range(draw(st.integers(1, 3))):
        document = _broken(draw, document)
    text = json.dumps(document, ensure_ascii=draw(st.booleans()))
    if draw(st.integers(0, 9)) == 0:
        text = text.replace("{", '{"likes": 1, "likes": "two", ', 1)  # a key that stands twice
    return lead + text.encode("utf-8", errors="surrogatepass")


def _broken(draw: DrawFn, node: Any, depth: int = 0) -> Any:
    """Go down to some node and put something strange there, take it away, double it, or rename it."""
    is_inner = isinstance(node, dict | list) and len(node) > 0
    if not is_inner or (depth and draw(st.integers(0, 4)) == 0):
        return _deep(node) if draw(st.integers(0, 60)) == 0 else draw(st.sampled_from(STRANGE))
    what = draw(st.sampled_from(("down", "down", "down", "down", "lose", "double", "rename", "first")))
    if isinstance(node, dict):
        key = draw(st.sampled_from(sorted(node)))
        return _broken_key(draw, node, key, what, depth)
    at = draw(st.integers(0, len(node) - 1))
    kept = [*node[:at], *node[at + 1 :]]
    changed = {"lose": kept, "double": [*node, node[at]], "rename": {"0": node[at]}, "first": node[at]}
    return changed.get(what) if what != "down" else [*node[:at], _broken(draw, node[at], depth + 1), *node[at + 1 :]]


def _broken_key(draw: DrawFn, node: dict[str, Any], key: str, what: str, depth: int) -> Any:
    found = dict(node)
    if what == "lose":
        del found[key]
    elif what == "double":
        found[key] = [node[key], node[key]]
    elif what == "rename":
        found[draw(st.sampled_from(("", "value", "timestamp", "Likes", key.upper(), f"{key} ")))] = found.pop(key)
    elif what == "first":
        return node[key]
    else:
        found[key] = _broken(draw, node[key], depth + 1)
    return found


def _deep(node: Any) -> Any:
    for _ in range(300):  # deeper is written as text, see _nested
        node = [node]
    return node


def _nested(draw: DrawFn, content: bytes) -> bytes:
    """Put brackets around everything, deeper than any program goes."""
    opening, closing = draw(st.sampled_from(((b"[", b"]"), (b'{"a":', b"}"), (b"<div>", b"</div>"), (b"[", b""))))
    return opening * DEPTH + content + closing * DEPTH


def _lines(draw: DrawFn, content: bytes) -> bytes:
    """Break a table or any other text: lines, cells, separators, quotes, columns."""
    lines = content.split(b"\n")
    at = draw(st.integers(0, max(0, len(lines) - 1)))
    match draw(
        st.sampled_from(("lose", "double", "cell", "cell", "cell", "separator", "quote", "shorter", "head", "swap"))
    ):
        case "lose":
            del lines[at]
        case "double":
            lines.insert(at, lines[at])
        case "cell":
            mark = draw(st.sampled_from((b",", b";", b"\t")))
            cells = lines[at].split(mark)
            place = draw(st.integers(0, len(cells) - 1))
            cells[place] = draw(st.sampled_from(CELLS)).encode("utf-8", errors="surrogatepass")
            lines[at] = mark.join(cells)
        case "separator":
            return content.replace(b",", draw(st.sampled_from((b";", b"\t", b"|", b"\0", b" "))))
        case "quote":
            lines[at] += b'"'
        case "shorter":
            lines[at] = lines[at][: len(lines[at]) // 2]
        case "head":
            lines.insert(0, draw(st.sampled_from((b"sep=;", b"sep=", b"", b"a,b,c", b"\xef\xbb\xbf", b"# Report"))))
        case _:
            lines = lines[::-1]
    return b"\n".join(lines)


def _bytes(draw: DrawFn, content: bytes) -> bytes:
    """Break single bytes: cut off, flipped, put in, repeated."""
    at = draw(st.integers(0, max(0, len(content) - 1)))
    size = draw(st.integers(1, 64))
    match draw(st.sampled_from(("cut", "flip", "insert", "repeat", "lose", "empty"))):
        case "cut":
            return content[:at]
        case "flip":
            return content[:at] + bytes(byte ^ 0xFF for byte in content[at : at + size]) + content[at + size :]
        case "insert":
            return content[:at] + draw(st.binary(min_size=1, max_size=64)) + content[at:]
        case "repeat":
            return content[: at + size] + content[at:]
        case "lose":
            return content[:at] + content[at + size :]
        case _:
            return b""


def _encoded(draw: DrawFn, content: bytes) -> bytes:
    """Write it in another encoding, or read it in the wrong one."""
    text = content.decode("utf-8", errors="replace")
    if draw(st.booleans()):
        return text.encode(draw(st.sampled_from(ENCODINGS)), errors="replace")
    return content.decode("latin-1").encode("utf-8")


def _swollen(draw: DrawFn, content: bytes) -> bytes:
    """Make it ten megabytes: more rows, more items, or one long line."""
    if not content:
        return b"0" * BIG
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, list) and document:
        one = json.dumps(document[0]).encode()
        return b"[" + b",".join([one] * max(1, BIG // (len(one) + 1))) + b"]"
    lines = content.split(b"\n")
    if len(lines) > 1 and draw(st.booleans()):
        body = b"\n".join(lines[1:]) + b"\n"
        return lines[0] + b"\n" + body * max(1, BIG // len(body))
    filler = draw(st.sampled_from((b" ", b"0", b"[", b'"', b",", b"\n", b"<b>", b"\xff")))
    return content[: len(content) // 2] + filler * (BIG // len(filler)) + content[len(content) // 2 :]


def _compressed(draw: DrawFn, content: bytes) -> bytes:
    """Compress it in a way that its name does not say, or put a bomb there."""
    if draw(st.integers(0, 5)) == 0:
        content = b"0" * (4 * BIG)
    if draw(st.booleans()):
        return gzip.compress(content, mtime=0)
    return lzma.compress(content, preset=0)


def _office(draw: DrawFn, content: bytes) -> bytes:
    """Break an entry of a workbook or of a ZIP inside, or a record of an old workbook; bytes where it is none."""
    if content.startswith(mutate_old_excel.MAGIC):
        return mutate_old_excel.broken(draw, content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except Exception:  # noqa: BLE001 - a broken ZIP raises what zipfile, zlib, lzma, bz2 and struct come to
        return _bytes(draw, content)
    if not entries:
        return content
    name = draw(st.sampled_from(sorted(entries)))
    entries[name] = draw(st.sampled_from((_json, _lines, _bytes, _swollen)))(draw, entries[name])
    return packed(entries)


STEPS: tuple[Step | None, ...] = (_json, _lines, _bytes, _encoded, _office, None)
# the heavy ones take a second each: seldom, so that most of the time goes to many small inputs
WEIGHTED: tuple[Step | None, ...] = (*STEPS * 12, *(_json, _lines) * 12, _nested, _swollen, _compressed)


def tarred(files: Files) -> bytes:
    """Pack files into a tar archive, compressed."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz", compresslevel=1) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name[:90] or "x")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return content.getvalue()


def packed(files: Files) -> bytes:
    """Pack files into a ZIP."""
    content = io.BytesIO()
    names: dict[str, str] = {}
    for name in files:  # a ZIP's names are at most 65,535 bytes long; two that become the same are one file
        short = name.replace("\0", "").encode("utf-8", "replace")[:60_000].decode("utf-8", "ignore")
        names[short or "x"] = name
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for short, name in names.items():
            archive.writestr(zipfile.ZipInfo(short), files[name], zipfile.ZIP_DEFLATED)
    return content.getvalue()


def mean_zips(files: Files) -> dict[str, bytes]:
    """Give ZIPs that somebody mean would make: bombs, ways out, links, lies, passwords."""
    name, data = next(iter(files.items()))
    link = zipfile.ZipInfo(name)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    linked = io.BytesIO()
    with zipfile.ZipFile(linked, "w") as archive:
        archive.writestr(link, b"/etc/passwd")
    good = packed(files)
    flagged = bytearray(good)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = flagged.find(mark)
        flagged[at + place] |= 1
    return {
        "bomb": packed({name: b"0" * (6 * BIG)}),
        "many bombs": packed({f"{number}/{name}": b" " * BIG for number in range(4)}),
        "way out": packed({f"../../{name}": data}),
        "absolute": packed({f"/tmp/{name}": data}),  # noqa: S108 - a name in a ZIP that must never become a file
        "drive": packed({f"C:\\{name}": data}),
        "link": linked.getvalue(),
        "password": bytes(flagged),
        "cut": good[: len(good) // 2],
        "no end": good[:-22],
        "end only": good[-22:],
        "twice": good + good,
        "many": packed({f"{number}.json": b"{}" for number in range(3000)}),
    }
