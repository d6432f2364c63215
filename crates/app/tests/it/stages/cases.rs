//! The table of what is said.

const TEXT: &str = include_str!("cases.txt");

/// One line.
pub struct Case {
    pub line: usize,
    /// `grammar`, `model` or `llm`.
    pub stage: String,
    /// `zh`, `en` or `mix`.
    pub lang: String,
    pub skill: String,
    pub said: String,
    /// `-` for words of a model.
    pub intent: String,
    pub args: Vec<(String, String)>,
    /// What the answer has in it.
    pub answer: String,
    /// The tool that the model calls, with its arguments.
    pub call: Option<(String, String)>,
}

/// All lines.
pub struct Table {
    pub cases: Vec<Case>,
    /// A stage and the skill that cannot be reached through it.
    pub without: Vec<(String, String)>,
}

impl Table {
    pub fn read() -> Table {
        let mut table = Table {
            cases: Vec::new(),
            without: Vec::new(),
        };
        let mut skill = String::new();
        for (at, line) in TEXT.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                skill = name.to_owned();
                continue;
            }
            let columns: Vec<&str> = line.split('|').map(str::trim).collect();
            match columns[0].strip_prefix("without ") {
                Some(stage) => table.without.push((stage.to_owned(), skill.clone())),
                None => table.cases.push(case(at + 1, &skill, &columns)),
            }
        }
        table
    }
}

fn case(line: usize, skill: &str, columns: &[&str]) -> Case {
    let [way, said, meant, answer, rest @ ..] = columns else {
        panic!("cases.txt:{line}: four columns are needed");
    };
    let (stage, lang) = way.split_once(' ').expect("a stage and a language");
    let mut meant = meant.split(", ");
    let intent = meant.next().unwrap_or_default().to_owned();
    let args = meant.map(|arg| arg.split_once('=').expect("an argument is name=value"));
    let call = rest
        .first()
        .map(|call| call.split_once(' ').unwrap_or((call, "")));
    let own = |(a, b): (&str, &str)| (a.to_owned(), b.to_owned());
    Case {
        line,
        stage: stage.to_owned(),
        lang: lang.trim().to_owned(),
        skill: skill.to_owned(),
        said: (*said).to_owned(),
        intent,
        args: args.map(own).collect(),
        answer: (*answer).to_owned(),
        call: call.map(own),
    }
}
