"""Endings and names of web addresses: which are addresses at all, which hide where they lead, which imitate others."""

from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TOPS: Final = _names(
    """
    com cn net org hk tw sg mo uk us au ca nz in jp kr my gov edu io co cc me top xyz vip shop club online site
    icu info biz app link live ltd win fun work asia store tech pro ly gl gd do to at tk ml ga cf gq cyou buzz
    sbs lol bond mobi tv ink ren wang help support life space website click today email finance cash money loan
    example test invalid
    """
)
"""What the addresses that people are sent end in."""

SHORTENERS: Final = _names(
    """
    bit.ly t.co t.cn tinyurl.com goo.gl is.gd dwz.cn url.cn suo.im ow.ly reurl.cc cutt.ly rb.gy rebrand.ly
    shorturl.at lihi.cc s.id v.gd tiny.cc 3.cn u.to dwz.tax bit.do t.ly pse.is ppt.cc surl.li u.nu
    """
)
"""Hosts that only lead elsewhere."""

ODD_TOPS: Final = _names(
    """
    top xyz vip shop club online site icu info biz live ltd win fun work tk ml ga cf gq cyou buzz sbs lol bond
    cc ink ren wang help support life space website click today loan cash
    """
)
"""Endings that cost little, and that no bank, court or courier uses here."""

NAMES: Final = _names(
    """
    alipay taobao tmall jd pinduoduo wechat weixin tencent unionpay 95588 icbc ccb boc abc-bank cmb bankcomm
    sf-express sfexpress etc12123 12123 gov hsbc hangseng bochk dbs ocbc uob ctbc cathay esun post hkpost
    singpost singpass paypal amazon apple microsoft netflix usps dhl fedex ups royalmail irs hmrc whatsapp
    telegram facebook payme fps
    """
)
"""Names that are imitated."""
