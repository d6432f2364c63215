//! The little words that tell a language in a few letters, where statistics need a paragraph.

/// Languages in Latin letters, and words that a speaker of each uses all the time. A word that several have
/// counts for each.
const LITTLE: [(&str, &str); 14] = [
    (
        "en",
        "the a an of and to in is are was were be been i you he she it we they my your his her our their this \
      that these those what when where who how why which do does did not no yes for with from at by on off up \
      as or but if so can could will would should have has had hello hi please thank thanks good me us him them \
      there here about after before between next last set turn show tell than then just very more some any all \
      it's i'm don't what's that's i'll let's can't isn't",
    ),
    (
        "de",
        "der die das und ist nicht ein eine einen einem einer ich du er sie wir ihr mein dein zu mit von für auf \
      im am um den dem des auch als wie was wann wo wer bitte danke hallo oder aber noch nach bei aus hat haben \
      sind war habe uhr heute morgen gestern es wird kann bis",
    ),
    (
        "fr",
        "le la les un une des du de et est pas je tu il elle nous vous ils mon ma mes ce cette ces que qui quoi où \
      pour avec dans sur au aux en à par ne se sa son ses bonjour merci oui mais ou plus c'est j'ai l' d' qu'il été \
      sont avoir être heures demain hier aujourd'hui",
    ),
    (
        "es",
        "el la los las un una unos de del y es no yo tú él ella nosotros mi tu su que qué quién dónde cuándo cómo para \
      con en por al se lo le me te hola gracias sí pero o más está son fue hay tengo hoy mañana ayer este esta ese \
      las hasta desde muy",
    ),
    (
        "it",
        "il lo la gli le un uno una di del della dei e è non io tu lui lei noi mio tuo che chi cosa dove quando come \
      per con in nel nella da al alla si ciao grazie sì ma o più sono ho ha questo questa oggi domani ieri alle \
      dalle fino",
    ),
    (
        "pt",
        "o a os as um uma de do da dos das e é não eu você ele ela nós meu minha que quem onde quando como para com em \
      no na nos nas por ao à se olá obrigado obrigada sim mas ou mais está são foi tem hoje amanhã ontem este isso \
      até pelo às",
    ),
    (
        "nl",
        "de het een en is niet ik jij je hij zij wij we mijn jouw dat die deze dit wat wie waar wanneer hoe voor met \
      van op in naar aan te er ook als bij hallo bedankt ja nee maar of meer zijn was heeft heb vandaag morgen \
      gisteren uur tot om",
    ),
    (
        "sv",
        "och det att en ett är jag du han hon vi ni de den inte på av för med som till var när hur vad vem hej tack ja \
      nej men eller mer från om har hade min din idag imorgon igår klockan efter",
    ),
    (
        "da",
        "og det at en et er jeg du han hun vi de den ikke på af for med som til hvor hvornår hvad hvem hej tak ja nej \
      men eller mere fra om har havde min din i dag morgen går klokken efter",
    ),
    (
        "no",
        "og det at en et er jeg du han hun vi de den ikke på av for med som til hvor når hva hvem hei takk ja nei men \
      eller mer fra om har hadde min din i dag morgen går klokken etter",
    ),
    (
        "tr",
        "ve bir bu şu o ben sen biz siz için ile de da ne nerede zaman nasıl kim merhaba teşekkürler evet hayır ama veya \
      daha değil var yok mı mi mu mü bugün yarın dün saat gibi çok kadar sonra",
    ),
    (
        "id",
        "dan yang di ke dari ini itu untuk dengan tidak saya kamu dia kami kita apa siapa kapan bagaimana halo \
      terima kasih ya tapi atau lebih ada adalah akan hari besok kemarin jam pada",
    ),
    (
        "vi",
        "và là của không tôi bạn anh em chị chúng ta này đó cho với trong ngoài gì ai đâu khi nào thế xin chào cảm ơn \
      có một những các được hôm nay mai",
    ),
    (
        "pl",
        "i w z na do nie jest to że się ja ty on ona my wy co kto gdzie kiedy jak dla od po przez cześć dziękuję tak ale \
      lub są był mam jestem dzisiaj jutro wczoraj godzinie",
    ),
];

/// A vote is believed from this share of the words on.
const SHARE_MIN: f64 = 0.2;

/// The language most of whose little words a text has, and the share of its words that they are. `None` when
/// there are too few, or as many of another language.
pub(super) fn vote(text: &str) -> Option<(&'static str, f64)> {
    let folded = text.to_lowercase().replace('’', "'");
    let words: Vec<&str> = folded
        .split(|c: char| !(c.is_alphabetic() || c == '\''))
        .filter(|word| !word.is_empty())
        .collect();
    let count = |little: &str| {
        let little: Vec<&str> = little.split_whitespace().collect();
        words.iter().filter(|word| little.contains(word)).count()
    };
    let mut counts: Vec<(&str, usize)> = LITTLE
        .iter()
        .map(|(code, little)| (*code, count(little)))
        .collect();
    counts.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
    let (code, best) = counts[0];
    let share = best as f64 / words.len().max(1) as f64;
    (best > counts[1].1 && share >= SHARE_MIN).then_some((code, share))
}
