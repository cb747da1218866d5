"""Writes the synthetic exports of the platforms: archives, dumps and tables as each of them writes them.

Run it from the project's root: .venv/bin/python tests/exports/make_platforms.py. Letters, comments and other people's
posts in them hold the word SECRET, which no reader may ever give away. The goldens beside them are rewritten with
FIEBER_GOLDEN=1 pytest tests/conformance/test_readers.py.
"""

from __future__ import annotations

import json
import lzma
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
ZIP_TIME = (2026, 1, 1, 0, 0, 0)  # the same bytes at every run
SECRET = "secretcaption of anna_secret"  # noqa: S105 - no password: what must never be given away
START = datetime(2026, 6, 1, 18, tzinfo=UTC)


def write(where: str, content: str | bytes | list[Any] | dict[str, Any]) -> None:
    """Write one file below this folder: text, bytes, or anything else as JSON."""
    path = HERE / where
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, list | dict):
        content = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def day(number: int) -> datetime:
    """Give a moment, so many days after the first post."""
    return START + timedelta(days=number)


def twitter() -> None:
    """An archive in two parts with letters, likes and reposts; posts and days of Analytics, new and old."""
    folder = "twitter/archive/data"

    def tweet(number: int, **more: Any) -> dict[str, Any]:
        moment = day(number).strftime("%a %b %d %H:%M:%S +0000 %Y")
        body = {"id_str": str(1900000000000000000 + number), "created_at": moment, "full_text": SECRET, "lang": "de"}
        return {"tweet": {**body, "favorite_count": str(10 + number), "retweet_count": str(number), **more}}

    photo = {"extended_entities": {"media": [{"type": "photo"}, {"type": "photo"}]}}
    posts = [
        tweet(1),
        tweet(2, **photo),
        tweet(3, in_reply_to_status_id_str="5", in_reply_to_screen_name="anna_secret"),
    ]
    posts.append(tweet(4, full_text=f"RT @anna_secret: {SECRET}", favorite_count="0"))
    write(f"{folder}/tweets.js", f"window.YTD.tweets.part0 = {json.dumps(posts)}")
    more = [tweet(5, entities={"urls": [{"expanded_url": SECRET}]}), tweet(6, created_at="yesterday")]
    write(f"{folder}/tweets-part1.js", f"window.YTD.tweets.part1 = {json.dumps(more)};")
    account = [{"account": {"username": "studio_x", "accountId": "1", "email": "secretcaption@example.org"}}]
    write(f"{folder}/account.js", f"window.YTD.account.part0 = {json.dumps(account)}")
    made = {"userInfo": {"userName": "studio_x"}, "archiveInfo": {"generationDate": "2026-09-01T05:00:00.000Z"}}
    write(f"{folder}/manifest.js", f"window.__THAR_CONFIG = {json.dumps(made)}")
    letters = [{"dmConversation": {"messages": [{"messageCreate": {"text": SECRET}}]}}]
    write(f"{folder}/direct-messages.js", f"window.YTD.direct_messages.part0 = {json.dumps(letters)}")
    write(f"{folder}/like.js", f"window.YTD.like.part0 = {json.dumps([{'like': {'fullText': SECRET}}])}")
    write(f"{folder}/community-tweet.js", f"window.YTD.community_tweet.part0 = {json.dumps(posts)}")
    write(
        "twitter/analytics/account_analytics_content.csv",
        "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,"
        "Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks\n"
        '1900000000000000001,"Mon, Jun 29, 2026",secretcaption,https://x.com/studio_x/status/1900000000000000001,'
        "1234,12,30,1,0,2,1,3,9,20,0,1,0\n"
        '1900000000000000002,"Tue, Jun 30, 2026",@anna_secret secretcaption,'
        "https://x.com/studio_x/status/1900000000000000002,200,2,5,0,0,,1,0,1,2,0,1,0\n",
    )
    write(
        "twitter/analytics/account_overview_analytics.csv",
        "Date,Impressions,Engagements,Likes,Replies,Reposts,New follows,Unfollows,Bookmarks,Shares,Profile visits,"
        "Create Post,Video views,Media views\n"
        '"Mon, Jun 29, 2026",1500,40,14,1,3,2,1,1,0,9,1,0,0\n"Tue, Jun 30, 2026",300,7,2,1,0,0,2,0,0,1,1,0,0\n',
    )
    write(
        "twitter/old_activity/tweet_activity_metrics.csv",
        "Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,engagement rate,retweets,replies,likes,"
        "user profile clicks,url clicks,hashtag clicks,detail expands,permalink clicks\n"
        '"1200000000000000001",https://twitter.com/studio_x/status/1200000000000000001,secretcaption,'
        "2020-06-29 18:00 +0000,1200.0,30.0,0.025,3.0,1.0,12.0,2,0,0,5,0\n",
    )


