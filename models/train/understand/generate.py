"""Values as people say them: dates, hours, lengths of time, amounts, in Mandarin and English."""

ZH = "零一二三四五六七八九十"
MINUTES_EN = ["five", "ten", "fifteen", "twenty", "twenty five", "thirty", "forty", "forty five", "fifty"]
HOURS_EN = "one two three four five six seven eight nine ten eleven twelve".split()
TENS_EN = ["", "ten", *"twenty thirty forty fifty sixty seventy eighty ninety".split()]
TEENS_EN = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
MONTHS_EN = "january february march april may june july august september october november december".split()
DAYS_EN = "monday tuesday wednesday thursday friday saturday sunday".split()
ORDINALS_EN = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()


def zh_number(n):
    if n <= 10:
        return ZH[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return ("" if tens == 1 else ZH[tens]) + "十" + (ZH[ones] if ones else "")
    hundreds, rest = divmod(n, 100)
    if not rest:
        return ZH[hundreds] + "百"
    if rest % 10 == 0 and rest > 10:
        return ZH[hundreds] + "百" + ZH[rest // 10] + "十"
    return ZH[hundreds] + "百" + ("零" + ZH[rest] if rest < 10 else ("一" if rest < 20 else "") + zh_number(rest))


def en_number(n):
    if n < 10:
        return (["zero"] + HOURS_EN)[n]
    if n < 20:
        return TEENS_EN[n - 10]
    if n < 100:
        tens, ones = divmod(n, 10)
        return TENS_EN[tens] + (" " + en_number(ones) if ones else "")
    hundreds, rest = divmod(n, 100)
    return en_number(hundreds) + " hundred" + (" and " + en_number(rest) if rest else "")


class Zh:
    """Generators for Mandarin; `say` is a `random.Random`."""

    @staticmethod
    def figure(say, n):
        return str(n) if say.random() < 0.25 else zh_number(n)

    @staticmethod
    def counted(say, n):
        return "两" if n == 2 else Zh.figure(say, n)

    @staticmethod
    def number(say):
        return Zh.figure(say, say.choice([say.randint(1, 20), say.randint(1, 100), say.randint(100, 999)]))

    @staticmethod
    def timeofday(say):
        return say.choice(
            "早上 早晨 清晨 上午 中午 下午 傍晚 晚上 夜里 半夜 凌晨 今晚 大清早 午后 夜晚 深夜 晌午 今天晚上 睡前 饭后".split()
        )

    @staticmethod
    def clock(say):
        hour = say.randint(1, 12)
        hour = "两" if hour == 2 else Zh.figure(say, hour)
        how = say.random()
        if how < 0.4:
            return hour + "点" + say.choice(["", "", "", "整", "钟"])
        if how < 0.6:
            return hour + "点半"
        if how < 0.7:
            return hour + "点" + say.choice(["一刻", "三刻", "过五分", "多", "左右"])
        if how < 0.76:
            return f"{say.randint(0, 23)}:{say.randint(0, 59):02d}"
        if how < 0.8:
            return "差" + say.choice(["五分", "十分", "一刻"]) + hour + "点"
        minutes = say.choice([5, 10, 15, 20, 25, 35, 40, 45, 50, 55, say.randint(1, 59)])
        return hour + "点" + ("零" if minutes < 10 else "") + Zh.figure(say, minutes) + say.choice(["", "", "分"])

    @staticmethod
    def time(say):
        how = say.random()
        if how < 0.18:
            return Zh.duration(say) + say.choice(["后", "之后", "以后", "后", "过后"])
        parts = "早上 早晨 上午 中午 下午 傍晚 晚上 夜里 凌晨 今晚 早 晚 晚上".split()
        return (say.choice(parts) if how < 0.7 else "") + Zh.clock(say)

    @staticmethod
    def date(say):
        week = say.choice(["周", "星期", "礼拜"]) + say.choice("一二三四五六日天")
        how = say.random()
        if how < 0.4:
            return say.choice("今天 明天 后天 大后天 昨天 前天 明儿 今儿 后儿 明日 今日 明天 今天".split())
        if how < 0.62:
            return say.choice(["", "这", "下", "下下", "本", "上", "这个", "下个"]) + week
        if how < 0.74:
            return say.choice("这周末 周末 下周末 这周 下周 本周 这个月 下个月 月底 月初 下月 今年 明年 年底 上周 上个月 这几天 最近 未来三天 接下来一周".split())
        if how < 0.92:
            month = Zh.figure(say, say.randint(1, 12)) + "月"
            return say.choice([month, "", month, "下个月", "这个月"]) + Zh.figure(say, say.randint(1, 31)) + say.choice(["号", "号", "日"])
        if how < 0.96:
            return Zh.counted(say, say.randint(2, 20)) + say.choice(["天后", "天之后", "天以后", "周后", "个星期后"])
        return say.choice("春节 中秋节 国庆节 端午节 元旦 清明节 圣诞节 除夕 元宵节 大年三十 情人节 母亲节 劳动节 七夕 重阳节 教师节 儿童节".split())

    @staticmethod
    def duration(say):
        how = say.random()
        if how < 0.55:
            n = say.choice([1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 90, say.randint(1, 99)])
            return Zh.counted(say, n) + say.choice(["分钟", "分钟", "分钟", "分"])
        if how < 0.72:
            return Zh.counted(say, say.randint(1, 12)) + say.choice(["个小时", "小时", "个钟头", "钟头", "个半小时", "个半钟头"])
        if how < 0.8:
            return say.choice("半小时 半个小时 半个钟头 一刻钟 三刻钟 半分钟 一会儿 半个钟 十来分钟 几分钟".split())
        if how < 0.9:
            return Zh.counted(say, say.choice([10, 15, 20, 30, 45, 50, 90])) + say.choice(["秒", "秒钟"])
        if how < 0.95:
            return Zh.counted(say, say.randint(1, 5)) + "小时" + Zh.figure(say, say.choice([5, 10, 15, 20, 30, 40])) + "分钟"
        return Zh.counted(say, say.randint(1, 10)) + "分" + say.choice(["半", "半钟", "三十秒", "二十秒钟", "四十五秒"])

    @staticmethod
    def change_amount(say):
        how = say.random()
        if how < 0.35:
            return say.choice([f"百分之{zh_number(say.randint(1, 10) * say.choice([5, 10]))}", f"{say.randint(1, 20) * 5}%"])
        if how < 0.55:
            return Zh.counted(say, say.randint(1, 5)) + say.choice(["格", "档", "级", "度", "个点"])
        if how < 0.85:
            return say.choice("一点 一点点 一些 一半 点儿 一丢丢 最大 最小 最亮 最暗 最高 最低 一倍 点 些 一格 两档 三成 五成".split())
        return Zh.figure(say, say.randint(1, 10) * 10)

    @staticmethod
    def general_frequency(say):
        how = say.random()
        if how < 0.4:
            return say.choice("每天 天天 每日 每周 每个月 每年 每个工作日 工作日 每个周末 每小时 每月 隔天 每两天 每半小时 每隔一小时 每个星期 每晚 每天早上".split())
        week = say.choice(["周", "星期", "礼拜"])
        if how < 0.8:
            return say.choice(["每", "每个"]) + week + say.choice(["一", "二", "三", "四", "五", "六", "日", "天", "一三五", "二四六", "末"])
        if how < 0.9:
            return week + "一到" + week + say.choice("五六")
        return say.choice(["每月", "每个月"]) + Zh.figure(say, say.randint(1, 28)) + "号"

    @staticmethod
    def currency_name(say):
        return say.choice("美元 人民币 欧元 日元 英镑 港币 韩元 澳元 加元 泰铢 新加坡元 卢布 瑞士法郎 台币 新台币 卢比 美金 港元 块钱 比特币 澳门元 越南盾 林吉特 日币 韩币 美刀".split())

    @staticmethod
    def time_zone(say):
        return say.choice("北京时间 东京时间 纽约时间 伦敦时间 东八区 格林威治时间 太平洋时间 美东时间 东部时间 西部时间 巴黎时间 洛杉矶时间 悉尼时间 世界时 utc 本地时间 夏令时".split())

    @staticmethod
    def temperature(say):
        return Zh.figure(say, say.randint(16, 30)) + say.choice(["度", "度", "度", "摄氏度", "度半"])


class En:
    """Generators for English."""

    @staticmethod
    def figure(say, n):
        return str(n) if say.random() < 0.25 else en_number(n)

    @staticmethod
    def number(say):
        return En.figure(say, say.choice([say.randint(1, 20), say.randint(1, 100), say.randint(100, 999)]))

    @staticmethod
    def timeofday(say):
        return say.choice("morning|afternoon|evening|night|tonight|noon|midnight|lunchtime|dawn|early morning|late evening|bedtime|dinner time|this morning|this evening".split("|"))

    @staticmethod
    def time(say):
        how = say.random()
        hour = say.choice(HOURS_EN) if say.random() < 0.75 else str(say.randint(1, 12))
        half = say.choice(["am", "pm", "am", "pm", "a m", "p m", "o'clock", "in the morning", "in the evening", "in the afternoon", "at night"])
        if how < 0.45:
            return f"{hour} {half}" if say.random() < 0.75 else hour
        if how < 0.6:
            minutes = say.choice(MINUTES_EN)
            return f"{hour} {minutes} {half}" if say.random() < 0.6 and half != "o'clock" else f"{hour} {minutes}"
        if how < 0.7:
            return f"{say.choice(['half past', 'quarter past', 'quarter to', 'ten to', 'five past', 'twenty past'])} {hour}"
        if how < 0.78:
            return f"{say.randint(1, 12)}:{say.randint(0, 59):02d}" + say.choice(["", " am", " pm", "am", "pm"])
        if how < 0.9:
            return "in " + En.duration(say) if say.random() < 0.3 else En.duration(say) + " from now" if say.random() < 0.3 else f"{hour} {half}"
        return say.choice(["noon", "midnight", "six thirty", "seven fifteen", "nine forty five", "noon", f"{say.randint(1, 12)}{say.choice(['am', 'pm'])}"])

    @staticmethod
    def date(say):
        day = say.choice(DAYS_EN)
        how = say.random()
        if how < 0.35:
            return say.choice("today tomorrow today tomorrow yesterday".split() + ["the day after tomorrow", "this week", "next week", "this weekend", "next month", "this month", "the weekend", "next year", "last week"])
        if how < 0.65:
            return say.choice(["", "", "this ", "next ", "coming ", "last "]) + day
        nth = say.choice(ORDINALS_EN + ["twenty first", "twenty second", "twenty fifth", "thirtieth", "thirty first", "3rd", "21st", "15th", "2nd"])
        month = say.choice(MONTHS_EN)
        if how < 0.95:
            return say.choice([f"{month} {nth}", f"the {nth} of {month}", f"the {nth}", f"{month} {say.randint(1, 31)}", f"{nth} {month}", month])
        return say.choice(["christmas", "new year's eve", "easter", "thanksgiving", "halloween", "new year's day", "valentine's day", "mother's day"])

    @staticmethod
    def duration(say):
        how = say.random()
        if how < 0.6:
            n = say.choice([2, 3, 4, 5, 8, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 90, say.randint(2, 99)])
            return En.figure(say, n) + say.choice([" minutes", " minutes", " minutes", " mins"])
        if how < 0.75:
            return say.choice(["one hour", "an hour", "two hours", "three hours", "half an hour", "a half hour", "an hour and a half", "two and a half hours", "a minute", "one minute", "a quarter of an hour", "a couple of minutes", "a few minutes"])
        if how < 0.9:
            return En.figure(say, say.choice([10, 15, 20, 30, 45, 50, 90])) + " seconds"
        return f"{say.choice(['one hour', 'an hour', 'two hours'])} and {En.figure(say, say.choice([5, 10, 15, 20, 30]))} minutes"

    @staticmethod
    def change_amount(say):
        n = say.choice([say.randint(1, 20) * 5, say.randint(1, 10)])
        return say.choice([f"{En.figure(say, n)} percent", f"{En.figure(say, n)}%", f"{En.figure(say, n)}", f"{En.figure(say, say.randint(2, 9))} {say.choice(['degrees', 'notches', 'levels', 'points'])}", "a bit", "a little", "a notch", "half", "a little bit", "max", "the maximum", "full", "all the way"])

    @staticmethod
    def general_frequency(say):
        return say.choice(["every day", "daily", "every week", "weekly", "every morning", "every night", "every month", "every hour", "every weekday", "every weekend", "each day", "monthly", "every year", "weekdays", "on weekdays", "every other day", f"every {say.choice(DAYS_EN)}", f"every {say.choice(DAYS_EN)}", f"every {En.figure(say, say.randint(2, 12))} hours", "each week", f"{say.choice(DAYS_EN)}s", "twice a day"])

    @staticmethod
    def currency_name(say):
        return say.choice(["dollars", "euros", "us dollars", "pounds", "yen", "british pounds", "rupees", "canadian dollars", "australian dollars", "swiss francs", "dollar", "euro", "pound", "yuan", "won", "pesos", "usd", "eur", "rubles", "bitcoin", "hong kong dollars", "renminbi", "baht", "gbp"])

    @staticmethod
    def time_zone(say):
        return say.choice(["eastern time", "pacific time", "est", "pst", "gmt", "central time", "eastern standard time", "utc", "mountain time", "london time", "tokyo time", "beijing time", "new york time", "pacific standard time", "greenwich mean time", "cst", "indian standard time", "paris time"])

    @staticmethod
    def temperature(say):
        return En.figure(say, say.choice([say.randint(16, 28), say.randint(60, 78)])) + say.choice([" degrees", " degrees", "", " degrees celsius", " degrees fahrenheit"])


KINDS = "date time timeofday change_amount duration number general_frequency currency_name time_zone temperature".split()
BY_LANG = {"zh": Zh, "en": En}


def value(lang, kind, say):
    """A value of `kind` as said in `lang`."""
    return getattr(BY_LANG[lang], kind)(say)
