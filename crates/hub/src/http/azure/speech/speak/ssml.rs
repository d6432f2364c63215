//! SSML as parts that are said, one after the other.

use ling_base::Lang;
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::{
    prosody,
    voices::{self, Voice},
};

/// The longest document, in bytes.
pub(in super::super) const SSML_BYTES_MAX: usize = 64 << 10;

/// Characters that are said at most; Azure's limit is ten minutes of sound.
const TEXT_CHARS_MAX: usize = 5_000;

/// Elements inside each other.
const DEPTH_MAX: usize = 32;

/// Parts of a document.
const PARTS_MAX: usize = 2_000;

/// Longest name of a bookmark.
const NAME_CHARS_MAX: usize = 100;

/// What is said letter by letter.
const SPELLED: [&str; 5] = [
    "characters",
    "spell-out",
    "digits",
    "number_digit",
    "telephone",
];

/// All pauses together, in ms.
const PAUSES_MS_MAX: u64 = 120_000;

/// What comes one after the other.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Part {
    Say(Say),
    /// Silence, in ms.
    Pause(u64),
    /// A place that the program wants to be told of.
    Bookmark(String),
}

/// Words in one manner.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Say {
    /// As they are written.
    pub(super) text: String,
    /// What is said instead, for `sub` and `say-as`.
    pub(super) spoken: Option<String>,
    pub(super) style: Style,
}

/// The manner of saying something; factors of the usual one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Style {
    pub(super) voice: Voice,
    pub(super) lang: Option<Lang>,
    pub(super) rate: f64,
    pub(super) pitch: f64,
    pub(super) volume: f64,
}

/// An element that is open.
struct Open {
    name: String,
    style: Style,
    spoken: Spoken,
    /// What stands in it is not said.
    is_silent: bool,
}

/// What is said for the text of an element.
#[derive(Clone, PartialEq)]
enum Spoken {
    AsWritten,
    Alias(String),
    /// Letter by letter, digit by digit.
    Spelled,
}

#[derive(Default)]
struct Parts {
    all: Vec<Part>,
    text: String,
    n_chars: usize,
    pauses_ms: u64,
}

