"""Names the query parameters that only follow a reader about, and those that a site needs to find the page.

Every table is data: names are compared in lower case, a host stands for all below it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TRACKERS = """
    fbclid gclid gclsrc dclid msclkid yclid twclid ttclid igshid igsh gbraid wbraid srsltid epik li_fat_id irclickid
    iclid sccid _openstat fb_action_ids fb_action_types fb_source fb_ref mc_cid mc_eid mkt_tok vero_id vero_conv
    oly_enc_id oly_anon_id wickedid rb_clickid s_cid s_kwcid ck_subscriber_id _kx _bhlid bxid cndid esrc hasha hashb
    hashc cmpid cmp intcmp ncid attribution_id attribution_type trk trkemail trkinfo trkcontact trackingid dgcid ref_src ref_url refsrc xtor wtmc et_rid spmailingid
    spuserid spjobid spreportid soc_src soc_trk guccounter guce_referrer guce_referrer_sig emci emdi ceid sourcenumber
    nlid nlcode nltr emc smid smtyp instance_id segment_id regi_id mbid wpisrc wpmm wpmk cvid ocid isfreemail from_uid
    triedredirect publication_share lipi licu midtoken midsig otptoken eid loid fromemail mkcid mkrid campid
    subscriberid subscriber_id subscriber_key recipient recipientid recipient_id contactid contact_id memberid member_id
    userid user_id uid uuid wref sr_share sharetype shareadraft ns_campaign ns_mchannel ns_source ns_linkname ns_fee
    __s dicbo ss_source ss_campaign_id ss_email_id sslid sseid jmid jobid_email bsft_eid bsft_uid bsft_clkid bsft_mid
    lctg lid_email nb_email hemail r3z cid_email jetpack_skip_subscription_popup sfmc_id sfmc_sub sfmc_key j_email e_id goal mid_email txgid
"""
_PREFIXES = "utm_ utm- utm. _iepl _esc ml_subscriber hsa_ __hs _hs hsctx sailthru piwik_ pk_ mtm_ matomo_ elq at_medium at_campaign wt_ wt. _bta_ cto_ trk_"
_TOKENS = """
    token tok access_token auth_token authtoken login_token logintoken session_token csrf_token csrftoken id_token
    refresh_token magic_token user_token usertoken reader_token sso_token unsub_token one_time_token onetimetoken jwt j
    otp pw pass passwd password auth authkey auth_key authcode auth_code apikey api_key login_key session sessionid
    session_id sess phpsessid jsessionid sig signature hmac email e-mail mail emailaddress email_address mailaddress
    emailid email_id emailhash email_hash email_for_op update_op subscriber_email user_email useremail unsubscribe usg
    redirect_token confirm confirmation_token activation_key
