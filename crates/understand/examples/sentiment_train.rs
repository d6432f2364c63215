//! Learns what praises and what blames: lines `LABEL<TAB>TEXT` in, with the labels positive, negative, neutral and mixed,
//! the file of the judge out. See `models/train/sentiment/README.md`.
//!
//! Logistic regression with squared weights held small, by passes over all texts in an order that is mixed anew
//! each time with a fixed seed (AdaGrad: Duchi, Hazan and Singer, 2011).

use std::io::Write as _;

use ling_understand::analyse::sentiment::train;

/// Passes over all texts.
const PASSES: usize = 60;
/// How far one text moves a weight at first.
const STEP: f32 = 0.5;
/// How much the squares of weights count, for each text.
const SHRINK: f32 = 1e-4;

struct Text {
    marks: Vec<(usize, f32)>,
    praises: bool,
    blames: bool,
}

fn main() {
    let text = std::io::read_to_string(std::io::stdin()).expect("text on the standard input");
    let texts: Vec<Text> = text.lines().map(read).collect();
    let praise = learn(&texts, |text| text.praises);
    let blame = learn(&texts, |text| text.blames);
    let file = train::file([&praise, &blame]);
    std::io::stdout().write_all(&file).expect("somebody reads");
    eprintln!("{} texts", texts.len());
}

fn read(line: &str) -> Text {
    let (label, text) = line
        .split_once('\t')
        .unwrap_or_else(|| panic!("no tab: {line}"));
    Text {
        marks: train::marks(text),
        praises: matches!(label, "positive" | "mixed"),
        blames: matches!(label, "negative" | "mixed"),
    }
}

/// The weights of all marks, of the lists, and one for all texts.
fn learn(texts: &[Text], is_so: impl Fn(&Text) -> bool) -> Vec<f32> {
    let size = train::MARKS + train::LISTED;
    let (mut weights, mut moved) = (vec![0.0_f32; size + 1], vec![1e-6_f32; size + 1]);
    let mut seed = 20_261_125_u64;
    let mut order: Vec<usize> = (0..texts.len()).collect();
    for _ in 0..PASSES {
        for at in (1..order.len()).rev() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (seed >> 33) as usize % (at + 1));
        }
        for &at in &order {
            let text = &texts[at];
            let sum: f32 = text.marks.iter().map(|(mark, x)| weights[*mark] * x).sum();
            let chance = 1.0 / (1.0 + (-(sum + weights[size])).exp());
            let error = chance - f32::from(u8::from(is_so(text)));
            for &(mark, x) in text.marks.iter().chain(&[(size, 1.0)]) {
                let slope = error * x + SHRINK * weights[mark];
                moved[mark] += slope * slope;
                weights[mark] -= STEP * slope / moved[mark].sqrt();
            }
        }
    }
    weights
}