/// Reads a document. The error is a sentence.
pub(in super::super) fn parse(ssml: &str) -> Result<Vec<Part>, String> {
    if ssml.len() > SSML_BYTES_MAX {
        return Err(format!(
            "The SSML has {} bytes, at most {SSML_BYTES_MAX} are taken.",
            ssml.len()
        ));
    }
    let mut reader = Reader::from_str(ssml.trim_start_matches('\u{feff}'));
    let (mut parts, mut open) = (Parts::default(), Vec::<Open>::new());
    let mut is_whole = false;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| format!("The SSML is not well-formed: {error}."))?;
        match event {
            Event::Start(start) => {
                parts.flush(open.last())?;
                let element = element(&start, open.last(), &mut parts)?;
                open.push(element);
                if open.len() > DEPTH_MAX {
                    return Err(format!(
                        "The SSML has more than {DEPTH_MAX} elements inside each other."
                    ));
                }
            }
            Event::Empty(start) => {
                parts.flush(open.last())?;
                element(&start, open.last(), &mut parts)?;
                is_whole |= open.is_empty();
            }
            Event::End(_) => {
                parts.flush(open.last())?;
                open.pop();
                is_whole |= open.is_empty();
            }
            Event::Text(text) => parts.text(&text.into_inner(), open.last())?,
            Event::CData(text) => parts.text(&text.into_inner(), open.last())?,
            Event::GeneralRef(name) => parts.text(&reference(&name)?, open.last())?,
            Event::DocType(_) => return Err("SSML with a document type is not taken.".to_owned()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    match is_whole && open.is_empty() {
        true => Ok(parts.all),
        false => Err("The SSML is not well-formed: an element is not closed.".to_owned()),
    }
}

fn reference(name: &quick_xml::events::BytesRef<'_>) -> Result<String, String> {
    let unknown = || "The SSML has an entity that XML does not know.".to_owned();
    if name.is_char_ref() {
        let found = name.resolve_char_ref().ok().flatten();
        return found.map(String::from).ok_or_else(unknown);
    }
    let known = [
        ("amp", "&"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
    ];
    let name = name.borrow().into_inner();
    let found = known.into_iter().find(|(known, _)| *known == &*name);
    found.map(|(_, sign)| sign.to_owned()).ok_or_else(unknown)
}

/// The value of an attribute, whatever stands before its name.
fn attribute(start: &BytesStart<'_>, wanted: &str) -> Result<Option<String>, String> {
    for attribute in start.attributes() {
        let attribute =
            attribute.map_err(|error| format!("The SSML is not well-formed: {error}."))?;
        let name: &str = attribute.key.as_ref();
        let local = name.rsplit(':').next().unwrap_or(name);
        if local.eq_ignore_ascii_case(wanted) {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| format!("The SSML is not well-formed: {error}."))?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// What an element changes. Pauses and places become parts at once.
fn element(
    start: &BytesStart<'_>,
    outer: Option<&Open>,
    parts: &mut Parts,
) -> Result<Open, String> {
    let mut open = opened(start, outer)?;
    let value = |name: &str| attribute(start, name);
    match open.name.as_str() {
        "voice" | "lang" | "prosody" => style(&open.name, &value, &mut open.style)?,
        "break" => {
            let time = value("time")?.and_then(|text| prosody::pause(&text));
            let strength = value("strength")?.and_then(|text| prosody::strength(&text));
            parts.pause(time.or(strength).unwrap_or(750))?;
        }
        "silence" => {
            let time = value("value")?.and_then(|text| prosody::pause(&text));
            parts.pause(time.unwrap_or(0))?;
        }
        "bookmark" | "mark" => {
            let name = value("mark")?.or(value("name")?).unwrap_or_default();
            parts.push(Part::Bookmark(name.chars().take(NAME_CHARS_MAX).collect()))?;
        }
        "sub" => {
            if let Some(alias) = value("alias")? {
                open.spoken = Spoken::Alias(alias);
            }
        }
        "say-as" => {
            let how = value("interpret-as")?.unwrap_or_default();
            if SPELLED.iter().any(|known| known.eq_ignore_ascii_case(&how)) {
                open.spoken = Spoken::Spelled;
            }
        }
        // Music that is played beneath, and what stands there for those who cannot play it.
        "audio" | "backgroundaudio" | "lexicon" | "meta" | "metadata" | "desc" => {
            open.is_silent = true;
        }
        _ => {}
    }
    Ok(open)
}

/// An element before it changes anything.
fn opened(start: &BytesStart<'_>, outer: Option<&Open>) -> Result<Open, String> {
    let name: String = start.local_name().as_ref().to_ascii_lowercase();
    match outer {
        Some(outer) => Ok(Open {
            name,
            style: outer.style,
            spoken: outer.spoken.clone(),
            is_silent: outer.is_silent,
        }),
        None if name != "speak" => Err("SSML begins with the element `speak`.".to_owned()),
        None => Ok(Open {
            name,
            style: Style {
                voice: Voice::usual(),
                lang: None,
                rate: 1.0,
                pitch: 1.0,
                volume: 1.0,
            },
            spoken: Spoken::AsWritten,
            is_silent: false,
        }),
    }
}

/// Changes a manner as `voice`, `lang` and `prosody` say.
fn style(
    name: &str,
    value: &impl Fn(&str) -> Result<Option<String>, String>,
    style: &mut Style,
) -> Result<(), String> {
    let factor = |name: &str, read: fn(&str) -> Option<f64>| {
        let text = value(name)?;
        Ok::<f64, String>(text.and_then(|text| read(&text)).unwrap_or(1.0))
    };
    match name {
        "voice" => {
            if let Some(name) = value("name")? {
                let found = voices::find(&name);
                style.voice = found.ok_or_else(|| format!("Unsupported voice {name}."))?;
            }
        }
        "lang" => {
            let lang = value("lang")?.and_then(|tag| Lang::from_tag(&tag));
            style.lang = lang.or(style.lang);
        }
        _ => {
            style.rate *= factor("rate", prosody::rate)?;
            style.pitch *= factor("pitch", prosody::pitch)?;
            style.volume *= factor("volume", prosody::volume)?;
        }
    }
    Ok(())
}

impl Parts {
    fn push(&mut self, part: Part) -> Result<(), String> {
        self.all.push(part);
        match self.all.len() > PARTS_MAX {
            true => Err(format!("The SSML has more than {PARTS_MAX} parts.")),
            false => Ok(()),
        }
    }

    fn pause(&mut self, ms: u64) -> Result<(), String> {
        self.pauses_ms += ms;
        if self.pauses_ms > PAUSES_MS_MAX {
            return Err(format!(
                "The pauses of the SSML last longer than {} s.",
                PAUSES_MS_MAX / 1000
            ));
        }
        self.push(Part::Pause(ms))
    }

    fn text(&mut self, text: &str, open: Option<&Open>) -> Result<(), String> {
        if open.is_none_or(|open| open.is_silent) {
            return Ok(());
        }
        self.n_chars += text.chars().count();
        if self.n_chars > TEXT_CHARS_MAX {
            return Err(format!(
                "The text has more than {TEXT_CHARS_MAX} characters."
            ));
        }
        self.text.push_str(text);
        Ok(())
    }

    /// Ends what has one manner.
    fn flush(&mut self, open: Option<&Open>) -> Result<(), String> {
        let text = std::mem::take(&mut self.text);
        let Some(open) = open.filter(|_| !text.trim().is_empty()) else {
            return Ok(());
        };
        let spoken = match &open.spoken {
            Spoken::AsWritten => None,
            Spoken::Alias(alias) => Some(alias.clone()),
            Spoken::Spelled => Some(spelled(&text)),
        };
        if let Some(spoken) = &spoken {
            self.n_chars += spoken.chars().count();
        }
        let style = open.style;
        self.push(Part::Say(Say {
            text,
            spoken,
            style,
        }))
    }
}

fn spelled(text: &str) -> String {
    let signs = text.chars().filter(|c| c.is_alphanumeric());
    signs.map(String::from).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(part: &Part) -> String {
        match part {
            Part::Pause(ms) => format!("({ms} ms)"),
            Part::Bookmark(name) => format!("[{name}]"),
            Part::Say(say) => {
                let mut words = say.text.trim().to_owned();
                if let Some(spoken) = &say.spoken {
                    words = format!("{words}={spoken}");
                }
                let style = say.style;
                for (name, factor) in [
                    ("rate", style.rate),
                    ("pitch", style.pitch),
                    ("volume", style.volume),
                ] {
                    if (factor - 1.0).abs() > 1e-9 {
                        words = format!("{words} {name}:{factor:.2}");
                    }
                }
                match style.lang.or(style.voice.lang) {
                    Some(lang) => format!("{}:{words}", lang.tag()),
                    None => words,
                }
            }
        }
    }

    #[track_caller]
    fn check(inside: &str, expect: &[&str]) {
        let whole = format!("<speak version='1.0' xml:lang='en-US'>{inside}</speak>");
        let parts = parse(&whole).expect("it is read");
        assert_eq!(
            parts.iter().map(shown).collect::<Vec<_>>(),
            expect,
            "{inside}"
        );
    }

    #[track_caller]
    fn check_refused(whole: &str, word: &str) {
        let refused = parse(whole).expect_err("it is refused");
        assert!(refused.contains(word), "{refused}");
    }

    #[test]
    fn elements() {
        check(
            "<voice name='zh-CN-XiaoxiaoNeural'>你好 &lt;world&gt; &#38; &quot;q&quot;</voice>",
            &["zh:你好 <world> & \"q\""],
        );
        check(
            "One<break time='300ms'/>two<break strength='weak'/>",
            &["One", "(300 ms)", "two", "(500 ms)"],
        );
        check(
            "<prosody rate='+50%' pitch='high'>fast <prosody volume='50'>soft</prosody></prosody> usual",
            &[
                "fast rate:1.50 pitch:1.20",
                "soft rate:1.50 pitch:1.20 volume:0.50",
                "usual",
            ],
        );
        check("<p><s>Eins.</s><s>两个。</s></p>", &["Eins.", "两个。"]);
        check(
            "<say-as interpret-as='digits'>1203</say-as> <say-as interpret-as='date'>3/4</say-as>",
            &["1203=1 2 0 3", "3/4"],
        );
        check(
            "<sub alias='World Wide Web'>WWW</sub><lang xml:lang='zh-CN'>好</lang>",
            &["WWW=World Wide Web", "zh:好"],
        );
        check(
            "a<bookmark mark='here'/>b<mark name='there'/>",
            &["a", "[here]", "b", "[there]"],
        );
        check(
            "<mstts:express-as xmlns:mstts='x' style='sad'>well</mstts:express-as><mstts:silence type='Leading' value='200ms'/>",
            &["well", "(200 ms)"],
        );
        check(
            "<audio src='x.wav'>cannot be played</audio>kept<![CDATA[ <as it is>]]><!-- gone -->",
            &["kept <as it is>"],
        );
        check("", &[]);
    }

    #[test]
    fn what_is_refused() {
        check_refused(
            "<speak><voice name='zz-ZZ-Foo'>x</voice></speak>",
            "Unsupported voice zz-ZZ-Foo.",
        );
        check_refused("<speak>x", "not closed");
        check_refused("<speak><p>x</speak>", "well-formed");
        check_refused("hello", "well-formed");
        check_refused("<html>x</html>", "`speak`");
        check_refused(
            "<!DOCTYPE x [<!ENTITY a 'b'>]><speak>&a;</speak>",
            "document type",
        );
        check_refused("<speak>&lol;</speak>", "entity");
        check_refused(
            &format!("<speak>{}</speak>", "a".repeat(5001)),
            "5000 characters",
        );
        check_refused(
            &format!("<speak>{}{}</speak>", "<p>".repeat(40), "</p>".repeat(40)),
            "inside each other",
        );
        check_refused(
            &format!("<speak>{}</speak>", "<break time='20s'/>".repeat(7)),
            "120 s",
        );
        check_refused(&"<".repeat(SSML_BYTES_MAX + 1), "bytes");
    }

    proptest::proptest! {
        #[test]
        fn any_text(inside in ".{0,200}") {
            let _ = parse(&inside);
            let _ = parse(&format!("<speak>{inside}</speak>"));
        }
    }
}