def tiktok() -> None:
    """The export in its new and its old form, as text, and the table of Studio with rounded numbers."""
    video = {"Date": "2026-06-29 18:00:00", "Link": "https://www.tiktok.com/@studio_t/video/7400000000000000001"}
    videos = [
        {**video, "Likes": "410", "WhoCanView": "Public", "Title": SECRET},
        {"Date": "2026-06-20 18:00:00", "Link": "https://v16.example.org/tmp/a.mp4", "Likes": "None", "Title": SECRET},
        {"Date": "N/A", "Link": "N/A", "Likes": "3"},
    ]
    letters = {"Chat History": {"ChatHistory": {"Chat with anna_secret:": [{"Date": "2026-08-01", "Content": SECRET}]}}}
    write(
        "tiktok/new/user_data_tiktok.json",
        {
            "Comment": {"Comments": {"CommentsList": [{"date": "2026-08-01 10:00:00 UTC", "comment": SECRET}]}},
            "Direct Message": {"Direct Messages": letters},
            "Post": {"Posts": {"VideoList": videos}},
            "Profile And Settings": {
                "Profile Info": {"ProfileMap": {"userName": "studio_t", "followerCount": 512, "likesReceived": "None"}},
                "Follower": {"FansList": [{"Date": "2026-07-01 18:00:00", "UserName": "anna_secret"}]},
            },
            "Your Activity": {"Watch History": {"VideoList": [{"Date": "2026-07-02 09:00:00", "Link": SECRET}]}},
        },
    )
    write(
        "tiktok/old/user_data.json",
        {
            "Activity": {"Follower List": {"FansList": []}, "Video Browsing History": {"VideoList": None}},
            "App Settings": {},
            "Profile": {"Profile Information": {"ProfileMap": {"userName": "studio_t"}}},
            "Video": {"Videos": {"VideoList": [{**video, "Likes": "41"}]}},
        },
    )
    blocks = (
        "Date: 2026-06-29 18:00:00\nLink: https://www.tiktok.com/@studio_t/video/7400000000000000001\nLike(s): 410\n\n"
    )
    blocks += f"Date: 2026-06-20 18:00:00\nLink: https://v16.example.org/tmp/a.mp4\nTitle: {SECRET}\n"
    write("tiktok/text/TikTok/Posts/Posts.txt", blocks)
    write("tiktok/text/TikTok/Direct Messages/Direct Messages.txt", f"Date: 2026-06-29\nLink: {SECRET}\n")
    write(
        "tiktok/studio/Content.csv",
        "Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views,Average watch time\n"
        '"secretcaption, one",https://www.tiktok.com/@studio_t/video/7400000000000000001,2026-06-29 18:00:00,1.2K,48,'
        '31,"18,400",11.5\n'
        "two,https://www.tiktok.com/@studio_t/video/7400000000000000002,2026-06-30 18:00:00,--,0,,310,4\n",
    )


