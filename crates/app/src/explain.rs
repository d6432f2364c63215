//! `ling explain`: how a sentence is understood, stage by stage, for people.

use std::process::ExitCode;

use jiff::ZonedDateTime;
use ling_base::Meaning;

use crate::{
    cli::Explain,
    understand::{Reader, stages},
};

/// `ling explain`.
pub async fn run(options: &Explain) -> anyhow::Result<ExitCode> {
    let stages = stages(&options.stage)?;
    let mut place = options.place.clone();
    if let (None, Ok(data)) = (&place.data, place.data()) {
        // What somebody asks about is meant for the house of this machine.
        place.data = data.exists().then_some(data);
    }
    let reader = Reader::at(&place, stages, options.house.as_deref()).await?;
    let reading = reader.read(&options.text.join(" "), &ZonedDateTime::now());
    for step in &reading.steps {
        println!("  {step}");
    }
    let commands = reading.commands.iter().filter_map(|ranked| ranked.first());
    commands.clone().for_each(tell);
    Ok(match commands.count() {
        0 => {
            println!("not understood");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    })
}

fn tell(meaning: &Meaning) {
    let intent = match meaning.intent.as_str() {
        "" => "no skill does that",
        intent => intent,
    };
    println!(
        "{} -> {intent} ({}, {:.2})",
        meaning.label,
        meaning.stage.word(),
        meaning.score
    );
    for slot in &meaning.slots {
        let span = slot.span;
        println!(
            "    {}: {} [{}..{}]",
            slot.kind, slot.text, span.start, span.end
        );
    }
    for (name, values) in meaning.args.iter() {
        let values: Vec<String> = values
            .iter()
            .map(|v| ling_hub::value_json(v).to_string())
            .collect();
        println!("    {name} = {}", values.join(", "));
    }
}
