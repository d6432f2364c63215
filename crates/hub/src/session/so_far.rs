//! What the words of somebody who is still speaking mean so far: whether they may be all.

use ling_base::{Meaning, Stage};
use ling_speech::ear::SoFar;

use crate::Hub;

/// What a deed cannot do without; whoever says it without these and pauses is about to say them.
const NEEDS: [(&str, &[&str]); 6] = [
    ("alarm.set", &["when"]),
    ("timer.set", &["after"]),
    ("reminder.set", &["what", "when"]),
    ("notes.add", &["text"]),
    ("lists.add", &["items"]),
    ("calendar.add", &["title", "when"]),
];

impl Hub {
    /// What the words so far mean; nothing is done about them.
    pub async fn so_far(&self, text: &str) -> SoFar {
        if text.trim().is_empty() {
            return SoFar::default();
        }
        let now = self.now();
        let reading = self.read(text.to_owned(), &now, None).await;
        let best = reading.commands.iter().filter_map(|ranked| ranked.first());
        let does = |meaning: &&Meaning| !meaning.intent.is_empty();
        let matched = |meaning: &&Meaning| meaning.stage == Stage::Grammar;
        let best: Vec<&Meaning> = best.filter(does).collect();
        let n_matched = best.iter().copied().filter(matched).count();
        SoFar {
            is_read: true,
            n_matched,
            n_guessed: best.len() - n_matched,
            is_part: reading.fragment.is_some(),
            lacks: best.iter().any(|meaning| lacks(meaning)),
        }
    }
}

fn lacks(meaning: &Meaning) -> bool {
    let needs = NEEDS.iter().find(|(intent, _)| *intent == meaning.intent);
    let has = |arg: &&str| meaning.args.iter().any(|(name, _)| name == *arg);
    needs.is_some_and(|(_, args)| !args.iter().all(has))
}