def youtube() -> None:
    """Studio with an old video among the new ones, Takeout with comments beside it, and saved answers."""
    folder = "youtube/studio/Content 2026-06-01_2026-09-01 Kanal Y"
    write(
        f"{folder}/Table data.csv",
        "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,Likes,Comments added,"
        "Unique viewers,Thumbnail impressions,Thumbnail click-through rate (%)\n"
        "Total,,,,2600,12.5,1,250,13,,9500,5.1\n"
        'abcdefghijk,"secretcaption, one","Jun 29, 2026",45,100,0.5,1,10,2,80,1000,4.1\n'
        '-bcdefghijk,Long one,"Jul 4, 2026",600,2000,10,0,200,9,1500,8000,5.2\n'
        'oldoldoldol,Old one,"Jan 4, 2021",600,500,2,0,40,2,400,500,5.2\n',
    )
    write(f"{folder}/Totals.csv", "Date,Views\n2026-06-01,5\n2026-06-02,\n2026-06-03,7\n")
    write(
        f"{folder}/Chart data.csv",
        "Date,Content,Video title,Video publish time,Duration,Views\n2026-06-01,abcdefghijk,x,x,45,5\n",
    )
    takeout = "youtube/takeout/Takeout/YouTube and YouTube Music"
    write(
        f"{takeout}/video metadata/videos.csv",
        "Video ID,Approx Duration (ms),Video Category,Channel ID,Video Title (Original),Privacy,Video State,"
        "Video Create Timestamp,Video Publish Timestamp\n"
        "abcdefghijk,45000,People,UC1,secretcaption,Public,Processed,2026-06-28T05:26:03+00:00,2026-06-29T18:00:00+00:00\n",
    )
    write(f"{takeout}/comments/comments.csv", f"Comment ID,Channel ID,Comment Text\n1,anna_secret,{SECRET}\n")
    write(f"{takeout}/subscriptions/subscriptions.csv", "Channel Id,Channel Url,Channel Title\nUC2,x,anna_secret\n")
    statistics = {"viewCount": "100", "likeCount": "10", "commentCount": "2", "favoriteCount": "0"}

    def video(number: int, seconds: int, counts: dict[str, str]) -> dict[str, Any]:
        return {
            "kind": "youtube#video",
            "id": f"video00000{number}",
            "snippet": {"publishedAt": day(number).isoformat(), "channelTitle": "Kanal Y", "title": SECRET},
            "contentDetails": {"duration": f"PT{seconds // 60}M{seconds % 60}S"},
            "statistics": counts,
        }

    hidden = {name: value for name, value in statistics.items() if name != "likeCount"}
    videos = [video(1, 45, statistics), video(2, 300, hidden)]
    write("youtube/answers/videos.json", {"kind": "youtube#videoListResponse", "items": videos})
    report = {
        "columnHeaders": [{"name": "day"}, {"name": "views"}, {"name": "subscribersLost"}],
        "rows": [["2026-06-28", 51, 2]],
    }
    write("youtube/answers/days.json", {"kind": "youtubeAnalytics#resultTable", **report})


def crowdtangle() -> None:
    """Facebook with all its reactions and Instagram, each with a time zone in its dates."""
    write(
        "crowdtangle/facebook/posts.csv",
        "\ufeffPage Name,User Name,Facebook Id,Likes at Posting,Followers at Posting,Post Created,Post Created Date,"
        "Post Created Time,Type,Total Interactions,Likes,Comments,Shares,Love,Wow,Haha,Sad,Angry,Care,Video Share "
        "Status,Is Video Owner?,Post Views,Total Views,URL,Message\n"
        'Page A,pagea,80,1000,1100,2023-06-29 18:00:00 CEST,2023-06-29,18:00:00,Photo,"1,234","1,000",100,100,20,5,5,2'
        ",1,1,,-,0,0,https://www.facebook.com/80/posts/11,secretcaption\n"
        "Page A,pagea,80,1000,1101,2023-06-30 18:00:00 CEST,2023-06-30,18:00:00,Native Video,70,50,10,10,0,0,0,0,0,0"
        ",owned,Yes,900,900,https://www.facebook.com/80/videos/12,secretcaption\n",
    )
    write(
        "crowdtangle/instagram/posts.csv",
        "\ufeffAccount,User Name,Followers at Posting,Created,Type,Likes,Comments,Views,URL,Link,Photo,Title,"
        "Description\n"
        "Account A,account_a,10801,2023-06-29 18:00:00 EDT,Photo,980,45,0,https://www.instagram.com/p/AAAAAAAAAA1/,,,,"
        "secretcaption\n"
        "Account A,account_a,10802,2023-06-30 18:00:00 EDT,Video,-1,5,1200,https://www.instagram.com/reel/AAAAAAAAAA2/,,,,x\n",
    )


