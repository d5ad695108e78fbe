"""What sort of message a body is: placeholders, system lines, quotes of other programs.

Knows the words that WeChat and the export programs write in place of pictures,
transfers and events. Knows nothing of headers and reads no meaning. A bracketed
word that is not in the table below is content: ``[3-502]`` and ``[OK]`` are text.
"""

from __future__ import annotations

import re

from bot.gateway.base import MessageKind
from bot.paste.message import CALL, FORWARDED, SYSTEM

QUOTE_RULE = "- - - - - - - - - - - - - - -"

_PLACEHOLDERS: dict[str, str] = {
    word: kind
    for kind, words in {
        MessageKind.IMAGE.value: "图片 照片 Photo",
        MessageKind.VOICE.value: "语音 Audio Voice",
        MessageKind.VIDEO.value: "视频 Video",
        MessageKind.FILE.value: "文件 File",
        MessageKind.EMOTICON.value: "动画表情 表情 表情包 Sticker",
        MessageKind.LINK.value: "链接 小程序 视频号 音乐 卡券 Link 网页",
        MessageKind.LOCATION.value: "位置 实时位置 Location",
        MessageKind.CONTACT.value: "名片 个人名片",
        MessageKind.TRANSFER.value: "转账 微信转账 Transfer",
        MessageKind.RED_ENVELOPE.value: "红包 微信红包",
        FORWARDED: "聊天记录 合并转发",
        CALL: "语音通话 视频通话 音视频通话",
        MessageKind.UNKNOWN.value: "群收款 接龙 群公告",
    }.items()
    for word in words.split()
}
# [Mini Program] has a blank, [图片: 名(请在附件中查看)] and [文件|名](地址) hold the name inside.
_BRACKET = re.compile(
    r"^!?\[(?P<word>[^\[\]|:：]{1,12})(?:\s*[|:：](?P<inside>[^\[\]]*))?\](?P<tail>.*)$"
)
_MAIL_MEDIA = re.compile(r"^(?P<word>图片|视频|语音|文件)\d*\s*[（(](?:可|请)在附件中查看[）)]$")
# These are faces in the input panel, too: only a message that is nothing else is an envelope.
_ALSO_FACES = {"红包", "接龙", "群公告"}

_NAME = r"(?:你|我|[\"“].{1,64}?[\"”])"
_RECALL = re.compile(rf"^(?P<name>{_NAME})\s*撤回了一条消息(?:\s*重新编辑)?$")
_RECALL_ENGLISH = re.compile(r"^(?P<name>.{1,64}?) (?:has )?recalled a message\.?(?:\s*Re-edit)?$")
_SYSTEM = re.compile(
    rf"^(?:{_NAME}\s?邀请.{{1,400}}加入了群聊.*"
    rf"|{_NAME}\s?通过扫描.{{1,80}}二维码加入群聊.*"
    rf"|{_NAME}\s?(?:将|把).{{1,400}}移出了?群聊.*"
    rf"|{_NAME}\s?修改群名为.*"
    rf"|{_NAME}\s*拍了拍\s*(?:自己|{_NAME}).*"
    rf"|{_NAME}\s?已成为新群主"
    rf"|{_NAME}\s?领取了{_NAME}的红包.*"
    r"|以上是打招呼的内容"
    r"|.{1,80} invited .{1,200} to the group chat\.?"
    r"|.{1,80} joined the group chat via .*)$"
)
_SYSTEM_SENDERS = {"系统消息", "系统", "微信团队"}
_LONGEST_SYSTEM_LINE = 600


def kind_of(text: str) -> str:
    """The kind of a body: one of MessageKind's words, or ours in message.py.

    Only a body of one line can be a placeholder (a forwarded chat may go on
    below); WeChat never mixes a picture with words in one message.
    """
    if not text:
        return MessageKind.UNKNOWN.value
    first, _, rest = text.partition("\n")
    mail = _MAIL_MEDIA.match(first) if len(first) < 80 else None
    if mail and not rest:
        return _PLACEHOLDERS[mail["word"]]
    found = _BRACKET.match(first)
    if found is None:
        return MessageKind.TEXT.value
    word = found["word"].strip()
    kind = MessageKind.LINK.value if word == "Mini Program" else _PLACEHOLDERS.get(word)
    if kind is None or (rest.strip() and kind not in (FORWARDED, MessageKind.LINK.value)):
        return MessageKind.TEXT.value
    return kind if _may_follow(word, found["tail"]) else MessageKind.TEXT.value


def _may_follow(word: str, tail: str) -> bool:
    """Whether the rest of a placeholder's line is the client's: a blank, then a name."""
    if not tail.strip():
        return True
    return word not in _ALSO_FACES and tail[0] in " \t:：("


def kind_of_type(type_name: str, text: str) -> str:
    """The kind of a table's row, from its column of types, else from its text."""
    name = type_name.strip().removesuffix("消息") or type_name.strip()
    if type_name.strip() in _SYSTEM_SENDERS:
        return SYSTEM
    return _PLACEHOLDERS.get(name) or kind_of(text)


def system_kind(line: str) -> str | None:
    """SYSTEM or "recalled" for a line that WeChat itself wrote, else None."""
    stripped = line.strip()
    if len(stripped) > _LONGEST_SYSTEM_LINE:
        return None
    if _RECALL.match(stripped) or _RECALL_ENGLISH.match(stripped):
        return MessageKind.RECALLED.value
    return SYSTEM if _SYSTEM.match(stripped) else None


def recaller(line: str) -> str:
    """Who took a message back, by the name in the line; "" if it is no such line."""
    found = _RECALL.match(line.strip()) or _RECALL_ENGLISH.match(line.strip())
    return found["name"].strip('"“”') if found else ""


def is_system_sender(name: str) -> bool:
    """Whether a name is the client's own, under which some programs write events."""
    return name in _SYSTEM_SENDERS


def native_quote(name: str, quoted: str, reply: str) -> str:
    """A quote in WeChat's own form; the reply alone where nothing is known of the quoted."""
    if not quoted.strip() or quoted.strip() == "未知":
        return reply
    return f"「{name}：{quoted}」\n{QUOTE_RULE}\n{reply}"


def unfold_quote(text: str) -> str:
    """Turn the quote forms of export programs into WeChat's own.

    WeChatMsg writes ``引用:name:quoted`` below the reply, chatlog ``> name(id) time``
    and ``> quoted`` above it. Any other text is returned as it is.
    """
    lines = text.split("\n")
    if lines[0].startswith("> "):
        return _unfold_chatlog(lines)
    for index, line in enumerate(lines):
        if index and line.startswith("引用:"):
            name, _, quoted = "\n".join(lines[index:])[3:].partition(":")
            return native_quote(name, quoted, "\n".join(lines[:index]).strip())
    return text


def _unfold_chatlog(lines: list[str]) -> str:
    end = next((i for i, line in enumerate(lines) if not line.startswith(">")), len(lines))
    quoted = [line[1:].removeprefix(" ") for line in lines[:end]]
    name = re.sub(r"(?:\([\w@-]{1,40}\))?(?:\s[\d-]{5,10} [\d:]{5,8})?$", "", quoted[0][:200])
    return native_quote(name, "\n".join(quoted[1:]), "\n".join(lines[end:]).strip())
