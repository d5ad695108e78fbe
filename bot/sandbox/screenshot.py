"""An invented screenshot of a payment, drawn as SVG: what people send when they have paid.

No bank or app is imitated. Must not know who is owed what.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from bot.sandbox.chat import Picture

_DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" width="300" height="380" viewBox="0 0 300 380">
<rect width="300" height="380" fill="#f7f7f7"/>
<circle cx="150" cy="82" r="30" fill="#2a9d5c"/>
<path d="M136 83l10 10 19-21" fill="none" stroke="#fff" stroke-width="5"/>
<g font-family="sans-serif" text-anchor="middle" fill="#1a1a1a">
<text x="150" y="146" font-size="18">转账成功（样张）</text>
<text x="150" y="206" font-size="40" font-weight="bold">¥{yuan}</text>
</g>
<g font-family="sans-serif" font-size="15" fill="#555">
<text x="28" y="268">付款人　{payer}</text>
<text x="28" y="298">收款人　李秀英</text>
<text x="28" y="328">时间　　{at}</text>
</g></svg>"""


def screenshot(payer: str, yuan: str, at: datetime) -> Picture:
    """A picture that says that somebody paid so much."""
    when = f"{at.month}月{at.day}日 {at:%H:%M}"
    drawn = _DRAWN.format(payer=escape(payer), yuan=escape(yuan), at=when)
    return Picture(drawn.encode(), "image/svg+xml")