def instaloader() -> None:
    """Packed and plain posts, a hidden count of likes, a profile, and comments that nobody reads."""
    folder = "instaloader/folder/account_a"

    def post(number: int, **more: Any) -> dict[str, Any]:
        caption = {"edges": [{"node": {"text": SECRET}}]}
        node = {
            "__typename": "GraphImage",
            "shortcode": f"BBBBBBBBBB{number}",
            "taken_at_timestamp": int(day(number).timestamp()),
            "is_video": False,
            "edge_media_to_caption": caption,
            "edge_media_preview_like": {"count": 400 + number},
            "edge_media_to_comment": {"count": 20, "edges": [{"node": {"text": SECRET}}]},
            "owner": {"id": "1", "username": "account_a"},
        }
        return {"node": {**node, **more}, "instaloader": {"version": "4.10", "node_type": "Post"}}

    film = post(2, __typename="XDTGraphVideo", is_video=True, video_view_count=9000, product_type="clips")
    hidden = post(3, __typename="GraphSidecar", edge_media_preview_like={"count": -1})
    for number, one in ((1, post(1)), (2, film), (3, hidden)):
        name = f"{folder}/{day(number):%Y-%m-%d_%H-%M-%S}_UTC.json"
        content = json.dumps(one)
        write(f"{name}.xz" if number == 2 else name, lzma.compress(content.encode()) if number == 2 else content)
    write(
        f"{folder}/{day(1):%Y-%m-%d_%H-%M-%S}_UTC_comments.json",
        [{"text": SECRET, "owner": {"username": "anna_secret"}}],
    )
    profile = {"id": "1", "username": "account_a", "edge_followed_by": {"count": 10801}, "biography": SECRET}
    signature = {"version": "4.10", "node_type": "Profile"}
    write(f"{folder}/account_a_1.json", {"node": profile, "instaloader": signature})


def mastodon() -> None:
    """An archive with boosts and letters, and saved statuses of the same kind."""
    server, public = "https://social.example", "https://www.w3.org/ns/activitystreams#Public"

    def note(number: int, **more: Any) -> dict[str, Any]:
        address = f"{server}/users/studio_o/statuses/{number}"
        body = {"id": address, "type": "Note", "published": day(number).isoformat(), "content": SECRET, "to": [public]}
        return {"type": "Create", "actor": f"{server}/users/studio_o", "object": {**body, **more}}

    picture = {"mediaType": "image/png", "url": "/media/a.png"}
    boost = {"type": "Announce", "object": "https://other.example/users/anna_secret/statuses/1"}
    letter = note(4, to=["https://other.example/users/anna_secret"], cc=[])
    activities = [note(1), note(2, attachment=[picture, picture]), note(3, inReplyTo=SECRET), letter, boost]
    write(
        "mastodon/archive/archive-20260901/outbox.json",
        {"type": "OrderedCollection", "totalItems": 5, "orderedItems": activities},
    )
    actor = {"id": f"{server}/users/studio_o", "preferredUsername": "studio_o", "summary": SECRET}
    write("mastodon/archive/archive-20260901/actor.json", actor)
    write("mastodon/archive/archive-20260901/likes.json", {"type": "OrderedCollection", "orderedItems": [SECRET]})

    def status(number: int, **more: Any) -> dict[str, Any]:
        counts = {"replies_count": number, "reblogs_count": 2, "favourites_count": 10 + number, "visibility": "public"}
        address = f"{server}/users/studio_o/statuses/{number}"
        account = {"acct": "studio_o", "username": "studio_o", "url": f"{server}/@studio_o", "followers_count": 512}
        where = {"id": str(number), "uri": address, "url": f"{server}/@studio_o/{number}", "content": SECRET}
        return {**where, "created_at": day(number).isoformat(), "account": account, "reblog": None, **counts, **more}

    mine = [status(1), status(2, media_attachments=[{"type": "video"}]), status(3, in_reply_to_id="9")]
    others = [status(4, reblog={"content": SECRET}), status(5, visibility="direct")]
    write("mastodon/statuses/page1.json", [*mine, *others])
    write("mastodon/statuses/page2.json", [status(3, in_reply_to_id="9"), status(6)])


