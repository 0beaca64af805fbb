"""Whether a text says what it must say. Words in, yes or no out."""

import re

# A duty of secrecy: "负有保密义务", "应当保密", "请予保密", "不得向无关人员泄露".
_SECRECY = re.compile(
    r"保密(?:的)?(?:义务|责任)"
    r"|(?:应当|应予|应|须|必须|务必|请|请予|严格)(?:严格)?(?:予以|对.{0,30})?保密"
    r"|(?:不得|严禁|禁止).{0,20}(?:泄露|泄漏|披露|透露|公开|外传)"
)
# The same words denied, or only mentioned.
_DENIED = re.compile(
    r"(?:不负(?:有)?|无(?:需|须|任何)?|没有(?:必要|任何)?|不承担|不必|毋须|不需要?|免除|免于|解除)"
    r"(?:承担|履行|对?(?:其|该|上述)?(?:通报)?内容)?(?:的)?保密"
    r"|保密(?:的)?(?:义务|责任)[::]?(?:无|没有|不适用)"
)


def promises_secrecy(text: str) -> bool:
    """Say whether a letter puts a duty of secrecy on its receiver.

    A heading that only mentions secrecy, or a sentence that denies the duty, is not enough.

    Source: outline art. 74.
    """
    squeezed = re.sub(r"\s", "", text)
    sentences = re.split(r"[。;\uff1b!\uff01]", squeezed)
    return any(_SECRECY.search(one) and not _DENIED.search(one) for one in sentences)
