"""What scammers let their victims write on payments, and what the payees are called; three languages together."""

from typing import Final


def _words(*lines: str) -> tuple[str, ...]:
    """Return the words in lines that part them by commas."""
    return tuple(word.strip() for line in lines for word in line.split(","))


TASKS: Final = _words("刷单,返利,佣金,垫付,做单,做任务", "刷單,墊付,做單,做任務", "task,commission,rebate")
SERVICE: Final = _words("客服,会员,百万保障,理赔,退款", "會員,百萬保障,理賠", "subscription,customer service,refund")
OFFICERS: Final = _words(
    "安全账户,公安,法院,检察,案件,清查,保证金", "安全帳戶,檢察,保證金", "safe account,police,court,bail"
)
BANKS: Final = _words("银行专户,账户升级,解冻", "銀行專戶,帳戶升級,解凍", "bank security,unfreeze")
LOVE: Final = _words("宝贝,亲爱的,老婆,老公,见面", "寶貝,親愛的,見面", "darling,sweetheart,meet you")
GAINS: Final = _words("投资,理财,入金,内部消息", "投資,理財,內部消息", "invest,trading,top up the platform")
BOSSES: Final = _words(
    "老板,董事长,经理,总的朋友,紧急货款", "老闆,董事長,經理,總的朋友,緊急貨款", "urgent for the director,my boss"
)
FAMILY: Final = _words(
    "孙子,儿子,女儿,救急,医药费,律师费",
    "孫子,兒子,女兒,醫藥費,律師費",
    "grandson,my son,my daughter,my sister,lawyer's fee",
)
GAMES: Final = _words("游戏账号,皮肤,装备", "遊戲帳號,皮膚,裝備", "game account,game skin,game item")
FEES: Final = _words("房租,租金,订房,学费", "訂房,學費", "house rent,landlord,tuition,school fee")
