//! Whatever is said, with all skills, the names of a house and the net of the program.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use ling_base::Lang;
use ling_dialogue::Skills;
use ling_fuzz::{now, text, within};
use ling_understand::{Name, Names, Scope, Stages, Understander};

const NET: &[u8] = include_bytes!("../../models/understand/understand.bin");
/// The server takes no more.
const CHARS_MAX: usize = 2_000;

struct House {
    understander: Understander,
    names: Names,
}

fn house() -> &'static House {
    static HOUSE: OnceLock<House> = OnceLock::new();
    HOUSE.get_or_init(|| {
        let skills = Skills::load(ling_skills::all()).expect("every skill's files are right");
        let understander = Understander::new(move || skills.phrasebooks(), Some(NET));
        let name = |list: &str, name: &str, alias: &str| Name {
            list: list.into(),
            id: alias.into(),
            name: name.into(),
            aliases: vec![alias.into()],
            lang: None,
        };
        let names = [
            name("area", "客厅", "living room"),
            name("area", "卧室", "bedroom"),
            name("light", "台灯", "desk lamp"),
            name("device", "台灯", "desk lamp"),
            name("list", "露营", "camping"),
            name("artist", "周杰伦", "Jay Chou"),
            name("song", "晴天", "Sunny Day"),
        ];
        let house = House {
            understander: understander.unwrap_or_else(|errors| panic!("{errors:?}")),
            names: Names::new(names),
        };
        // The net and the way from its labels to intents are made when they are first needed.
        let (now, langs) = (now(), Lang::ALL);
        let scope = scope(&now, &house.names, &langs);
        let warm = ["我明早六点半得爬起来赶高铁，别让我睡过头"];
        house.understander.understand(&warm, &scope, Stages::All);
        house
    })
}

fn scope<'a>(now: &'a jiff::ZonedDateTime, names: &'a Names, langs: &'a [Lang]) -> Scope<'a> {
    Scope {
        now,
        names,
        open: None,
        langs,
    }
}

fuzz_target!(|data: &[u8]| {
    let house = house();
    let text: String = text(data).chars().take(CHARS_MAX).collect();
    let now = now();
    let scope = scope(&now, &house.names, &Lang::ALL);
    let understand = |stages| house.understander.understand(&[&text], &scope, stages);
    let reading = within(|| understand(Stages::Grammar));
    let n_chars = text.chars().count();
    let meanings = reading.commands.iter().flatten();
    for slot in meanings.flat_map(|meaning| &meaning.slots) {
        assert!(slot.span.start <= slot.span.end && slot.span.end <= n_chars);
    }
    within(|| understand(Stages::All));
});