def bluesky() -> None:
    """Two pages of a feed with a pinned post, somebody else's, an answer and pictures."""

    def item(number: int, **more: Any) -> dict[str, Any]:
        record = {"text": SECRET, "createdAt": day(number).isoformat(), **more.pop("record", {})}
        view = {
            "uri": f"at://did:plc:me/app.bsky.feed.post/3k{number}",
            "author": {"did": "did:plc:me", "handle": "studio-b.example"},
            "record": record,
            "replyCount": 1,
            "repostCount": 2,
            "likeCount": 10 + number,
            "indexedAt": day(number).isoformat(),
        }
        return {"post": {**view, **more.pop("post", {})}, **more}

    pinned = item(2, reason={"$type": "app.bsky.feed.defs#reasonPin"})
    pictures = item(3, record={"embed": {"$type": "app.bsky.embed.images", "images": [{}, {}]}})
    answer = item(4, record={"reply": {"parent": {"uri": SECRET}}}, post={"likeCount": None, "bookmarkCount": 5})
    other = item(9, reason={"$type": "app.bsky.feed.defs#reasonRepost", "by": {"handle": "anna_secret"}})
    # the clock of the program that wrote it was a year ahead
    ahead = item(5, record={"createdAt": "2027-06-06T18:00:00Z"})
    write("bluesky/feed/page1.json", {"feed": [pinned, item(1), item(2)], "cursor": "x"})
    write("bluesky/feed/page2.json", {"feed": [pictures, answer, other, ahead]})


def instagram_api() -> None:
    """A page of media, insights asked for one by one, days, a refusal, and numbers that are missing."""
    folder = "instagram_api/folder/answers"

    def media(number: int, **more: Any) -> dict[str, Any]:
        body = {
            "id": f"1790000000000000{number}",
            "media_type": "IMAGE",
            "media_product_type": "FEED",
            "caption": SECRET,
        }
        moment = day(number).strftime("%Y-%m-%dT%H:%M:%S+0000")
        return {
            **body,
            "timestamp": moment,
            "username": "studio_g",
            "like_count": 400 + number,
            "comments_count": 9,
            **more,
        }

    hidden = media(3, media_type="CAROUSEL_ALBUM")
    del hidden["like_count"]
    reel = media(2, media_type="VIDEO", media_product_type="REELS")
    own = {"data": [{"name": "reach", "period": "lifetime", "values": [{"value": 5000}]}]}
    write(f"{folder}/media.json", {"data": [media(1, insights=own), reel, hidden], "paging": {"next": SECRET}})

    def metric(name: str, value: int) -> dict[str, Any]:
        identity = f"17900000000000002/insights/{name}/lifetime"
        return {"name": name, "period": "lifetime", "values": [{"value": value}], "id": identity}

    values = {"views": 15000, "reach": 9800, "saved": 55, "shares": 120, "total_interactions": 605}
    write(f"{folder}/insights_2.json", {"data": [metric(name, value) for name, value in values.items()]})
    ends = ("2026-06-27T07:00:00+0000", "2026-06-28T07:00:00+0000")
    series = [
        {
            "name": name,
            "period": "day",
            "id": f"1/insights/{name}/day",
            "values": [{"value": n, "end_time": e} for n, e in zip(ns, ends, strict=True)],
        }
        for name, ns in (("reach", (410, 388)), ("follower_count", (6, 13)))
    ]
    write(f"{folder}/days.json", {"data": series})
    write(
        f"{folder}/user.json",
        {"id": "1", "username": "studio_g", "followers_count": 10801, "media_count": 3, "name": SECRET},
    )
    refusal = {"message": "(#10) Not enough viewers", "type": "OAuthException", "code": 10, "fbtrace_id": "A"}
    write(f"{folder}/insights_9.json", {"error": refusal})


