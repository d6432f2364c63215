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

/// Whether a space-separated list has a word.
pub(super) fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

/// Whether a comma-separated list has a name.
pub(super) fn names(list: &str, name: &str) -> bool {
    list.split(',').any(|one| one == name)
}
