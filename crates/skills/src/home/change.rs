//! Changes: what is done to which devices, what is said about it, and how it is taken back.

use ling_base::{Args, Value};
use ling_dialogue::{HomeAct, HomeDevice, HomeKind, HomeState, SkillError};
use ling_text::Holes;
use serde_json::{Value as Json, json};

use super::{
    Ctx,
    target::{Called, Group},
};

/// Devices of one undo, at most.
const UNDO_MAX: usize = 200;

/// One act in words, as an undo keeps it.
type Step = (String, Option<String>);

/// What is done to a group.
pub(super) struct Change {
    /// The sentence that says it is done.
    pub(super) key: String,
    /// The sentence for a device that cannot do it.
    pub(super) cannot: String,
    /// What the sentence says besides `what`.
    pub(super) holes: Holes,
    /// What is said when it was so before, and how to tell.
    already: Option<(&'static str, bool)>,
    acts: Vec<(HomeAct, String)>,
    group: Group,
}

impl Change {
    /// Each device does its own act.
    pub(super) fn each(key: &str, acts: Vec<(HomeAct, String)>, group: Group) -> Change {
        Change {
            key: key.to_owned(),
            cannot: "cannot".to_owned(),
            holes: Holes::new(),
            already: None,
            acts,
            group,
        }
    }

    /// All devices do the same.
    pub(super) fn all(key: &str, act: HomeAct, group: Group) -> Change {
        let acts = group
            .devices
            .iter()
            .map(|one| (act.clone(), one.id.clone()))
            .collect();
        Change::each(key, acts, group)
    }

    /// On or off, in the words of the kind: curtains open, doors lock, robots clean.
    pub(super) fn switch(on: bool, group: Group) -> Change {
        let first = group.devices.first().map(|one| one.kind);
        let same = group.devices.iter().all(|one| Some(one.kind) == first);
        let (key, already) = match (first.filter(|_| same), on) {
            (Some(HomeKind::Cover), true) => ("done_open", Some("already_open")),
            (Some(HomeKind::Cover), false) => ("done_close", Some("already_close")),
            (Some(HomeKind::Lock), true) => ("done_unlock", Some("already_unlock")),
            (Some(HomeKind::Lock), false) => ("done_lock", Some("already_lock")),
            (Some(HomeKind::Vacuum), true) => ("done_clean", None),
            (Some(HomeKind::Vacuum), false) => ("done_dock", None),
            (_, true) => ("done_on", Some("already_on")),
            (_, false) => ("done_off", Some("already_off")),
        };
        let act = if on { HomeAct::On } else { HomeAct::Off };
        Change {
            already: already.map(|key| (key, on)),
            ..Change::all(key, act, group)
        }
    }

    /// All to one level.
    pub(super) fn level(key: &str, group: Group, level: f64) -> Change {
        let level = level.clamp(0.0, 100.0);
        let mut change = Change::all(key, HomeAct::Level(level), group);
        change.holes = change.holes.value("level", Value::Percent(level));
        change
    }

    /// Each by so many hundredths from where it is; a lamp never goes out by being dimmed.
    pub(super) fn shift(key: &str, group: Group, by: f64) -> Change {
        let level = |one: &HomeDevice| {
            let now = match one.kind {
                HomeKind::Light | HomeKind::Fan if one.state.on == Some(false) => 0.0,
                _ => one.state.level.unwrap_or(50.0),
            };
            let least = if matches!(one.kind, HomeKind::Light | HomeKind::Fan) {
                5.0
            } else {
                0.0
            };
            (now + by).clamp(least, 100.0)
        };
        let dark = |one: &&HomeDevice| {
            one.kind == HomeKind::Light && one.state.on == Some(false) && by < 0.0
        };
        let lit: Vec<HomeDevice> = group
            .devices
            .iter()
            .filter(|one| !dark(one))
            .cloned()
            .collect();
        let group = Group {
            devices: if lit.is_empty() { group.devices } else { lit },
            ..group
        };
        let first = group.devices.first().map_or(0.0, level);
        let acts = group
            .devices
            .iter()
            .map(|one| (HomeAct::Level(level(one)), one.id.clone()))
            .collect();
        let mut change = Change::each(key, acts, group);
        change.holes = change.holes.value("level", Value::Percent(first));
        change
    }
}

impl Ctx<'_, '_> {
    /// Does it and says so: what was done, what did not answer, what is away.
    pub(super) async fn perform(&mut self, change: Change) -> Result<(), SkillError> {
        let Change {
            key,
            cannot,
            holes,
            already,
            acts,
            group,
        } = change;
        let (here, away): (Vec<HomeDevice>, Vec<HomeDevice>) = group
            .devices
            .iter()
            .cloned()
            .partition(|one| one.state.available);
        if here.is_empty() {
            let names = self.the_names(&away);
            self.out.say("offline", Holes::new().list("names", names));
            return Ok(());
        }
        let was_so = already.filter(|(_, on)| here.iter().all(|one| one.state.on == Some(*on)));
        let able = acts.iter().all(|(act, _)| !is_special(act));
        let failed = self.run(&here, acts).await?;
        let (wrong, done): (Vec<HomeDevice>, Vec<HomeDevice>) =
            here.into_iter().partition(|one| failed.contains(&one.id));
        let whole = away.is_empty() && wrong.is_empty();
        let said = Group {
            called: if whole {
                group.called.clone()
            } else {
                Called::Each
            },
            devices: done.clone(),
        };
        if done.is_empty() {
            let wrong = Group {
                devices: wrong,
                called: Called::Each,
            };
            let what = self.what(&wrong);
            if able {
                let names = self.the_names(&wrong.devices);
                self.out
                    .say("failed_all", Holes::new().list("names", names));
            } else {
                self.out.say(&cannot, holes.text("what", what));
            }
            return Ok(());
        }
        let what = self.what(&said);
        let key = was_so.map_or(key.as_str(), |(key, _)| key);
        self.out.say(key, holes.text("what", what.clone()));
        if !wrong.is_empty() {
            let names = self.the_names(&wrong);
            let key = if able { "failed_some" } else { "cannot_some" };
            self.out.say(key, Holes::new().list("names", names));
        }
        if !away.is_empty() {
            let names = self.the_names(&away);
            self.out
                .say("offline_some", Holes::new().list("names", names));
        }
        self.remember(&said, &what, was_so.is_some());
        Ok(())
    }

