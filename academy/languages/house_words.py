"""How the house writes in Traditional characters what OpenCC writes otherwise.

OpenCC's phrases are Taiwan's, and some are meant for computers. These are understood in Taiwan and Hong Kong alike,
and are those of our own articles.
"""

from typing import Final

HOUSE_WORDS: Final = {
    "臺": "台",
    "檯": "台",
    "賬": "帳",
    "佈": "布",
    "瞭解": "了解",
    "卡里": "卡裡",
    "簡訊": "短訊",
    "這條短訊": "這則短訊",
    "這條簡訊": "這則短訊",
    "結束通話電話": "掛斷電話",
    "結束通話": "掛斷",
    "發來": "傳來",
    "記錄": "紀錄",
    "聊天記錄": "對話紀錄",
    "轉賬記錄": "轉帳紀錄",
    "聊天軟體": "通訊程式",
    "軟體": "程式",
    "網路": "網絡",
    "使用者": "用戶",
    "電子郵件": "電郵",
    "郵件": "電郵",
    "影片通話": "視訊通話",
    "影片會議": "視訊會議",
    "影片電話": "視訊電話",
    "檔案": "文件",
    "型別": "類型",
    "社群": "社區",
    "社群媒體": "社群媒體",
    "社群平台": "社群平台",
    "社群網站": "社群網站",
    "核實": "查證",
    "到賬": "入帳",
    "洩露": "外洩",
    "充值": "儲值",
    "點贊": "按讚",
    "拉黑": "封鎖",
    "渠道": "管道",
    "合同": "合約",
    "補貼": "補助",
    "崗位": "職位",
    "工資": "薪水",
    "領導": "上司",
    "民警": "警察",
    "騙子": "騙徒",
    "身份證": "身分證",
    "儘快": "盡快",
    "定金": "訂金",
    "交錢": "付錢",
    "網點": "分行",
    "這個電話": "這通電話",
    "那個電話": "那通電話",
}
"""What OpenCC writes, and what we write instead. Of several that fit the longest is taken."""

QUOTES: Final = str.maketrans({"“": "「", "”": "」", "‘": "『"})
