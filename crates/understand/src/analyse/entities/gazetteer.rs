//! Names that everybody knows, and words that make names of what stands beside them.

/// Given names, in English texts.
pub(super) const GIVEN: &str = "Aaron Abigail Adam Alan Albert Alex Alexander Alice Amanda Amy Andrea Andrew Angela Ann Anna Anne \
    Anthony Arthur Ashley Barbara Ben Benjamin Beth Betty Bill Bob Brandon Brenda Brian Bruce Carl Carol Caroline Catherine Charles \
    Charlotte Chris Christian Christina Christine Christopher Claire Colin Craig Cynthia Daniel Dave David Deborah Dennis Diana Diane \
    Donald Donna Dorothy Douglas Dylan Edward Elena Eleanor Elizabeth Ellen Elon Emily Emma Eric Ethan Eva Evelyn Frances Frank Fred \
    Gary George Gerald Gloria Grace Graham Greg Gregory Hannah Harold Harry Heather Helen Henry Howard Hugh Ian Irene Isaac Isabella \
    Jack Jackie Jacob James Jamie Jane Janet Jason Jean Jeff Jeffrey Jennifer Jenny Jeremy Jerry Jessica Jim Joan Joe John Johnny \
    Jonathan Joseph Joshua Joyce Juan Judith Judy Julia Julie Justin Karen Kate Katherine Kathleen Keith Kelly Ken Kenneth Kevin Kim \
    Kimberly Kyle Larry Laura Lauren Lawrence Leo Leonard Lewis Liam Linda Lisa Louis Louise Lucas Lucy Luke Margaret Maria Marie Mark \
    Martha Martin Mary Matt Matthew Megan Melissa Michael Michelle Mike Mohammed Molly Nancy Natalie Nathan Neil Nicholas Nick Nicole \
    Noah Oliver Olivia Oscar Pamela Patricia Patrick Paul Paula Peter Philip Phillip Rachel Ralph Raymond Rebecca Richard Robert Robin \
    Roger Ronald Rose Roy Russell Ruth Ryan Sally Sam Samantha Samuel Sandra Sarah Satya Scott Sean Sharon Shirley Simon Sofia Sophia \
    Sophie Stephanie Stephen Steve Steven Sundar Susan Teresa Terry Theresa Thomas Tim Timothy Tina Todd Tom Tony Victor Victoria \
    Vincent Virginia Walter Wayne Wendy William Zoe";

/// Places, one a line or between commas; countries, then cities and regions.
pub(super) const PLACES: &str = "Afghanistan,Africa,Algeria,America,Argentina,Asia,Australia,Austria,Bangladesh,Belgium,Brazil,Britain,\
    Bulgaria,Cambodia,Canada,Chile,China,Colombia,Croatia,Cuba,Cyprus,Denmark,Egypt,England,Ethiopia,Europe,Finland,France,Germany,Ghana,\
    Greece,Hungary,Iceland,India,Indonesia,Iran,Iraq,Ireland,Israel,Italy,Jamaica,Japan,Jordan,Kazakhstan,Kenya,Korea,Kuwait,Laos,Lebanon,\
    Libya,Malaysia,Mexico,Mongolia,Morocco,Myanmar,Nepal,Netherlands,New Zealand,Nigeria,North Korea,Norway,Pakistan,Peru,Philippines,\
    Poland,Portugal,Qatar,Romania,Russia,Saudi Arabia,Scotland,Serbia,Singapore,Slovakia,Slovenia,South Africa,South Korea,Spain,Sri Lanka,\
    Sudan,Sweden,Switzerland,Syria,Taiwan,Tanzania,Thailand,Tunisia,Turkey,Uganda,UK,Ukraine,United Kingdom,United States,USA,U.S.,U.K.,\
    Uruguay,Venezuela,Vietnam,Wales,Yemen,Zimbabwe,Amsterdam,Athens,Atlanta,Auckland,Bangkok,Barcelona,Beijing,Berlin,Boston,Brussels,\
    Budapest,Buenos Aires,Cairo,California,Cambridge,Chengdu,Chicago,Copenhagen,Dallas,Delhi,Denver,Detroit,Dubai,Dublin,Edinburgh,Florida,\
    Frankfurt,Geneva,Glasgow,Guangzhou,Hamburg,Hangzhou,Hanoi,Hawaii,Helsinki,Hong Kong,Houston,Istanbul,Jakarta,Jerusalem,Johannesburg,\
    Kyoto,Las Vegas,Lisbon,Liverpool,London,Los Angeles,Macau,Madrid,Manchester,Manhattan,Manila,Melbourne,Mexico City,Miami,Milan,Montreal,\
    Moscow,Mumbai,Munich,Nanjing,New Delhi,New York,New York City,Osaka,Oslo,Ottawa,Oxford,Paris,Philadelphia,Portland,Prague,Redmond,\
    Rio de Janeiro,Rome,San Diego,San Francisco,Seattle,Seoul,Shanghai,Shenzhen,Silicon Valley,Stockholm,Sydney,Taipei,Tehran,Texas,Tokyo,\
    Toronto,Vancouver,Venice,Vienna,Virginia,Warsaw,Washington,Washington D.C.,Wuhan,Xi'an,Zurich,Berkeley,Brooklyn,Hollywood";