def linkedin() -> None:
    """Sheets of a company as CSV, the same as Excel with a note above, a person's Excel, and a copy of one's data."""
    posts = [
        (
            "Post title,Post link,Post type,Campaign name,Posted by,Created date,Impressions,Views,Offsite Views,"
            "Clicks,Click through rate (CTR),Likes,Comments,Reposts,Follows,Engagement rate,Content Type"
        ),
        (
            "secretcaption,https://www.linkedin.com/feed/update/urn:li:activity:7400000000000000001,Organic,,anna_secret,"
            "06/29/2026,1500,,,40,0.0267,30,4,2,1,0.0507,Image"
        ),
        (
            "secretcaption,https://www.linkedin.com/feed/update/urn:li:activity:7400000000000000002,Sponsored,,anna_secret,"
            "06/30/2026,9000,800,,90,0.01,60,8,3,,0.02,Video"
        ),
    ]
    days = [
        (
            "Date,Impressions (organic),Impressions (sponsored),Impressions (total),Unique impressions (organic),"
            "Clicks (organic),Clicks (sponsored),Clicks (total)"
        ),
        "06/29/2026,120,0,120,95,3,0,3",
        "06/30/2026,220,0,220,180,5,1,6",
    ]
    write("linkedin/company_csv/All posts.csv", "\n".join(posts) + "\n")
    write("linkedin/company_csv/Metrics.csv", "\n".join(days) + "\n")
    note = "Metrics of your posts from June 2026"
    followers = "Date,Sponsored followers,Organic followers,Auto-invited followers,Total followers\n06/29/2026,0,3,1,4"
    workbook(
        "linkedin/company_excel/company_content.xlsx",
        {
            "Metrics": [[note], *cells(days)],
            "All posts": [[note], *cells(posts)],
            "New followers": cells(followers.splitlines()),
        },
    )
    link = "https://www.linkedin.com/feed/update/urn:li:activity:740000000000000000"
    head = ["Post URL", "Post publish date", "Engagements", "", "Post URL", "Post publish date", "Impressions"]
    top = [["Maximum of 50 posts available to include in this list"], [], head]
    top.append([f"{link}1", "6/29/2026", "40", "", f"{link}2", "6/20/2026", "3000"])
    top.append([f"{link}3", "6/21/2026", "20", "", f"{link}1", "6/29/2026", "1500"])
    workbook(
        "linkedin/personal_excel/Content_2026.xlsx",
        {
            "DISCOVERY": [["Overall Performance", "6/1/2026 - 8/31/2026"], ["Impressions", "4500"]],
            "ENGAGEMENT": [["Date", "Impressions", "Engagements"], ["6/29/2026", "120", "4"], ["6/30/2026", "90", "2"]],
            "TOP POSTS": top,
            "FOLLOWERS": [["Total followers on 8/31/2026:", "812"], [], ["Date", "New followers"], ["6/29/2026", "3"]],
            "DEMOGRAPHICS": [["Top Demographics", "Value", "Percentage"], ["Location", "Berlin", "< 1%"]],
        },
    )
    folder = "linkedin/own_data/Basic_LinkedInDataExport_09-01-2026"
    shares = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
    shares += '2026-05-07 16:41:18,https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A7458194261025673216,"secretcaption\n'
    shares += 'two lines",,,MEMBER_NETWORK\n2026-05-08 10:00:00,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A7458194261025673217,x,,,PUBLIC\n'
    write(f"{folder}/Shares.csv", shares)
    write(f"{folder}/messages.csv", f"CONVERSATION ID,FROM,DATE,CONTENT\n1,anna_secret,2026-05-07,{SECRET}\n")
    write(f"{folder}/Connections.csv", "First Name,Last Name,Connected On\nanna_secret,x,01 Jan 2026\n")


