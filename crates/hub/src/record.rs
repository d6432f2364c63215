use ling_base::{Lang, Meaning, Slot, Value};
use ling_dialogue::Answer;
use serde_json::{Map, Value as Json, json};

/// Words that someone said to Ling.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The words.
    pub text: String,
    /// The language, when the speaker's device knows it.
    pub lang: Option<Lang>,
    /// Which conversation they belong to; the device's own when none is named.
    pub conversation: Option<String>,
    /// The device.
    pub device: Option<String>,
    /// The person.
    pub person: Option<String>,
    /// Whoever sent them, in a word that is theirs alone: only they, and grown-ups, hear of this turn.
    pub by: Option<String>,
    /// One key for one wish: the same key never makes two rows.
    pub key: Option<String>,
    /// How the words were heard, when they were spoken.
    pub hear: Option<Traced>,
    /// A picture that is shown with them: the bytes of its file.
    pub picture: Option<Vec<u8>>,
    /// Somebody spoke, and it was nothing that is listened for.
    pub missed: bool,
}

/// One turn, as answers, traces and the page show it.
#[derive(Clone, Debug)]
pub struct TurnRecord {
    /// The turn's id.
    pub turn: String,
    /// The conversation it belongs to.
    pub conversation: String,
    /// What was heard.
    pub heard: String,
    /// What it came to.
    pub answer: Answer,
    /// The turn of this conversation that "undo" would take back next, after this one.
    pub undoable: Option<String>,
    /// What happened when.
    pub trace: Vec<Traced>,
}

/// One step of a turn.
#[derive(Clone, Debug)]
pub struct Traced {
    /// `hear`, `understand`, `decide`, `run`, `answer`, `speak`.
    pub stage: &'static str,
    /// Microseconds since the turn began.
    pub at_us: u64,
    /// How long it took, in microseconds.
    pub took_us: u64,
    /// What was decided.
    pub note: String,
}

impl TurnRecord {
    /// The record as `POST /v1/turns` answers it.
    pub fn json(&self) -> Json {
        let first = self.answer.meanings.first();
        let mut record = first.map_or_else(nothing, meaning);
        record.insert("turn".into(), json!(self.turn));
        record.insert("conversation".into(), json!(self.conversation));
        record.insert("heard".into(), json!(self.heard));
        record.insert("lang".into(), json!(self.answer.lang.tag()));
        record.insert("stage".into(), json!(self.answer.stage.word()));
        record.insert("reply".into(), self.reply());
        record.insert("undoable".into(), json!(self.undoable));
        record.insert(
            "trace".into(),
            self.trace.iter().map(Traced::json).collect(),
        );
        if self.answer.meanings.len() > 1 {
            let more = self.answer.meanings[1..]
                .iter()
                .map(|m| Json::Object(meaning(m)));
            record.insert("more".into(), more.collect());
        }
        Json::Object(record)
    }

    fn reply(&self) -> Json {
        let reply = &self.answer.reply;
        let mut json = Map::new();
        json.insert("say".into(), json!(reply.say));
        if let Some(show) = &reply.show {
            json.insert("show".into(), json!(show));
        }
        if let Some(card) = &reply.card {
            json.insert(
                "card".into(),
                json!({ "kind": card.kind, "data": card.data }),
            );
        }
        if self.answer.asks {
            json.insert("asks".into(), json!(true));
        }
        if reply.undo.is_some() {
            json.insert("undo".into(), json!(true));
        }
        Json::Object(json)
    }
}

impl Traced {
    fn json(&self) -> Json {
        json!({ "stage": self.stage, "at_us": self.at_us, "took_us": self.took_us, "note": self.note })
    }
}

fn nothing() -> Map<String, Json> {
    let mut record = Map::new();
    record.insert("label".into(), json!("oos"));
    record.insert("intent".into(), Json::Null);
    record.insert("slots".into(), json!([]));
    record
}

fn meaning(meaning: &Meaning) -> Map<String, Json> {
    let mut record = Map::new();
    record.insert("label".into(), json!(meaning.label));
    let intent = Some(&meaning.intent).filter(|intent| !intent.is_empty());
    record.insert("intent".into(), json!(intent));
    record.insert("score".into(), json!(meaning.score));
    record.insert("slots".into(), meaning.slots.iter().map(slot).collect());
    let args = meaning
        .args
        .iter()
        .map(|(name, values)| (name.to_owned(), args(values)));
    record.insert("args".into(), Json::Object(args.collect()));
    record
}

fn args(values: &[Value]) -> Json {
    match values {
        [one] => value_json(one),
        many => many.iter().map(value_json).collect(),
    }
}

fn slot(slot: &Slot) -> Json {
    let mut json = json!({
        "type": slot.kind, "text": slot.text, "start": slot.span.start, "end": slot.span.end,
    });
    if let Some(known) = &slot.value {
        json["value"] = value_json(known);
    }
    json
}

/// What was understood, as programs read it.
pub fn meaning_json(one: &Meaning) -> Json {
    Json::Object(meaning(one))
}

/// A value as programs read it.
pub fn value_json(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Named { id, name } => json!({ "id": id, "name": name }),
        Value::Number(n) | Value::Percent(n) => json!(n),
        Value::Ordinal(n) => json!(n),
        Value::Money { amount, currency } => json!({ "amount": amount, "currency": currency }),
        Value::Quantity { amount, unit } => json!({ "amount": amount, "unit": unit }),
        Value::Duration(secs) => json!({ "seconds": secs }),
        Value::When(when) => {
            let mut json = Map::new();
            let mut put = |key: &str, text: Option<String>| {
                if let Some(text) = text {
                    json.insert(key.to_owned(), json!(text));
                }
            };
            put("date", when.date.map(|date| date.to_string()));
            put("until", when.until.map(|date| date.to_string()));
            put("time", when.time.map(|time| time.to_string()));
            put("time_until", when.time_until.map(|time| time.to_string()));
            if let Some(secs) = when.in_secs {
                json.insert("in_seconds".into(), json!(secs));
            }
            if let Some(repeat) = &when.repeat {
                json.insert("repeat".into(), ling_cloud::repeat_to_json(repeat));
            }
            Json::Object(json)
        }
    }
}