"""
TRACKERS = frozenset(_TRACKERS.split())
PREFIXES = tuple(_PREFIXES.split())
# What opens an account or names its holder: never leaves the house, even where the page would want it.
TOKENS = frozenset(_TOKENS.split())

# The parameters that name the page on these hosts; every other one goes.
KEEPS: Mapping[str, frozenset[str]] = {
    "linkedin.com": frozenset({"currentjobid"}),
    "youtube.com": frozenset({"v", "list", "t", "lc"}),
    "youtu.be": frozenset({"t"}),
    "facebook.com": frozenset({"fbid", "story_fbid", "id", "v", "set", "multi_permalinks"}),
    "x.com": frozenset(),
    "twitter.com": frozenset(),
    "threads.net": frozenset(),
    "instagram.com": frozenset(),
    "tiktok.com": frozenset(),
    "medium.com": frozenset({"sk"}),
    "substack.com": frozenset({"publication_id", "post_id", "comment_id"}),
    "pubmed.ncbi.nlm.nih.gov": frozenset({"term", "linkname"}),
    "reddit.com": frozenset({"context"}),
}

# What is no more than a mark on these hosts, though the same name means something elsewhere.
DROPS: Mapping[str, frozenset[str]] = {
    "list-manage.com": frozenset({"e"}),
    "list-manage1.com": frozenset({"e"}),
    "list-manage2.com": frozenset({"e"}),
    "campaign-archive.com": frozenset({"e"}),
    "campaign-archive1.com": frozenset({"e"}),
    "campaign-archive2.com": frozenset({"e"}),
    "mailchi.mp": frozenset({"e"}),
    "google.com": frozenset({"oi", "hist", "ei", "scisig", "scisf", "sa", "ved", "usg", "cd", "folt", "citsig"}),
    "nytimes.com": frozenset({"te", "nl", "campaign_id", "emc", "ex", "ei", "en"}),
    "sagepub.com": frozenset({"ai", "ui", "mi", "af"}),
    "tandfonline.com": frozenset({"ai", "ui", "mi", "af", "src"}),
    "wiley.com": frozenset({"af", "campaign", "sid"}),
    "oup.com": frozenset({"rss", "login", "redirectedfrom"}),
    "biorxiv.org": frozenset({"rss", "ct"}),
    "medrxiv.org": frozenset({"rss", "ct"}),
    "sciencedirect.com": frozenset({"via", "rss"}),
    "theguardian.com": frozenset({"cmp"}),
    "bbc.co.uk": frozenset({"at_link_id", "at_format", "at_link_type", "at_ptr_name", "at_link_origin", "at_bbc_team"}),
    "bbc.com": frozenset({"at_link_id", "at_format", "at_link_type", "at_ptr_name", "at_link_origin", "at_bbc_team"}),
    "wordpress.com": frozenset({"action", "key"}),
}

# Equal on every link of a mail, and yet the sender's own name, without which the link leads nowhere.
STAYS: Mapping[str, frozenset[str]] = {
    "list-manage.com": frozenset({"u", "id"}),
    "list-manage1.com": frozenset({"u", "id"}),
    "list-manage2.com": frozenset({"u", "id"}),
    "campaign-archive.com": frozenset({"u", "id"}),
    "campaign-archive1.com": frozenset({"u", "id"}),
    "campaign-archive2.com": frozenset({"u", "id"}),
    "govdelivery.com": frozenset({"topic_id"}),
    **dict.fromkeys(
        (f"{name}.{end}" for name in ("maillist-manage", "campaign-view") for end in ("com", "eu", "in", "net.au")),
        frozenset({"m", "mrd", "od", "linkdgs"}),
    ),  # Zoho Campaigns
}

# What redirects need that a program gives out on its senders' own hosts, by path, though the same names mark readers or
# mailings elsewhere: iModules. It counts its links and mailings; only a number can be one of them.
_PROGRAMS = (
    (
        re.compile(r"/redirect\.aspx\?(?=.*\blinkid=)(?=.*\bsendid=)|/controls/email_marketing/", re.I),
        frozenset({"linkid", "eid", "sendid", "gid"}),
    ),
)

_LETTER = re.compile(r"[\w.-]*newsletter", re.I)  # what Ghost calls the letter that led there
# A value of this form marks the mail it came by, under whatever name.
MARKS = re.compile(
    r"(?:email-[0-9a-f-]+.*|rss-{2,}.*|newsletter-\w+|[^@\s]+@[^@\s]+\.\w+|eyJ[\w-]{10,}(?:\.[\w-]+)*)", re.I | re.S
)


# Scopus names its records under a name (`eid`) that marks the reader elsewhere.
_RECORD = re.compile(r"2-s2\.0-\d{6,}")

# Names that may mean the page or the reader: a long value of letters and figures is a key, not a page.
DOUBTFUL = frozenset({"key", "hash", "en", "tk", "ticket", "secret", "sid", "rid", "rkey", "ukey", "skey"})
_LONG_KEY = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[\w.~-]{16,}")


def line_for(table: Mapping[str, frozenset[str]], host: str) -> frozenset[str] | None:
    """The table's line for this host or the nearest host above it, None when it has none."""
    while host:
        if host in table:
            return table[host]
        host = host.partition(".")[2]
    return None


def needed(url: str) -> frozenset[str]:
    """The parameters that the program behind a link needs, empty where no such program is known."""
    for place, names in _PROGRAMS if ".aspx" in url.lower() else ():
        if place.search(url):
            return names
    return frozenset()


def is_mark(name: str, value: str) -> bool:
    """Whether this parameter only says who reads, by which mail, after which click."""
    name = name.lower()
    return not _RECORD.fullmatch(value) and (
        name in TRACKERS
        or name in TOKENS
        or name.startswith(PREFIXES)
        or (name == "ref" and _LETTER.fullmatch(value) is not None)
        or (len(value) > 5 and MARKS.fullmatch(value) is not None)
        or (name in DOUBTFUL and _LONG_KEY.fullmatch(value) is not None)
    )