def threads() -> None:
    """Three posts: words, a picture, a film; and whom one follows, which nobody reads."""
    stamp = int(day(1).timestamp())
    posts = [
        {"media": [{"uri": "", "creation_timestamp": stamp, "title": SECRET}]},
        {"media": [{"uri": "media/posts/1.jpg", "creation_timestamp": stamp + 90, "title": SECRET}]},
        {"media": [{"uri": "media/posts/2.mp4", "creation_timestamp": stamp + 900, "title": SECRET}]},
        {"media": []},
    ]
    folder = "threads/export/your_instagram_activity/threads"
    write(f"{folder}/threads_and_replies.json", {"text_post_app_text_posts": posts})
    write(f"{folder}/following.json", {"text_post_app_text_post_app_following": [{"title": "anna_secret"}]})


def facebook() -> None:
    """Meta's export of a profile with letters, and the old table of page insights with its row of descriptions."""
    stamp = int(day(1).timestamp())
    film = {"data": [{"media": {"uri": "posts/media/a.mp4", "title": SECRET}}]}
    link = {"data": [{"external_context": {"url": SECRET}}]}
    posts = [
        {"timestamp": stamp, "data": [{"post": SECRET}], "title": "Anna wrote on anna_secret's timeline"},
        {"timestamp": stamp + 90, "attachments": [film], "data": []},
        {"timestamp": stamp + 900, "attachments": [link], "data": []},
    ]
    folder = "facebook/profile/your_facebook_activity"
    write(f"{folder}/posts/your_posts__check_ins__photos_and_videos_1.json", posts)
    write(f"{folder}/messages/inbox/anna_secret_1/message_1.json", {"messages": [{"content": SECRET}]})
    write(f"{folder}/comments_and_reactions/comments.json", {"comments_v2": [{"comment": SECRET}]})
    write(
        "facebook/page_insights/Facebook Insights Data Export - Page - 2019.csv",
        "Post ID,Permalink,Post Message,Type,Countries,Languages,Posted,Audience Targeting,Lifetime Post Total Reach,"
        "Lifetime Post Total Impressions,Lifetime Engaged Users\n"
        ",,,,,,,,Lifetime: The total number of people your Page post was served to. (Unique Users),Lifetime: …,L: …\n"
        "80_11,https://www.facebook.com/80/posts/11,secretcaption,Photo,,,06/29/2019 11:00:00 AM,,9000,12500,310\n"
        "80_12,https://www.facebook.com/80/posts/12,secretcaption,Link,,,07/01/2019 11:00:00 AM,,700,900,20\n",
    )


def four_cat() -> None:
    """Two posts and a comment of somebody else."""
    write(
        "four_cat/instagram/dataset.csv",
        "id,thread_id,parent_id,body,author,timestamp,type,url,hashtags,usertags,mentioned,num_likes,num_comments,subject\n"
        "CCCCCCCCCC1,CCCCCCCCCC1,CCCCCCCCCC1,secretcaption,studio_c,1782756000,picture,,,,,410,3,\n"
        "CCCCCCCCCC2,CCCCCCCCCC2,CCCCCCCCCC2,secretcaption,studio_c,1782856000,video,,,,,510,4,\n"
        "99,CCCCCCCCCC2,CCCCCCCCCC2,secretcaption,anna_secret,1782857000,comment,,,,,1,0,\n",
    )


def cells(lines: list[str]) -> list[list[str]]:
    """Split lines of simple CSV."""
    return [line.split(",") for line in lines]


def workbook(where: str, sheets: dict[str, list[list[str]]]) -> None:
    """Write an .xlsx with several sheets, all cells text."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kinds}.worksheet+xml"/>' for n in numbers
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{office}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        + "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, sheets, strict=True)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
        )
        + "</Relationships>",
    }
    for n, rows in zip(numbers, sheets.values(), strict=True):
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{_rows(rows)}</sheetData></worksheet>'
        )
    path = HERE / where
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), words)


def _rows(rows: list[list[str]]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        filled = "".join(
            f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for place, cell in enumerate(row)
            if cell
        )
        lines.append(f'<row r="{number}">{filled}</row>')
    return "".join(lines)


if __name__ == "__main__":
    for platform in (
        *(twitter, tiktok, youtube, crowdtangle, instaloader, mastodon, bluesky),
        *(instagram_api, linkedin, threads, facebook, four_cat),
    ):
        platform()
