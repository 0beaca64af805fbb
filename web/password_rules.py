"""Which new passwords are refused: the short, the common, the guessable by who somebody is.

How many guesses one stands is counted offline by `zxcvbn` against lists of leaked passwords, words
and names, keyboard rows, dates and repetitions; a Chinese name counts as it is typed, in pinyin.
"""

import re

from pypinyin import lazy_pinyin
from zxcvbn import zxcvbn

from web.passwords import LONGEST
from web.wording import _

SHORTEST = 10
#: A power of ten: guesses a new password must stand.
FEWEST_GUESSES = 10.0
#: Characters that are counted; the rest of a longer one only adds, and takes long to count.
_COUNTED = 72
#: What a stranger would try first here, besides the names of the account.
_OF_THE_HOUSE = ("hutong", "护童", "weibao", "未保", "jiuzhu", "救助")
#: A name of fewer letters stands in many words.
_SHORTEST_NAME = 4


def refused_because(
    password: str, again: str, *, account: str, old: str, name: str = ""
) -> str | None:
    """Say what is wrong with a new password; None when nothing is.

    Args:
        password: As it was typed.
        again: As it was typed again.
        account: Whose it will be.
        old: The one it replaces; empty for a first.
        name: The person's name.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        return _("新密码应为%(n)s个字符以上,最多%(most)s个。", n=SHORTEST, most=LONGEST)
    if password == old:
        return _("新密码不能与原密码相同。")
    own = names_of(account, name)
    plain = re.sub(r"[\W_]+", "", password.lower())
    if account.lower() in password.lower() or any(one in plain for one in own):
        return _("新密码太容易猜到,不能包含账号名或者姓名(包括拼音)。")
    counted = zxcvbn(password[:_COUNTED], user_inputs=[account, *own, *_OF_THE_HOUSE])
    if counted["guesses_log10"] < FEWEST_GUESSES:
        return _("新密码太容易猜到:不要用常见的或者泄露过的密码、人名、生日、键盘上相邻的键。")
    return None if password == again else _("两次输入的新密码不一致。")


def names_of(account: str, name: str) -> list[str]:
    """What an account and its person are called, as letters in which they would be typed."""
    read = [one.lower() for one in lazy_pinyin(name)]
    found = {
        re.sub(r"[\W_]+", "", one.lower())
        for one in (account, name, "".join(read), "".join([*read[1:], *read[:1]]))
    }
    # A Chinese name is whole in two characters; in letters so few say nothing.
    return sorted(
        one for one in found if len(one) >= (_SHORTEST_NAME if one.isascii() else 2)
    )  # fmt: skip
