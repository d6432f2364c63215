use ling_base::Value;
use ling_text::{Context, Holes, Style};
use serde_json::Value as Json;

use crate::{Act, Call, Texts};

/// Something for a screen, in a form that the console knows how to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// `timer`, `list`, `weather`, ...
    pub kind: String,
    /// What to draw.
    pub data: Json,
}

/// A question about one argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The argument that the answer fills.
    pub arg: String,
    /// Its kind, which decides what counts as an answer.
    pub kind: String,
    /// The things to choose from, when the question names them.
    pub choices: Vec<Choice>,
}

/// One possible answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What the skill receives.
    pub id: String,
    /// What people say.
    pub name: String,
}

/// What a skill answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// For the ear.
    pub say: String,
    /// For the screen, when it differs.
    pub show: Option<String>,
    /// A picture of the answer.
    pub card: Option<Card>,
    /// What takes the act back.
    pub undo: Option<Act>,
    /// A question that the answer ends with.
    pub ask: Option<Ask>,
    /// A yes-or-no question: yes runs this act.
    pub offer: Option<Act>,
    /// What to do in place of an answer: the act that a language model chose.
    pub instead: Option<Act>,
    /// Arguments that a follow-up may refer to besides those of the call ("it").
    pub about: Vec<(String, Value)>,
}

/// A finished piece of an answer, ready to be spoken while the rest is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// For the ear.
    pub say: String,
}

/// Where a skill puts its answer. It renders sentences in the language of the call.
pub struct Out<'a> {
    texts: &'a Texts,
    call: &'a Call,
    sink: Option<&'a mut (dyn FnMut(Part) + Send)>,
    reply: Reply,
}

impl<'a> Out<'a> {
    /// An empty answer to `call`. Parts go to `sink` as soon as they are finished.
    pub fn new(
        texts: &'a Texts,
        call: &'a Call,
        sink: Option<&'a mut (dyn FnMut(Part) + Send)>,
    ) -> Out<'a> {
        Out {
            texts,
            call,
            sink,
            reply: Reply::default(),
        }
    }

    /// Adds the sentence `key` of the skill's own texts.
    pub fn say(&mut self, key: &str, holes: Holes) {
        let say = self.fill(key, &holes, Style::Say);
        let show = self.fill(key, &holes, Style::Show);
        self.add(say, show);
    }

    /// Adds words that come from elsewhere: a note, a headline, a model.
    pub fn say_text(&mut self, text: &str) {
        self.add(text.to_owned(), text.to_owned());
    }

    /// Asks for an argument with the sentence `key`.
    pub fn ask(&mut self, key: &str, holes: Holes, ask: Ask) {
        self.say(key, holes);
        self.reply.ask = Some(ask);
    }

    /// Asks a yes-or-no question; yes runs `act`.
    pub fn offer(&mut self, key: &str, holes: Holes, act: Act) {
        self.say(key, holes);
        self.reply.offer = Some(act);
    }

    /// Sets the picture of the answer.
    pub fn card(&mut self, kind: &str, data: Json) {
        self.reply.card = Some(Card {
            kind: kind.to_owned(),
            data,
        });
    }

    /// Says how the act is taken back.
    pub fn undo(&mut self, intent: &str, args: ling_base::Args) {
        self.reply.undo = Some(Act {
            intent: intent.to_owned(),
            args,
        });
    }

    /// Hands the turn to another act.
    pub fn instead(&mut self, act: Act) {
        self.reply.instead = Some(act);
    }

    /// Names something that "it" may mean in the next sentence.
    pub fn about(&mut self, arg: &str, value: Value) {
        self.reply.about.push((arg.to_owned(), value));
    }

    /// Renders the sentence `key` without saying it.
    pub fn text(&self, key: &str, holes: &Holes) -> String {
        self.fill(key, holes, Style::Show)
    }

    /// Renders the sentence `key` as it is spoken, without saying it.
    pub fn spoken(&self, key: &str, holes: &Holes) -> String {
        self.fill(key, holes, Style::Say)
    }

    /// The finished answer.
    pub fn finish(self) -> Reply {
        self.reply
    }

    fn fill(&self, key: &str, holes: &Holes, style: Style) -> String {
        self.texts.fill(key, holes, &self.call.now, style)
    }

    fn add(&mut self, say: String, show: String) {
        if let Some(sink) = &mut self.sink {
            sink(Part { say: say.clone() });
        }
        let gap = ling_text::pack(self.call.lang).sentence_gap();
        let before = self
            .reply
            .show
            .clone()
            .unwrap_or_else(|| self.reply.say.clone());
        let shown = join(&before, &show, gap);
        self.reply.say = join(&self.reply.say, &say, gap);
        self.reply.show = (shown != self.reply.say).then_some(shown);
    }
}

fn join(a: &str, b: &str, gap: &str) -> String {
    if a.is_empty() || b.is_empty() {
        format!("{a}{b}")
    } else {
        format!("{a}{gap}{b}")
    }
}

/// A context for rendering at `now`.
pub(crate) fn context(now: &jiff::ZonedDateTime, style: Style) -> Context<'_> {
    Context {
        now,
        style,
        seed: now.timestamp().as_second().unsigned_abs(),
    }
}
