//! Words that hold sentences together and tell nothing.

use super::super::tables;

/// English words no phrase holds; verbs and adverbs that everybody uses are among them.
const EN: &str = "a an the and or but nor so yet if then than that this these those there here it its it's i i'm i've i'd i'll \
    me my mine we we're our ours us you you're your yours he he's his him she she's her hers they they're their them who whom \
    whose which what when where why how is isn't are aren't was wasn't were weren't be been being am do does did doing done \
    don't doesn't didn't have has had having haven't hasn't hadn't can can't cannot could couldn't will won't would wouldn't \
    shall should shouldn't may might must of in on at by for from to into onto over under with without within about above \
    below after before between through during until against among across around behind beside near off out up down along \
    as not no never none nothing any some all both each every either neither other another such only own same more most \
    much many few little less least very too also just even still already again ever always often sometimes usually once \
    twice now today tomorrow yesterday soon later ago while because since although though unless whether like per via etc \
    get gets got getting go goes going went gone come comes came coming make makes made making take takes took taken taking \
    give gives gave given giving say says said saying tell tells told see sees saw seen seeing look looks looked looking \
    find finds found finding want wants wanted need needs needed use uses used using try tries tried keep keeps kept let lets \
    put puts seem seems seemed feel feels felt think thinks thought know knows knew known become becomes became show shows \
    showed shown call calls called ask asks asked work works worked move moves moved live lives lived believe bring brings \
    brought happen happened write writes wrote written provide provides provided sit stand stood lose pay paid meet met \
    include includes included continue set learn change lead understand watch follow stop create speak read allow add spend \
    grow open walk win offer remember love consider appear buy bought wait serve die send expect build built stay stayed fall \
    cut reach remain suggest raise pass sell sold require report decide pull please thanks thank hello hi yes ok okay well \
    really quite rather almost enough perhaps maybe however therefore thus instead else away back far one two three four five \
    six seven eight nine ten first second last next new old good bad big small long short high low able lot lots thing things \
    way ways bit kind sort anything something everything someone anyone everyone nobody let's that's what's there's announced \
    announce plans plan planned visit visited visiting arrived arrive started start begin began leave left held hold helped help \
    mr mrs ms";

pub(super) fn is_english(word: &str) -> bool {
    EN.split_whitespace()
        .any(|stop| stop.eq_ignore_ascii_case(word))
}

pub(super) fn is_chinese(word: &str) -> bool {
    tables::text("tell nothing")
        .split_whitespace()
        .any(|stop| stop == word)
}

/// Words in -ly say how, not what.
pub(super) fn is_adverb(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word.len() > 4
        && word.ends_with("ly")
        && ![
            "family",
            "italy",
            "supply",
            "assembly",
            "reply",
            "july",
            "butterfly",
        ]
        .contains(&word.as_str())
}
