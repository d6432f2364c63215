//! Headlines of the feeds that the house has chosen: the latest, more of them, and what one of them says.

use jiff::SignedDuration;
use ling_base::{Value, When};
use ling_dialogue::{BoxFuture, Call, Headline, News, Out, Skill, SkillError, Source, World};
use ling_text::{Holes, fold::folded};
use serde_json::json;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("news");

/// Headlines read at once; more would not be listened to.
const READ_MAX: usize = 4;
/// Older news are told with their age.
const FRESH: SignedDuration = SignedDuration::from_hours(2);
/// The longest summary that is read, in characters.
const SUMMARY_CHARS_MAX: usize = 300;

/// Tells the news.
pub struct NewsReader;

impl Skill for NewsReader {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "latest" => read(call, world, out, Batch::wanted(call)).await,
                "more" | "detail" => {
                    let Some(batch) = call.args.text("batch").and_then(Batch::parse) else {
                        out.say("nothing_told", Holes::new());
                        return Ok(());
                    };
                    match call.verb() {
                        "more" => read(call, world, out, batch).await,
                        _ => detail(call, world, out, &batch).await,
                    }
                }
                verb => Err(SkillError::Verb(verb.to_owned())),
            }
        })
    }
}

/// What has been asked for, and how much of it has been read: what "more" goes on from.
struct Batch {
    told: usize,
    topic: String,
    about: String,
}

impl Batch {
    fn wanted(call: &Call) -> Batch {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Batch {
            told: 0,
            topic: text(call.args.id("topic")),
            about: text(call.args.text("about")),
        }
    }

    fn parse(text: &str) -> Option<Batch> {
        let mut parts = text.splitn(3, '|');
        Some(Batch {
            told: parts.next()?.parse().ok()?,
            topic: parts.next()?.to_owned(),
            about: parts.next()?.to_owned(),
        })
    }

    fn text(&self) -> Value {
        Value::Text(format!("{}|{}|{}", self.told, self.topic, self.about))
    }

    /// The headlines that are about it.
    fn of<'n>(&self, news: &'n News, out: &Out<'_>) -> Vec<&'n Headline> {
        let words = match (self.topic.as_str(), self.about.as_str()) {
            ("", "") => return news.headlines.iter().collect(),
            ("", about) => vec![folded(about)],
            (topic, _) => {
                let words = out.text(&format!("words_{topic}"), &Holes::new());
                words.split(' ').map(folded).collect()
            }
        };
        let fits = |headline: &&Headline| words.iter().any(|word| speaks_of(headline, word));
        news.headlines.iter().filter(fits).collect()
    }
}

/// Whether a headline has the word: a Latin one as a whole, a Chinese one anywhere.
fn speaks_of(headline: &Headline, word: &str) -> bool {
    let texts = [&headline.title, &headline.source]
        .into_iter()
        .chain(&headline.topics)
        .chain(&headline.summary);
    texts.into_iter().any(|text| {
        let text = folded(text);
        let mut found = text.match_indices(word);
        let inside = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        found.any(|(at, _)| {
            let latin = word.is_ascii();
            let (before, after) = (&text[..at], &text[at + word.len()..]);
            !latin || !(inside(before.chars().next_back()) || inside(after.chars().next()))
        })
    })
}

async fn read(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
    mut batch: Batch,
) -> Result<(), SkillError> {
    let news = world.news().latest().await?;
    let all = batch.of(&news, out);
    let next: Vec<&Headline> = all
        .iter()
        .skip(batch.told)
        .take(READ_MAX)
        .copied()
        .collect();
    if next.is_empty() {
        say_none(call, &batch, out);
        return Ok(());
    }
    let old = call.now.timestamp().duration_since(news.fetched) > FRESH && batch.told == 0;
    let mut source = None;
    for (nth, headline) in next.iter().enumerate() {
        let holes = Holes::new()
            .text("title", bare(&headline.title))
            .text("source", &headline.source);
        match source.replace(&headline.source) {
            Some(before) if *before == headline.source => out.say("item", holes),
            _ if nth == 0 && old => out.say("first_old", holes.value("at", moment(call, &news))),
            _ => out.say("first", holes),
        }
    }
    if batch.told == 0 && all.len() > next.len() {
        out.say("again", Holes::new());
    }
    batch.told += next.len();
    out.about("batch", batch.text());
    let card = next.iter().map(|headline| {
        json!({
            "title": headline.title,
            "summary": headline.summary,
            "source": headline.source,
            "at": headline.at,
            "link": headline.link,
        })
    });
    out.card("news", json!({ "headlines": card.collect::<Vec<_>>() }));
    Ok(())
}

fn say_none(call: &Call, batch: &Batch, out: &mut Out<'_>) {
    if batch.told > 0 {
        out.say("no_more", Holes::new());
        return;
    }
    let what = call.args.text("topic").or(call.args.text("about"));
    match what {
        Some(what) => out.say("none_about", Holes::new().text("what", what)),
        None => out.say("none", Holes::new()),
    }
}

async fn detail(
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
    batch: &Batch,
) -> Result<(), SkillError> {
    let news = world.news().latest().await?;
    let all = batch.of(&news, out);
    let told = batch.told.min(all.len());
    let nth = match call.args.get("nth").or(call.args.get("n")) {
        Some(Value::Ordinal(-1)) => told,
        Some(Value::Ordinal(n)) => usize::try_from(*n).unwrap_or(0),
        Some(Value::Number(n)) if (1.0..1e3).contains(n) => *n as usize,
        _ => 0,
    };
    let headline = nth.checked_sub(1).filter(|at| *at < told).map(|at| all[at]);
    let Some(headline) = headline else {
        out.say(
            "no_such",
            Holes::new().value("n", Value::Number(told as f64)),
        );
        return Ok(());
    };
    let holes = Holes::new().text("title", bare(&headline.title));
    match &headline.summary {
        Some(summary) => {
            let summary: String = summary.chars().take(SUMMARY_CHARS_MAX).collect();
            out.say("detail", holes.text("summary", &summary));
        }
        None => out.say("detail_none", holes),
    }
    out.about("batch", batch.text());
    Ok(())
}

/// A headline without its last stop, because the sentence around it has one.
fn bare(title: &str) -> &str {
    title.trim_end_matches(['.', '。', ' '])
}

fn moment(call: &Call, news: &News) -> Value {
    let at = news.fetched.to_zoned_datetime(call.now.time_zone().clone());
    Value::When(When {
        date: Some(at.date()),
        time: Some(
            at.time()
                .with()
                .second(0)
                .subsec_nanosecond(0)
                .build()
                .unwrap_or(at.time()),
        ),
        half_known: true,
        ..When::default()
    })
}