    pub(super) async fn perform_scene(&mut self, scene: HomeDevice) -> Result<(), SkillError> {
        let name = self.house.name(&scene);
        let failed = self
            .world
            .home()
            .act(std::slice::from_ref(&scene.id), HomeAct::On)
            .await?;
        if !failed.is_empty() {
            self.out
                .say("failed_all", Holes::new().list("names", vec![name]));
            return Ok(());
        }
        self.out.say("done_scene", Holes::new().text("what", name));
        // A scene touches what it likes: undoing it puts back everything that has changed.
        let after = self.world.home().devices().await?;
        let changed = self.house.devices.iter().filter(|before| {
            before.kind != HomeKind::Lock
                && after
                    .iter()
                    .any(|now| now.id == before.id && now.state != before.state)
        });
        let changed: Vec<HomeDevice> = changed.cloned().collect();
        if !changed.is_empty() {
            self.undo(&changed);
        }
        Ok(())
    }

    /// Runs the acts, the same for several devices at once; gives the ids that did not take it.
    async fn run(
        &mut self,
        here: &[HomeDevice],
        acts: Vec<(HomeAct, String)>,
    ) -> Result<Vec<String>, SkillError> {
        let mut by_act: Vec<(HomeAct, Vec<String>)> = Vec::new();
        for (act, id) in acts
            .into_iter()
            .filter(|(_, id)| here.iter().any(|one| one.id == *id))
        {
            match by_act.iter_mut().find(|(known, _)| *known == act) {
                Some((_, ids)) => ids.push(id),
                None => by_act.push((act, vec![id])),
            }
        }
        let mut failed = Vec::new();
        for (act, ids) in by_act {
            failed.extend(self.world.home().act(&ids, act).await?);
        }
        Ok(failed)
    }

    pub(super) fn names(&self, devices: &[HomeDevice]) -> Vec<String> {
        devices.iter().map(|one| self.house.name(one)).collect()
    }

    /// Names of devices that must be told apart: a word such as "门锁" in the question may be a name of one of them.
    pub(super) fn own_names(&self, devices: &[HomeDevice]) -> Vec<String> {
        devices.iter().map(|one| self.house.own_name(one)).collect()
    }

    /// Names as they stand inside a sentence.
    fn the_names(&self, devices: &[HomeDevice]) -> Vec<String> {
        let name = |one: &HomeDevice| self.the(&self.house.name(one));
        devices.iter().map(name).collect()
    }

    /// What "it" and "the same" mean from now on, what the page draws, and how it is taken back.
    fn remember(&mut self, group: &Group, what: &str, was_so: bool) {
        self.mark(group, what, None);
        if was_so {
            return;
        }
        let locks = |on: bool| {
            group
                .devices
                .iter()
                .any(|one| one.kind == HomeKind::Lock && (one.state.on == Some(true)) == on)
        };
        if locks(true) || locks(false) {
            // Unlocking again asks for a yes and an adult, as every unlocking does.
            let intent = if locks(true) {
                "home.door_unlock"
            } else {
                "home.door_lock"
            };
            self.out
                .undo(intent, Args::new().with("name", group.named()));
            return;
        }
        self.undo(&group.devices);
    }

