"""The dangers that let the police take a child away, and the nine situations to be reported."""

from models.choice import Choice


class Danger(Choice):
    """The three dangerous states of art. 11 of the opinions (《意见》第11条第1款)."""

    INJURED = "injured", "身体受到严重伤害"
    THREATENED = "threatened", "面临严重人身安全威胁"
    UNATTENDED = "unattended", "处于无人照料等危险状态"


class MandatorySituation(Choice):
    """The nine situations of the opinion on mandatory reporting (强制报告意见第4条)."""

    PRIVATE_PARTS = "1", "①生殖器官或者隐私部位非正常损伤"
    GIRL_UNDER_14 = "2", "②不满十四周岁女性遭受或者疑似遭受性侵害、怀孕、流产"
    GIRL_OVER_14 = "3", "③十四周岁以上女性遭受或者疑似遭受性侵害所致怀孕、流产"
    BEATEN = "4", "④多处损伤、严重营养不良、意识不清,存在或者疑似受到暴力、虐待等"
    UNNATURAL_HARM = "5", "⑤自杀、自残、工伤、中毒等非正常原因伤残、死亡"
    ABANDONED = "6", "⑥被遗弃或者长期无人照料"
    TRAFFICKED = "7", "⑦来源不明、失踪或者被拐卖、收买"
    BEGGING = "8", "⑧被组织乞讨"
    OTHER = "9", "⑨其他严重侵害或者正面临危险"
