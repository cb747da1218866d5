"""English as data: what words and phrases mean, and what people blame.

Same shape as `german.py`: `concept` or `concept:meaning` → entries parted by commas; blanks make a phrase, `*` a stem.
"""

from __future__ import annotations

TERMS: dict[str, str] = {
    "metric:likes": (
        "likes, like count, like counts, like my, a like, single like, one like, per like, liked, liking, hearts, "
        "heart, ❤, ♥, 👍, 💗, 💕, 🧡, 💛, 💜, 🖤, 💖"
    ),
    "metric:views": (
        "view, views, view count, view counts, plays, viewers, viewer, clicks, watches, 👁, 👀, viewership, streams"
    ),
    "metric:reach": "reach, distribution, visibility, accounts reached, people reached",
    "metric:comments": "comment, comments, commenting, commented, replies, 💬",
    "metric:shares": "share, shares, reposts, retweets, shared, sends, 🔁",
    "metric:saves": "save, saves, saved, bookmarks, bookmarked, 🔖",
    "metric:impressions": "impression, impressions",
    "metric:engagement_rate": (
        "engagement, engagement rate, engagements, interaction, interactions, er, engagement-rate"
    ),
    "metric:profile_views": "profile views, profile visits, profile clicks",
    "metric:story_views": "story views, storyview*, story-view*",
    "follower": (
        "follower, followers, subs, subscribers, subscriber, fans, sub count, follower count, following count"
    ),
    "format:reel": "reel, reels",
    "format:photo": "photo, photos, pic, pics, picture, pictures, image, images, selfie, selfies",
    "format:story": "story, stories",
    "format:carousel": "carousel, carousels, slideshow, slideshows",
    "format:video": "video, videos, vid, vids, clip, clips, vlog, vlogs",
    "format:short": "short, shorts",
    "format:live": "live, lives, livestream, livestreams",
    "post": (
        "post, posts, content, stuff, uploads, tweet, tweets, page, format, formats, anything i post, everything i post"
    ),
    "account": "account, accounts, profile, profiles, channel, page, acc, acct",
    "tiktok_video": "tiktoks",
    "platform:instagram": "insta, instagram, ig, meta, gram",
    "platform:tiktok": "tiktok, tik tok, tt, tik-tok",
    "platform:youtube": "youtube, yt, you tube",
    "platform:facebook": "facebook, fb",
    "platform:linkedin": "linkedin",
    "platform:x": "twitter",
    "decline": (
        "down, dropped, drop, drops, dropping, tanked, tanking, tank, plummeted, plummet, plummeting, crashed, "
        "crash, crashing, collapsed, collapse, collapsing, fell, fall, falls, falling, fallen, decline, declined, "
        "declining, declines, decreased, decreasing, decrease, sank, sunk, sinking, sink, died, dead, dying, dies, "
        "killed, kills, kill, flop, flops, flopped, flopping, trash, garbage, nosedive, nosedived, off a cliff, "
        "down the drain, drain, slump, slumped, shrunk, shrinking, shrank, ruined, destroyed, nuked, worse, 📉, "
        "terrible, awful, not performing, underperforming, plunged, plunging, slid, sliding, toilet, rock bottom, "
        "cratered, hit rock bottom, stagnant, suck, sucks, ded, evaporated, slashed, cut, wrecked, gutted, cooked, "
        "toast, in shambles, flatlined, nosediving, going downhill, downhill, fraction, dip, dipped, tumbled, "
        "halted, dwindling, dwindled, dried up, drying up, dry up, free fall, freefall, fail, fails, failing, "
        "failed, fading, faded, stalled, bombed, bombing, bombs, underperform, go under, going under, went under, "
        "goes under, gutter, worsened, worsening, melting, rekt, poorly, badly, struggling, disaster, dismal, "
        "isn't performing, aren't performing, doesn't perform"
    ),
    "weak": "useless, pointless, low, lower, bad, poor, so few, so little, barely, hardly, weak",
    "loss": (
        "stole, stolen, took away, removed, gone, vanished, disappeared, disappearing, vanishing, vanish, vanishes, "
        "disappear, disappears, shed, "
        "shedding, loses, lost, "
        "lose, losing, loose, loosing, loss, missing, unfollowed, unfollowing, unfollow, unfollows, "
        "unsubscribed, unsubscribing, leaving, left, bleeding, dropping off"
    ),
    "rise": (
        "up, rose, rising, increased, increasing, grew, growing, improved, went up, gone up, better, "
        "exploded, higher, climbing, climbed, soared"
    ),
    "gain": "gain, gained, gaining, new, getting new",
    "less": "less, fewer, minus",
    "ratio:0.5": "halved, halving, cut in half, in half, half as many, half as much, half what, half of what",
    "ratio:0.3333333333333333": "cut by two thirds",
    "ratio:0.25": "quartered",
    "ratio:0.1": "decimated",
    "ratio:2": "doubled, doubling",
    "ratio:3": "tripled, trippled",
    "then": (
        "back in the day, used to, use to, back then, before, previously, formerly, once upon a time, instead of, "
        "in the past, in the old days, earlier, rather than, compared to, was getting, were getting, "
        "originally, ago, went to bed, went to sleep, fell asleep, not like it used to"
    ),
    "had": "had, was, were, got, went, did, gained, hit, averaged, made, reached",
    "now": (
        "this time, after :, now, today, nowadays, these days, currently, suddenly, anymore, at the moment, lately, "
        "presently, right now, rn, more like, all of a sudden, nowdays, woke up, wake up, woke up to"
    ),
    "only": "only, just, barely, merely, hardly, scarcely",
    "not": (
        "not, don't, dont, doesn't, doesnt, didn't, didnt, isn't, isnt, aren't, arent, wasn't, wasnt, "
        "haven't, havent, hasn't, hasnt, never, won't, wont, can't, cant, cannot, ain't, aint, weren't, "
        "hadn't, wouldn't, couldn't"
    ),
    "none": "no, none, nobody, noone, no one, no-one, nothing, nil, not a soul, no body",
    "decline:all": (
        "nothing works, nothing performs, nothing is working, all is dead, everything is dead, everything is down, "
        "summer slump, summer hole, everything flops, it all went"
    ),
    "growth": "growth, growing, grow, grows, grown, grew",
    "nothing": "killing it, kill it, killed it, to die for",
    "viral_back": "back to where it was, back to normal, back where it was, back to what it was, back to before",
    "nomore": "anymore, any more, no longer, no more, any longer",
    "still": "any",
    "qualifier:always": (
        "always, every, each, every time, everytime, every single, consistently, constantly, all the time, "
        "without fail, every single post, each time"
    ),
    "qualifier:usually": (
        "usually, normally, normal, typically, typical, standard, usual, regularly, generally, often, easy, easily, "
        "used to, these days, currently, at the moment, lately, right now, was getting, were getting, like nothing, "
        "nothing special, nothing unusual, not unusual, the norm, norm, mostly, tend to, back then, back in the day, "
        "more like, routinely, most of the time, most of my, on a regular basis, as a rule, commonly, regular, use to"
    ),
    "qualifier:average": "average, averaged, averages, averaging, on average, avg, mean, median, on avg",
    "qualifier:at least": (
        "at least, minimum, min, more than, over, never below, never under, never less than, "
        "never get less than, never fewer than, never had less than, upwards of, no less than, above, "
        "never get below, never get under, never got less than, on a bad day, a bad day, bare minimum, not less than, "
        "never drop below, never go below, never get fewer than, never dip below, never dropped below, "
        "never went below, never fall below, floor"
    ),
    "qualifier:at most": (
        "at most, don't even, can't even, doesn't even, didn't even, dont even, cant even, max, maximum, "
        "up to, no more than, never more than, never over, never go over, never above, tops, not more than, "
        "don't get more than, not even, less than, fewer than, under, below, never get more than, "
        "don't get over, can't get more than, never had more than, don't get above, never get above, "
        "never exceed, can't get over, can't break"
    ),
    "qualifier:once": (
        "went viral, go viral, once, one time, record, best ever, best, peak, my best, one day, highest, "
        "personal best, all-time high, all time high, all time record, all-time record, all time best, "
        "all-time best, my last, my latest, my newest, that one time, top"
    ),
    "approx": (
        "i'd say, i would say, around, about, roughly, approximately, approx, nearly, almost, just under, "
        "just over, close to, some, like, maybe, circa, ish, somewhere around, barely, give or take, ~, ≈, "
        "probably"
    ),
    "boundary:um": "by",
    "boundary:auf": "to, into",
    "boundary:von": "from",
    "boundary:bei": "at",
    "between": "between",
    "of": "of",
    "per:post": "per, a, each",
    "people": "people, accounts, users, persons, folks, ppl",
    "see": "see, sees, seeing, seen, watch, watched, watching, watches my, viewing, look at, looks at, saw, sees my",
    "reach_verb": "i reach, we reach, posts reach",
    "do_verb": "do, does, did, hit, hits, get, gets, make, makes, pull, pulls, bring, doing",
    "shown": (
        "show, shows, showing, shown, show up, recommending, recommended, recommend, recommends, pushing, "
        "push, pushed, hiding, hides, hide, promote, promoting, boosting, distributing, pushes"
    ),
    "algorithm": (
        "algorithm, algorithms, algo, algorythm, shadowban, shadowbanned, shadowbann*, shadow-ban*, shadow banned, "
        "shadow ban, shadow-banned, suppressing, suppressed, suppress, suppresses, throttling, throttled, throttle, "
        "throttles, limit, limiting, limited, limits, restricting, restricted, penalized, penalised, penalizing, "
        "punishing, punished, punish, punishes, censoring, restrict, restricts, penalize, penalise, censor, burying, "
        "buried, censored, downranked, deboosted, demoted, blacklisted, flagged, the alg, holding me back, "
        "holding back"
    ),
    "algorithm:hashtag_reach": "hashtag, hashtags, tags",
    "algorithm:explore_reach": (
        "explore, explore page, fyp, for you, for you page, for-you, discover page, explore tab"
    ),
    "algorithm:non_follower_reach": (
        "non-followers, nonfollowers, non followers, non-follower, who don't follow me, who dont follow me, "
        "not following me, don't follow me, new audience, strangers, who aren't following me, "
        "outside my followers"
    ),
    "verification": (
        "verification, verified, verify, blue tick, blue check, blue checkmark, checkmark, check mark, "
        "blue badge, badge, tick, meta verified, blue ticks, verificat*, for the check, the check, "
        "unverified, my check"
    ),
    "rejected": "rejected, denied, declined, refused, turned down, rejection, reject, rejects, deny",
    "pay": "pay, paid, cost, costs, worth, fee, money, price, subscription, buy, paying, charge",
    "get": "get, apply, want, how do i get, how can i get, get verified",
    "healthy": "healthy, health, fever, sick, ill, temperature, unhealthy, well",
    "check": (
        "check if, ok, okay, alright, all right, everything ok, have a look, take a look, worried, "
        "everything okay, checkup, looks ok, look ok, check my"
    ),
    "insights": "insights, analytics, stats, statistics, numbers, dashboard, data, metrics",
    "wrong": (
        "wrong, incorrect, nonsense, bugged, glitch, glitched, glitching, broken, bug, inaccurate, false, "
        "real, buggy, correct"
    ),
    "technical": "app, upload, uploading, draft, drafts, server, error message",
    "hacked": "hacked, hack, hacker, log in, login, locked out, password, sign in, logged out",
    "blocked": "disabled, banned, suspended, deactivated",
    "peer": (
        "she, he, friend, sister, brother, colleague, competitor, competitors, competition, others, "
        "everyone else, cousin, rival, girlfriend, boyfriend, neighbor, neighbour, wife, husband, roommate, "
        "buddy, someone, somebody, other people, they, coworker"
    ),
    "have": "has, have, gets, get, got, posts, getting, makes, had",
    "says": "says, said, told, saying, tells, claims, thinks",
    "than_me": "than me, than i do, as me, than mine, as i do, than i, as i",
    "hypothetical": (
        "if i had, if i got, if i could, if i was, if i were, if i get, if i reach, i wish, wish i, "
        "i'd love, i'd like, would love, would like, would be, would have, i want, imagine, hoping for, "
        "if only, i hope"
    ),
    "correct": "i meant, i said, i mean, meant, correction",
    "question": "how, why, when, what, who, where, should, which, is, are, am, does, do, did, can, could, has, will",
    "want": "want, need, wanted",
    "want_more": "get more, grow faster, grow my",
    "frequency_question": (
        "too much, too often, how often, how many reels should, how many posts should, times should, "
        "too many, too little"
    ),
    "bought": "bought, buy, purchased, buying",
    "purge": "bots, bot, purge, fake accounts, fakes, clean up, cleanup, fake followers, ghost followers, purged",
    "fallen": "fell, dropped, fallen, slipped, dipped, went, dropping, back, drop, fall, falling",
    "toward": "to go, until, till, away from, short of, to reach, to get to, to hit",
    "stuck": (
        "stuck, stagnant, stagnating, plateaued, plateau, get past, can't reach, can't break, "
        "can't get past, get over, can't get over, can't get above, can't get to, can't crack, can't pass, "
        "close to, just short of, almost at, get there, break through, can't hit, plateauing, hovering"
    ),
    "above": (
        "need, hit, cracked, reached, reach, crossed, cross, passed, surpassed, get to, finally, hitting, reaching, "
        "pass, broke, break"
    ),
    "same": "fine, same, stable, ok, okay, normal, unchanged, steady, good, great, flat, the same",
    "fine_all": "everything is fine, all good, everything is good, everything's fine, all is well",
    "changed": "changed, change, different",
    "action": (
        "took, changed, switched, deleted, stopped, started, moved, rebranded, turned, converted, renamed, "
        "paused, quit, linked, connected, removed, archived"
    ),
    "frequency:per_day:usually": "daily, a day, per day, / day, each day",
    "frequency:per_day:always": "every day, everyday, every single day",
    "frequency:per_week:usually": "weekly, a week, per week, / week",
    "frequency:per_week:always": "every week, every single week, each week",
    "frequency:per_month:usually": "monthly, a month, per month, / month",
    "frequency:per_month:always": "every month, each month",
    "total": "lifetime, in total, total, altogether, overall, all time, combined",
    "swing": "sometimes, next day, the next, the day after, following day",
    "run": "work, works, working, perform, performs, performing, takes off, take off, taking off, lands",
    "window": "first week, first day, first hour, first 24 hours",
    "others_unit": (
        "kid, kids, child, children, year, years, yr, yrs, y/o, yo, dollar, dollars, bucks, usd, euro, "
        "euros, pounds, am, pm, o'clock, days, day, weeks, week, months, month, hours, hour, minutes, mins, "
        "posts, accounts, phones, cats, dogs, times, reels, videos, photos, stories, pics, year-old, tries, "
        "attempts, hashtags, tiktoks, kg, lbs, miles, cents, percentiles, siblings, jobs, clients, "
        "carousels, shorts, channels, brands, quid, grams, seconds, lives"
    ),
    "currency": "€, $, £",
    "verb": (
        "is, are, am, i'm, im, it's, its, have, has, get, gets, getting, see, r, be, been, being, keep, "
        "keeps, perform, want, feel, i've, ive, were, was, went, i am, doesn't"
    ),
    "pronoun": "i, me, my, mine, we, our, us, it, everything, all, people",
    "stop": "by, a lot, way, so, totally, completely, just, literally, only, really",
    "comma": "but, and, however, while, though, although, even though, yet, whereas, then, vs, versus",
    "filler": (
        "the, an, to, in, on, at, for, with, without, because, cause, cuz, bc, that, this, these, those, "
        "there, here, they're, they, them, their, you, your, guys, he's, she's, or, if, as, than, too, also, "
        "still, ever, even, very, much, many, bit, thing, something, anything, someone, going, go, goes, "
        "gonna, got, know, think, say, yes, please, help, hi, hello, hey, thanks, thank, lol, wtf, omg, "
        "literally, bro, well, off, out, back, up, over, after, since, into, until, till, through, his, her, "
        "him, she'd, one, day, days, week, month, year, last, next, first, more, most, need, needs, make, "
        "put, use, using, my, mine, where, who's, what's, whats, lets, let's, own, myself, per, single, new, "
        "old, good, nice, same, way, anyone, about, should, posting, posted, time, best, cool, actually, "
        "basically, honestly, tbh, pretty, sure, quite, rather, wonder, wondering, guess, believe, bought, "
        "ads, ad, buy, hates, hate, work, works, working, beat, finally, long, looks, looking, feels, like, "
        "mess, thru, between, across, w, u, ur, n, amp, &, despite, whole, entire, such, ones, happening, "
        "happened, happen, everyone, love, loves, hated, phones, desktop"
    ),
}

# What people blame, by the words they blame it with.
CAUSES: dict[str, str] = {
    "viral_hit": "viral",
    "name_change": "username rename renamed",
    "account_type": "business creator professional",
    "break": "break hiatus vacation off",
    "throttling_for_ads": "ads ad boost",
    "shadowban": "shadowban shadowbanned",
}