    /// What "it" and "the same" mean from now on.
    pub(super) fn mark(&mut self, group: &Group, what: &str, state: Option<&str>) {
        let Value::Named { id, .. } = group.named() else {
            return;
        };
        let it = Value::Named {
            id: id.clone(),
            name: what.to_owned(),
        };
        self.out.about("name", it.clone());
        self.out.about("like", it);
        let again = state.map_or_else(
            || self.call.intent.clone(),
            |state| format!("{} {state}", self.call.intent),
        );
        self.out.about("again", Value::Text(again));
        self.out
            .card("home", json!({ "ids": id.split(',').collect::<Vec<_>>() }));
    }

    fn undo(&mut self, before: &[HomeDevice]) {
        let states: Vec<Json> = before
            .iter()
            .take(UNDO_MAX)
            .map(|one| json!([one.id, steps(one)]))
            .collect();
        let states = Value::Text(Json::Array(states).to_string());
        self.out
            .undo("home.restore", Args::new().with("states", states));
    }

    /// Puts devices back the way they were.
    pub(super) async fn restore(&mut self) -> Result<(), SkillError> {
        let states = self.call.args.text("states").unwrap_or("[]");
        let states: Vec<(String, Vec<Step>)> = serde_json::from_str(states).unwrap_or_default();
        let mut devices = Vec::new();
        let mut rounds: Vec<Vec<(HomeAct, String)>> = Vec::new();
        for (id, steps) in states.into_iter().take(UNDO_MAX) {
            let Some(device) = self.house.device(&id) else {
                continue;
            };
            devices.push(device.clone());
            for (round, (act, value)) in steps.into_iter().enumerate() {
                let Some(act) = HomeAct::from_words(&act, value.as_deref()) else {
                    continue;
                };
                if rounds.len() <= round {
                    rounds.push(Vec::new());
                }
                rounds[round].push((act, id.clone()));
            }
        }
        if devices.is_empty() {
            self.out.say("gone", Holes::new());
            return Ok(());
        }
        let mut failed = Vec::new();
        for acts in rounds {
            failed.extend(self.run(&devices, acts).await?);
        }
        let back: Vec<HomeDevice> = devices
            .iter()
            .filter(|one| !failed.contains(&one.id))
            .cloned()
            .collect();
        let wrong: Vec<HomeDevice> = devices
            .into_iter()
            .filter(|one| failed.contains(&one.id))
            .collect();
        if !back.is_empty() {
            let group = Group {
                devices: back,
                called: Called::Each,
            };
            let what = self.what(&group);
            self.out
                .say("done_restore", Holes::new().text("what", what.clone()));
            self.mark(&group, &what, None);
        }
        if !wrong.is_empty() {
            let names = self.the_names(&wrong);
            self.out
                .say("failed_all", Holes::new().list("names", names));
        }
        Ok(())
    }
}

/// Acts that not every device of a kind can do: a device that does not take one cannot, rather than is broken.
fn is_special(act: &HomeAct) -> bool {
    !matches!(
        act,
        HomeAct::On | HomeAct::Off | HomeAct::Stop | HomeAct::Play | HomeAct::Pause
    )
}

/// The acts that bring a device back into the state it has now, in order.
fn steps(device: &HomeDevice) -> Vec<(&'static str, Option<String>)> {
    let HomeState {
        on,
        level,
        color,
        kelvin,
        target,
        mode,
        ..
    } = &device.state;
    let mut acts = Vec::new();
    match device.kind {
        HomeKind::Light if *on == Some(true) => {
            acts.push(HomeAct::On);
            acts.extend(level.map(HomeAct::Level));
            acts.extend(
                kelvin
                    .map(HomeAct::Kelvin)
                    .or_else(|| color.clone().map(HomeAct::Color)),
            );
        }
        HomeKind::Climate => {
            acts.extend(mode.clone().map(HomeAct::Mode));
            acts.extend(target.filter(|_| *on == Some(true)).map(HomeAct::Target));
        }
        HomeKind::Cover if level.is_some() => acts.extend(level.map(HomeAct::Level)),
        HomeKind::Fan if *on == Some(true) => {
            acts.extend(level.map_or(Some(HomeAct::On), |level| Some(HomeAct::Level(level))))
        }
        HomeKind::Media => {
            acts.push(if *on == Some(true) {
                HomeAct::On
            } else {
                HomeAct::Off
            });
            if *on == Some(true) {
                acts.extend(level.map(HomeAct::Level));
                acts.extend(match mode.as_deref() {
                    Some("playing") => Some(HomeAct::Play),
                    Some("paused") => Some(HomeAct::Pause),
                    Some("muted") => Some(HomeAct::Mute(true)),
                    _ => None,
                });
            }
        }
        _ => acts.push(if *on == Some(true) {
            HomeAct::On
        } else {
            HomeAct::Off
        }),
    }
    acts.iter().map(HomeAct::words).collect()
}
