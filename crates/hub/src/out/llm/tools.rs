//! The skills as tools of a model, and a tool call as an act.

use jiff::ZonedDateTime;
use ling_base::{Args, Lang, Value};
use ling_dialogue::{Act, Argument, IntentSpec, Skills, Texts};
use ling_text::{
    Holes, Style,
    fold::folded,
    values::{Kind, tag},
};
use ling_understand::Names;
use serde_json::{Map, Value as Json, json};

/// The longest value of one argument, in characters.
const VALUE_CHARS_MAX: usize = 500;
/// Numbers as large as this are not meant: a thousand million million.
const NUMBER_MAX: f64 = 1e15;
/// Things that one argument may hold.
const VALUES_MAX: usize = 20;
/// Kinds of argument that name things of the house.
const NAMES: [&str; 10] = [
    "area", "floor", "device", "list", "person", "song", "artist", "album", "genre", "playlist",
];
/// The skill whose texts say what arguments are.
const SELF: &str = "llm";

/// Everything that a call of a tool is read with.
pub(crate) struct Tools<'a> {
    pub(crate) skills: &'a Skills,
    pub(crate) names: &'a Names,
    pub(crate) lang: Lang,
    pub(crate) now: &'a ZonedDateTime,
}

impl Tools<'_> {
    /// The list of tools, as the model wants it.
    pub(crate) fn json(&self) -> Json {
        let intents = self.skills.specs().flat_map(|(spec, _)| &spec.intents);
        let tools = intents.filter_map(|intent| self.tool(intent));
        Json::Array(tools.collect())
    }

    fn tool(&self, intent: &IntentSpec) -> Option<Json> {
        let says = intent.tool.as_ref()?;
        let properties: Map<String, Json> = intent
            .args
            .iter()
            .filter(|arg| arg.kind != "it")
            .map(|arg| (arg.name.clone(), self.property(intent, arg)))
            .collect();
        Some(json!({
            "type": "function",
            "function": {
                "name": intent.id.replace('.', "_"),
                "description": says,
                "parameters": { "type": "object", "properties": properties, "required": [] },
            },
        }))
    }

    fn property(&self, intent: &IntentSpec, arg: &Argument) -> Json {
        let choices = self.choices(&intent.id, &arg.kind);
        if !choices.is_empty() {
            let ids: Vec<&String> = choices.iter().map(|(id, _)| id).collect();
            return json!({ "type": "string", "enum": ids });
        }
        let kind = match arg.kind.as_str() {
            "number" | "ordinal" | "percent" | "money" | "quantity" | "duration" | "date"
            | "time" | "when" | "repeat" | "items" => arg.kind.as_str(),
            "any" | "text" | "phrase" => "text",
            kind if NAMES.contains(&kind) => "name",
            "name" | "scene" => "name",
            _ => "number",
        };
        let texts = self.skills.texts(SELF, self.lang);
        let says = |texts: &Texts| {
            texts.fill(&format!("arg_{kind}"), &Holes::new(), self.now, Style::Show)
        };
        json!({ "type": "string", "description": texts.map(says) })
    }

    /// The fixed choices of a list in the skill's file: ids and their first wordings.
    fn choices(&self, intent: &str, list: &str) -> Vec<(String, String)> {
        let skill = intent.split('.').next().unwrap_or_default();
        let texts = self.skills.texts(skill, self.lang);
        let items = texts.and_then(|texts| texts.lists.get(list));
        let choice = |item: &ling_base::ListItem| {
            let name = item.templates.first().unwrap_or(&item.id);
            (item.id.clone(), name.clone())
        };
        items.into_iter().flatten().map(choice).collect()
    }

    /// The choice of such a list that is meant by its id, or by any of its wordings in any language.
    fn chosen(&self, intent: &str, list: &str, said: &str) -> Option<Value> {
        let skill = intent.split('.').next().unwrap_or_default();
        let of = |lang| self.skills.texts(skill, lang)?.lists.get(list);
        let items = [self.lang].into_iter().chain(Lang::ALL).filter_map(of);
        let same = |wording: &String| folded(wording) == folded(said);
        let mut items = items.flatten();
        let item = items.find(|item| item.id == said || item.templates.iter().any(same))?;
        let name = match item.templates.first() {
            Some(first) if item.id == said => first.clone(),
            _ => said.to_owned(),
        };
        Some(Value::Named {
            id: item.id.clone(),
            name,
        })
    }

    /// The act that a call means; `None` when there is no such tool.
    ///
    /// Arguments that cannot be read are left out, so that Ling asks for those it needs.
    pub(crate) fn act(&self, tool: &str, arguments: &str) -> Option<Act> {
        let known =
            |intent: &&IntentSpec| intent.tool.is_some() && intent.id.replace('.', "_") == tool;
        let mut intents = self.skills.specs().flat_map(|(spec, _)| &spec.intents);
        let intent = intents.find(known)?;
        let said: Map<String, Json> = match arguments.trim() {
            "" => Map::new(),
            arguments => serde_json::from_str(arguments).ok()?,
        };
        let mut args = Args::new();
        for arg in &intent.args {
            for text in said.get(&arg.name).map(words).unwrap_or_default() {
                for value in self.values(intent, arg, &text) {
                    args.push(&arg.name, value);
                }
            }
        }
        Some(Act {
            intent: intent.id.clone(),
            args,
        })
    }

    fn values(&self, intent: &IntentSpec, arg: &Argument, said: &str) -> Vec<Value> {
        let text = || Value::Text(said.to_owned());
        if let Some(kinds) = kinds(&arg.kind) {
            return value(said, kinds, self.now).into_iter().collect();
        }
        let choices = self.choices(&intent.id, &arg.kind);
        if !choices.is_empty() {
            return self
                .chosen(&intent.id, &arg.kind, said)
                .into_iter()
                .collect();
        }
        match arg.kind.as_str() {
            "items" => said
                .split([',', '，', '、'])
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .take(VALUES_MAX)
                .map(|item| Value::Text(item.to_owned()))
                .collect(),
            "text" | "any" | "phrase" => vec![text()],
            kind => {
                let list = if kind == "name" { "device" } else { kind };
                vec![self.names.called(list, said).unwrap_or_else(text)]
            }
        }
    }
}

