//! What is typed after `ling ocr`.

use std::path::PathBuf;

use clap::Args;

use super::Place;

/// `ling ocr`.
#[derive(Args)]
#[command(after_help = OCR_EXAMPLES)]
pub struct Ocr {
    #[command(flatten)]
    pub place: Place,
    /// Print a JSON object for each picture: {"file", "lines": [{"text", "polygon", "confidence"}], "cpu_ms"}; the
    /// polygon has four corners in pixels, clockwise from the top left of the first letter.
    #[arg(long)]
    pub jsonl: bool,
    /// Tell where each word is, too.
    #[arg(long, requires = "jsonl")]
    pub words: bool,
    /// The folder of the model [default: the package ocr-zh-en].
    #[arg(long, value_name = "DIR")]
    pub model: Option<PathBuf>,
    /// On how many threads: more are sooner done, and take a little more of the processor in all.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=16))]
    pub threads: u8,
    /// Pictures of at most 20 MB: JPEG, PNG, WebP, GIF, BMP or TIFF; `-` is standard input.
    #[arg(required = true, value_name = "IMAGE")]
    pub files: Vec<PathBuf>,
}

const OCR_EXAMPLES: &str = "\
Examples · 例子:
  ling models pull ocr-zh-en              the model, once · 先下载模型
  ling ocr receipt.jpg                    its lines, from the top · 从上到下一行行读出来
  ling ocr --jsonl *.png                  with places, for programs · 带位置，给程序用
  ling ocr --jsonl --words sign.webp      each word's place, too · 还有每个词的位置

Exit codes · 退出码:
  0  all pictures were read · 都读了
  1  one could not be read; the others were · 有一张读不了，其余都读了";