/// Organisations.
pub(super) const ORGANISATIONS: &str = "Adobe,Airbnb,Alibaba,Amazon,AMD,Apple,BBC,Boeing,BMW,ByteDance,CNN,Disney,eBay,Facebook,FBI,\
    Ford,GitHub,Google,Harvard,Honda,HSBC,Huawei,IBM,IKEA,Intel,Lenovo,LinkedIn,Mastercard,McDonald's,Meta,Microsoft,MIT,NASA,NATO,\
    Netflix,Nike,Nokia,Nvidia,NVIDIA,OpenAI,Oracle,Panasonic,PayPal,Pepsi,Philips,Reuters,Samsung,Siemens,Sony,SpaceX,Spotify,Stanford,\
    Starbucks,Tencent,Tesla,TikTok,Toyota,Twitter,Uber,UN,UNESCO,United Nations,European Union,EU,Visa,Volkswagen,Volvo,Walmart,WHO,\
    Xiaomi,Yahoo,YouTube,World Bank,World Health Organization,White House,Congress,Senate,Parliament,Contoso";

/// Words that end the name of an organisation.
pub(super) const ORGANISATION_ENDS: &str = "Inc Inc. Corp Corp. Corporation Company Co Co. Ltd Ltd. Limited LLC PLC plc GmbH Group \
    Holdings University College School Institute Academy Bank Hospital Foundation Association Society Agency Committee Council \
    Commission Ministry Department Bureau Party Union Federation Club Partners Airlines Airways Motors Technologies Systems Labs \
    Laboratories Museum Library Church Court Studios Press Times Post Journal Organization Organisation Network";

/// Words that end the name of a place.
pub(super) const PLACE_ENDS: &str = "River Lake Mountain Mountains Island Islands Valley Bay Ocean Sea Desert Park Airport Station \
    County Province City Village Beach Bridge Square Street Road Avenue Hotel Tower Palace Temple Castle Canyon Peninsula Harbor Harbour";

/// Titles before people's names.
pub(super) const TITLES: &str = "Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Prof Prof. Professor President Minister Senator Sir Lady King \
    Queen Prince Princess Captain General Judge Doctor Uncle Aunt Grandma Grandpa CEO Chancellor Governor Mayor Pope Saint";

/// Words that somebody's name follows or that follow it.
pub(super) const SPEAKS: &str =
    "said says told asked replied wrote thinks believes married born died founded";

/// What people do for a living, in English and Mandarin.
pub(super) const TRADES: &str = "accountant actor actress architect artist assistant chef coach cook dentist designer developer \
    director doctor driver editor engineer farmer journalist judge lawyer manager musician nurse painter photographer pilot \
    plumber policeman president professor programmer receptionist scientist secretary singer soldier student teacher waiter \
    waitress writer ceo";
pub(super) const TRADES_ZH: &str = "医生 护士 老师 教师 教授 律师 工程师 程序员 设计师 司机 厨师 警察 记者 演员 歌手 导演 作家 画家 摄影师 \
    会计 秘书 经理 总经理 董事长 总裁 总统 总理 主席 部长 市长 院长 校长 教练 球员 运动员 科学家 学生 农民 工人 服务员 前台";

/// Mandarin names that the dictionary files elsewhere: organisations, places.
pub(super) const ORGANISATIONS_ZH: &str = "微软 谷歌 苹果公司 腾讯 阿里巴巴 阿里 百度 华为 小米 京东 字节跳动 抖音 美团 滴滴 网易 新浪 搜狐 联想 \
    中兴 比亚迪 特斯拉 三星 索尼 丰田 本田 英特尔 亚马逊 甲骨文 脸书 推特 麦当劳 肯德基 星巴克 新华社 央视 人民日报 联合国 欧盟 北约 \
    世卫组织 世界卫生组织 清华大学 北京大学 复旦大学 浙江大学 哈佛大学 斯坦福大学 曼联 曼城 皇马 巴萨 拜仁 湖人 火箭队 国安 恒大 申花 国米 尤文 \
    阿森纳 切尔西 利物浦 AC米兰 中国移动 中国联通 中国电信 工商银行 建设银行 招商银行 中国银行 农业银行 国务院 外交部 教育部 公安部 财政部 商务部";
pub(super) const PLACES_ZH: &str = "西雅图 硅谷 洛杉矶 旧金山 纽约 华盛顿 芝加哥 波士顿 伦敦 巴黎 柏林 罗马 莫斯科 东京 大阪 首尔 新加坡 曼谷 悉尼 \
    墨尔本 多伦多 温哥华 迪拜 香港 澳门 台北 高雄 浦东 中关村 外滩 天安门 故宫 长城 颐和园 西湖 黄山 泰山 长江 黄河 珠江 陆家嘴 三里屯 王府井";
/// Chinese endings of organisations, longest first where one holds another.
pub(super) const ORGANISATION_ENDS_ZH: &str = "股份有限公司 有限责任公司 有限公司 子公司 分公司 总公司 公司 集团 大学 学院 中学 小学 幼儿园 研究院 研究所 \
    实验室 银行 医院 法院 检察院 公安局 派出所 委员会 协会 学会 基金会 基金 俱乐部 球队 电视台 报社 出版社 杂志社 工作室 事务所 证券 保险 航空 \
    部队 政府 交易所 商学院 联盟 队";
/// Chinese endings of places.
pub(super) const PLACE_ENDS_ZH: &str = "省 市 区 县 镇 乡 村 路 街 岛 山 河 湖 海 江 港 湾 半岛 高原 平原 盆地 机场 火车站 地铁站 车站 广场 公园 \
    大厦 大桥 酒店 饭店 寺 庙 塔 宫 园区 开发区 新区 小区 花园";

/// Whether a space-separated list has a word.
pub(super) fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

/// Whether a comma-separated list has a name.
pub(super) fn names(list: &str, name: &str) -> bool {
    list.split(',').any(|one| one == name)
}

/// The names of these lists that stand in a text, for whoever links them.
pub fn links() -> impl Iterator<Item = &'static str> {
    PLACES.split(',').chain(ORGANISATIONS.split(','))
}