/// The words of a JSON value: models send numbers and lists although words are asked for.
fn words(json: &Json) -> Vec<String> {
    let one = |json: &Json| match json {
        Json::String(text) => match scientific(text.trim()) {
            Some(number) => plain(number),
            None => Some(text.trim().chars().take(VALUE_CHARS_MAX).collect()),
        },
        Json::Number(number) => plain(number.as_f64()?),
        _ => None,
    };
    match json {
        Json::Array(all) => all.iter().filter_map(one).take(VALUES_MAX).collect(),
        json => one(json)
            .into_iter()
            .filter(|text: &String| !text.is_empty())
            .collect(),
    }
}

/// A number written as `1e308`, which nobody says.
fn scientific(text: &str) -> Option<f64> {
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let number = || text.parse().ok();
    (begins && text.contains(['e', 'E'])).then(number).flatten()
}

/// A number in digits, as people write it; none where they would not.
fn plain(number: f64) -> Option<String> {
    (number.abs() < NUMBER_MAX).then(|| number.to_string())
}

/// The kinds of value that may stand in an argument, best first; `None` for words and names.
fn kinds(kind: &str) -> Option<&'static [Kind]> {
    Some(match kind {
        "number" => &[Kind::Number],
        "ordinal" => &[Kind::Ordinal, Kind::Number],
        "percent" => &[Kind::Percent, Kind::Number],
        "money" => &[Kind::Money],
        "quantity" => &[Kind::Quantity],
        "duration" => &[Kind::Duration],
        "date" => &[Kind::Date, Kind::When],
        "time" => &[Kind::Time, Kind::When],
        "when" => &[Kind::When, Kind::Date, Kind::Time, Kind::Repeat],
        "repeat" => &[Kind::Repeat, Kind::When],
        _ => return None,
    })
}

/// The longest value of one of these kinds in the words.
fn value(said: &str, kinds: &[Kind], now: &ZonedDateTime) -> Option<Value> {
    let found = tag(said, now);
    let fits = found.into_iter().filter_map(|tagged| {
        let rank = kinds.iter().position(|kind| *kind == tagged.kind)?;
        Some((tagged.span.end - tagged.span.start, rank, tagged.value))
    });
    let best = fits.max_by_key(|(len, rank, _)| (*len, kinds.len() - rank))?;
    Some(match (kinds[0], best.2) {
        (Kind::Percent, Value::Number(n)) => Value::Percent(n),
        (Kind::Ordinal, Value::Number(n)) if n.fract() == 0.0 && n.abs() < 1e6 => {
            Value::Ordinal(n as i64)
        }
        (_, value) => value,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_digits() {
        let check = |json: Json, expect: &[&str]| assert_eq!(words(&json), expect, "{json}");
        check(serde_json::json!(20), &["20"]);
        check(serde_json::json!(-0.5), &["-0.5"]);
        check(serde_json::json!(1e-7), &["0.0000001"]);
        check(serde_json::json!(1e308), &[]);
        check(serde_json::json!("1e308"), &[]);
        check(serde_json::json!("2.5E3"), &["2500"]);
        check(serde_json::json!("3 eggs"), &["3 eggs"]);
        check(serde_json::json!(["七点", 7]), &["七点", "7"]);
    }

    fn skills() -> Skills {
        Skills::load(ling_skills::all()).expect("every skill's files are right")
    }

    fn with<T>(f: impl FnOnce(&Tools<'_>) -> T) -> T {
        let name = ling_understand::Name {
            list: "area".into(),
            id: "bedroom".into(),
            name: "卧室".into(),
            aliases: vec!["bedroom".into()],
            lang: None,
        };
        f(&Tools {
            skills: &skills(),
            names: &Names::new([name]),
            lang: Lang::En,
            now: &"2026-11-24T10:00:00+08:00[Asia/Shanghai]"
                .parse()
                .expect("a time"),
        })
    }

    #[track_caller]
    fn check(tool: &str, arguments: &str, expect: &str) {
        let act = with(|tools| tools.act(tool, arguments));
        let got = act.map_or("none".to_owned(), |act| {
            let args = act
                .args
                .iter()
                .map(|(name, values)| format!(" {name}={values:?}"));
            format!("{}{}", act.intent, args.collect::<String>())
        });
        assert_eq!(got, expect, "{tool} {arguments}");
    }

    #[test]
    fn calls() {
        check(
            "timer_set",
            r#"{"after":"十分钟"}"#,
            "timer.set after=[Duration(600)]",
        );
        check(
            "timer_set",
            r#"{"after":"ten minutes","name":"tea"}"#,
            r#"timer.set after=[Duration(600)] name=[Text("tea")]"#,
        );
        check("timer_set", r#"{"after":"soon"}"#, "timer.set");
        check(
            "speaker_set",
            r#"{"level":30}"#,
            "speaker.set level=[Percent(30.0)]",
        );
        check("clock_time", "", "clock.time");
        let tokyo = |name: &str, expect: &str| {
            check("clock_time", &format!(r#"{{"city":"{name}"}}"#), expect);
        };
        tokyo(
            "Tokyo",
            r#"clock.time city=[Named { id: "Asia/Tokyo Tokyo", name: "Tokyo" }]"#,
        );
        tokyo(
            "Asia/Tokyo Tokyo",
            r#"clock.time city=[Named { id: "Asia/Tokyo Tokyo", name: "tokyo" }]"#,
        );
        tokyo(
            "东京",
            r#"clock.time city=[Named { id: "Asia/Tokyo 东京", name: "东京" }]"#,
        );
        tokyo("Nowhere", "clock.time");
        check("clock_time", "{not json", "none");
        check("format_disk", "{}", "none");
        check("llm_ask", "{}", "none");
    }

    #[test]
    fn tools_are_told_with_their_arguments() {
        let all = with(|tools| tools.json());
        let all = all.as_array().expect("a list");
        let timer = all
            .iter()
            .find(|tool| tool["function"]["name"] == "timer_set");
        let timer = &timer.expect("timers are a tool")["function"];
        assert_eq!(
            timer["parameters"]["properties"]["after"]["description"],
            "a length of time, such as “ten minutes”"
        );
        assert!(all.iter().all(|tool| tool["function"]["name"] != "llm_ask"));
    }
}
