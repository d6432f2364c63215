mod key;
mod models;
mod ocr;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use key::{Key, KeyWhat};
pub use models::{Agreed, Models, ModelsWhat, Named};
pub use ocr::Ocr;

/// The open system behind a bilingual smart speaker.
#[derive(Parser)]
#[command(name = "ling", version, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples · 例子:
  ling serve                              start the house's server · 启动家里的服务
  ling serve --listen                     the same, for phones too · 手机也能用
  ling serve --only ai                    the AI services alone · 只要 AI 服务
  ling ask \"明天早上七点叫我起床\"            ask something · 说一句话
  ling ask --speak \"what time is it\"      the same, answered aloud · 出声回答
  ling ask --audio question.wav           ask with a recording · 用录音来问
  ling say \"你好, welcome home\"           say something aloud · 念一段话
  ling doctor                             what is missing, and how to get it · 缺什么，怎么装
  ling models list                        dictionaries, recognisers, voices · 词典、识别、嗓音
  ling user link                          a link that signs a browser in · 登录链接
  ling token create --name kitchen        a key for a program · 给程序的密钥

Exit codes · 退出码:
  0  done · 完成
  1  an error; the hint says what to do · 出错，提示里有办法
  2  not understood, or wrong arguments · 没听懂，或参数不对";

/// What the program can do.
#[derive(Subcommand)]
pub enum Command {
    /// Start the house's server.
    Serve(Serve),
    /// Ask Ling something and print the answer.
    Ask(Ask),
    /// Say something aloud, or into a file.
    Say(Say),
    /// Show what people talk to Ling with.
    Devices(Listed),
    /// Keys for programs.
    Token(Token),
    /// Keys for the AI services, which Azure's own libraries can use.
    Key(Key),
    /// People and their ways in.
    User(User),
    /// The configuration: check it, or print every key with its meaning.
    Config(ConfigCommand),
    /// Show what is installed, what is missing and how to get it.
    Doctor(Doctor),
    /// Model packages: dictionaries, recognisers, voices. Show, fetch, check and remove them.
    Models(Models),
    /// Print a shell's completions.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Run Ling in the background whenever you are signed in.
    Service(Service),
    /// Show how a sentence is understood, without doing it.
    Understand(Understand),
    /// Show the numbers, times and amounts in a sentence.
    Values(Values),
    /// Show how a Mandarin text is read aloud, in numbered pinyin.
    Pinyin(Pinyin),
    /// Tell how a sentence is understood, stage by stage, without doing anything.
    Explain(Explain),
    /// Show what Home Assistant's sentences, or your own, mean.
    Intents(Intents),
    /// Talk: hear and answer what is said into the microphone, or into a file.
    Listen(Listen),
    /// Hear commands in sound files.
    Transcribe(Transcribe),
    /// Read what is written in pictures.
    Ocr(Ocr),
    /// Measure.
    Bench(Bench),
}

/// Where the data lies.
#[derive(Args, Clone)]
pub struct Place {
    /// The data folder [default: ling in the user's data folder].
    #[arg(long, env = "LING_DATA")]
    pub data: Option<PathBuf>,
    /// The configuration [default: ling.toml in the data folder].
    #[arg(long, env = "LING_CONFIG")]
    pub config: Option<PathBuf>,
}

/// `ling serve`.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    /// The port; 0 takes any that is free.
    #[arg(long, default_value_t = 8460)]
    pub port: u16,
    /// Serve the whole network over HTTPS with a certificate of its own.
    #[arg(long)]
    pub listen: bool,
    /// The port for HTTPS; 0 takes any that is free.
    #[arg(long, default_value_t = 8443, requires = "listen")]
    pub https_port: u16,
    /// Serve this alone. `ai`: the AI services with their keys (`ling key create`), `/healthz` and
    /// `/v1/openapi.json`; no page, no house, nothing rings.
    #[arg(long, value_enum)]
    pub only: Option<Only>,
}

/// What can be served alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// The AI services.
    Ai,
}

/// `ling ask`.
#[derive(Args)]
#[command(after_help = ASK_EXAMPLES)]
pub struct Ask {
    #[command(flatten)]
    pub place: Place,
    /// What to ask. Without it, lines are read from standard input.
    pub text: Vec<String>,
    /// Ask with a recording: a sound file (WAV, MP3, FLAC, OGG, WebM) of at most 30 s, or `-` for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    pub audio: Option<PathBuf>,
    /// The language, for words that tell none.
    #[arg(long, value_parser = ["zh", "en"])]
    pub lang: Option<String>,
    /// Say the answer aloud too.
    #[arg(long)]
    pub speak: bool,
    /// Print the whole turn as JSON.
    #[arg(long)]
    pub json: bool,
}

const ASK_EXAMPLES: &str = "\
Examples · 例子:
  ling ask \"买牛奶和 eggs\"                 both languages in one sentence · 中英文混着说
  ling ask --json \"what time is it\"       the whole turn, for programs · 给程序看的完整结果
  printf '开灯\\n现在几点\\n' | ling ask      one question a line · 一行一句";

/// `ling say`.
#[derive(Args)]
#[command(after_help = SAY_EXAMPLES)]
pub struct Say {
    #[command(flatten)]
    pub place: Place,
    /// What to say. Without it, standard input is read.
    pub text: Vec<String>,
    /// Write a WAV file instead of playing it; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The language of the sentence's frame.
    #[arg(long, value_parser = ["zh", "en"])]
    pub lang: Option<String>,
}

const SAY_EXAMPLES: &str = "\
Examples · 例子:
  ling say \"晚饭好了\"                      aloud · 念出来
  ling say --out hello.wav \"Hello, 小明\"   into a file · 存成文件";

/// A list, as a table or as JSON.
#[derive(Args)]
pub struct Listed {
    #[command(flatten)]
    pub place: Place,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `ling doctor`.
#[derive(Args)]
pub struct Doctor {
    #[command(flatten)]
    pub listed: Listed,
    /// The port that `ling serve` would take; its owner is named.
    #[arg(long, default_value_t = 8460)]
    pub port: u16,
}

/// `ling config`.
#[derive(Args)]
pub struct ConfigCommand {
    #[command(subcommand)]
    pub what: ConfigWhat,
}

/// What to do with the configuration.
#[derive(Subcommand)]
pub enum ConfigWhat {
    /// Say whether the configuration is right, and what is wrong with it where.
    Check {
        #[command(flatten)]
        place: Place,
    },
    /// Print a configuration with every key and its meaning.
    Example {
        /// The language of the explanations.
        #[arg(long, default_value = "en", value_parser = ["zh", "en"])]
        lang: String,
    },
}

/// `ling service`.
#[derive(Args)]
pub struct Service {
    #[command(subcommand)]
    pub what: ServiceWhat,
}

/// What to do with the service.
#[derive(Subcommand)]
pub enum ServiceWhat {
    /// Make a systemd user unit and start it.
    Install {
        #[command(flatten)]
        serve: Serve,
        /// Print the unit and change nothing.
        #[arg(long)]
        print: bool,
    },
}

/// `ling token`.
#[derive(Args)]
pub struct Token {
    #[command(subcommand)]
    pub what: TokenWhat,
}

/// What to do with keys.
#[derive(Subcommand)]
pub enum TokenWhat {
    /// Make a key and print it once.
    Create {
        #[command(flatten)]
        place: Place,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// What it may do: turns, ai or admin.
        #[arg(long, default_value = "turns")]
        scope: String,
    },
    /// Show all keys, without their secrets.
    List(Listed),
    /// End a key at once.
    Revoke {
        #[command(flatten)]
        place: Place,
        /// Its id or name, from `ling token list`.
        id: String,
    },
}

/// `ling user`.
#[derive(Args)]
pub struct User {
    #[command(subcommand)]
    pub what: UserWhat,
}

/// What to do with people.
#[derive(Subcommand)]
pub enum UserWhat {
    /// Show the people of the house.
    List(Listed),
    /// Add somebody to the house.
    Add {
        #[command(flatten)]
        place: Place,
        /// Their name.
        name: String,
        /// The language they want to hear.
        #[arg(long, value_parser = ["zh", "en"])]
        lang: Option<String>,
        /// A child: some things need a grown-up.
        #[arg(long)]
        child: bool,
    },
    /// Print a link that signs a browser in, once, within 15 minutes.
    Link {
        #[command(flatten)]
        place: Place,
        /// Whose browser it is: a name or an id from `ling user list`.
        #[arg(long)]
        person: Option<String>,
    },
}

/// `ling understand`.
#[derive(Args)]
pub struct Understand {
    #[command(flatten)]
    pub place: Place,
    /// Read {"text", "lang"?, "now"?} lines from standard input.
    #[arg(long)]
    pub jsonl: bool,
    /// Which stages may answer: grammar, model or all.
    #[arg(long, default_value = "all")]
    pub stage: String,
    /// A house in the shape of Home Assistant's tests, for its names
    /// [default: the household of `--data`, where that is named, else the built-in house].
    #[arg(long, value_name = "FILE")]
    pub house: Option<PathBuf>,
    /// One sentence, when no lines are read.
    pub text: Vec<String>,
}

/// `ling explain`.
#[derive(Args)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub struct Explain {
    #[command(flatten)]
    pub place: Place,
    /// A house in the shape of Home Assistant's tests, for its names
    /// [default: the household of `--data`, where that is named, else the built-in house].
    #[arg(long, value_name = "FILE")]
    pub house: Option<PathBuf>,
    /// The sentence.
    #[arg(required = true)]
    pub text: Vec<String>,
    /// Which stages may answer: grammar, model or all.
    #[arg(long, default_value = "all")]
    pub stage: String,
}

const EXPLAIN_EXAMPLES: &str = "Examples:
  ling explain 明天早上七点叫我起床
  ling explain \"turn on the leaving room light\"
  ling explain --stage model \"it is too dark in here\"";

/// `ling values`.
#[derive(Args)]
pub struct Values {
    /// Read {"text", "reference"?} lines from standard input.
    #[arg(long)]
    pub jsonl: bool,
    /// One sentence, when no lines are read.
    pub text: Vec<String>,
}

/// `ling pinyin`.
#[derive(Args)]
pub struct Pinyin {
    /// Read {"text"} lines from standard input and print {"text", "syllables", "spoken", "left_out"} lines.
    /// Syllables are Mandarin only, with numbers read out; `left_out` has the English words, and the characters
    /// whose reading is not known.
    #[arg(long)]
    pub jsonl: bool,
    /// One text, when no lines are read; its spoken syllables are printed, and what was left out goes to standard error.
    pub text: Vec<String>,
}

/// `ling intents`.
#[derive(Args)]
pub struct Intents {
    /// Read {"text", ...} lines from standard input; other keys, such as `area`, are the context.
    #[arg(long)]
    pub jsonl: bool,
    /// The language, as its folder is called: en, zh-CN.
    #[arg(long)]
    pub lang: String,
    /// The folder with `sentences`, `rules`, `lists` and `responses`, or with one folder a language.
    #[arg(long, value_name = "DIR")]
    pub grammar: PathBuf,
    /// Areas, floors, entities and timers, as Home Assistant's tests describe them.
    #[arg(long, value_name = "FILE")]
    pub house: Option<PathBuf>,
    /// One sentence, when no lines are read.
    pub text: Vec<String>,
}

/// `ling listen`.
#[derive(Args)]
#[command(after_help = LISTEN_EXAMPLES)]
pub struct Listen {
    #[command(flatten)]
    pub place: Place,
    /// The sound: WAV, FLAC, MP3 or OGG; `-` is standard input, 16 kHz, mono, 16 bits, without a header
    /// [default: the microphone, by way of `parec` or `arecord`].
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Listen only after this wake word: okay_nabu, hey_jarvis, hey_mycroft or alexa (package `wake-words`), the .json
    /// file of a model of microWakeWord, or a phrase of yours such as 你好小灵 (package `kws-zh-en`).
    #[arg(long, value_name = "WORD")]
    pub wake: Option<String>,
    /// Write what the loudspeaker plays meanwhile into this file, as WAV; `-` is standard output, as the sound of
    /// `--file -`, and what is shown goes to standard error.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// A server to talk to [default: the one of the data folder, or none].
    #[arg(long, value_name = "ADDRESS", conflicts_with = "data")]
    pub url: Option<String>,
    /// A key for that server.
    #[arg(long, env = "LING_TOKEN", hide_env_values = true, requires = "url")]
    pub token: Option<String>,
    /// Print each turn as a JSON object, and what happens to its answer (`event`: spoken, barge_in, resumed).
    #[arg(long)]
    pub json: bool,
}

const LISTEN_EXAMPLES: &str = "\
Examples · 例子:
  ling models pull sphinx-en              what hears English commands, once · 先下载英文识别
  ling listen --file morning.wav          what was said and what was answered · 听一段录音
  ling listen --file day.wav --wake okay_nabu   what was said to Ling alone (`ling models pull wake-words`) · 先唤醒
  ling listen --wake okay_nabu            with the sound card · 直接对着麦克风说
  arecord -q -r 16000 -f S16_LE -t raw | ling listen --file - --out - | aplay -q -r 16000 -f S16_LE -t raw
                                          any microphone and loudspeaker · 别的麦克风和音箱";

/// Recognisers that `ling transcribe` knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// Commands of a grammar, in English.
    Sphinx,
    /// Any words, Mandarin and English.
    SenseVoice,
    /// The same, while they are spoken.
    Zipformer,
}

/// `ling transcribe`.
#[derive(Args)]
#[command(after_help = TRANSCRIBE_EXAMPLES)]
pub struct Transcribe {
    #[command(flatten)]
    pub place: Place,
    /// What can be said: JSGF, or Home Assistant's sentences in a file that ends in .yaml.
    #[arg(long, value_name = "FILE")]
    pub grammar: Option<PathBuf>,
    /// Areas, floors, entities and lists for a YAML grammar, as `ling intents --house` takes them.
    #[arg(long, value_name = "FILE", requires = "grammar")]
    pub house: Option<PathBuf>,
    /// What hears: sphinx the commands of a grammar, sense-voice and zipformer any words [default: by --grammar].
    #[arg(long, value_enum)]
    pub engine: Option<Engine>,
    /// The folder of a model [default: the package sphinx-en, sense-voice-small-int8 or zipformer-zh-en].
    #[arg(long, value_name = "DIR")]
    pub model: Option<PathBuf>,
    /// The language that is spoken, zh or en [default: what sense-voice takes it for].
    #[arg(long, value_parser = ["zh", "en"])]
    pub lang: Option<String>,
    /// Print a JSON object for each file.
    #[arg(long)]
    pub jsonl: bool,
    /// Tell when each word was said, too.
    #[arg(long, requires = "jsonl")]
    pub words: bool,
    /// Show the words while they are heard, too, as zipformer does.
    #[arg(long)]
    pub stream: bool,
    /// Print subtitles (SubRip) for one file.
    #[arg(long, conflicts_with_all = ["jsonl", "grammar", "stream"])]
    pub srt: bool,
    /// Sound files of at most 30 s: WAV, FLAC, MP3 or OGG.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

const TRANSCRIBE_EXAMPLES: &str = "\
Examples · 例子:
  ling models pull sphinx-en              the model, once · 先下载模型
  ling transcribe --grammar coffee.jsgf order.wav
  ling transcribe --engine sense-voice note.mp3
  ling transcribe --engine zipformer --srt note.mp3 > note.srt
  ling transcribe --jsonl --words --grammar lights.yaml *.flac";

/// `ling bench`.
#[derive(Args)]
pub struct Bench {
    #[command(subcommand)]
    pub what: BenchWhat,
}

/// What to measure.
#[derive(Subcommand)]
pub enum BenchWhat {
    /// How many sentences of open sets are understood: one set by its labels, or all of them beside all peers.
    Understand {
        /// The set: slurp-devel or xsid-zh [default: every set and every peer].
        #[arg(long)]
        set: Option<String>,
        /// The folder with the sets.
        #[arg(long, env = "LING_DATASETS", default_value = "../shared/data")]
        datasets: PathBuf,
        /// Which stages may answer: grammar, model or all.
        #[arg(long, default_value = "all")]
        stage: String,
        /// Print the sentences that were understood wrongly.
        #[arg(long, requires = "set")]
        wrong: bool,
        /// The folder with our own sets.
        #[arg(long, default_value = "models/eval/understand", conflicts_with = "set")]
        own: PathBuf,
        /// The Python with the peers [default: the one that scripts/bench.sh makes].
        #[arg(long, value_name = "PYTHON", conflicts_with = "set")]
        python: Option<PathBuf>,
        /// Replace the marked part of this file by the table.
        #[arg(long, value_name = "FILE", conflicts_with = "set")]
        write: Option<PathBuf>,
    },
    /// How much of the Recognizers specs is read right.
    Values {
        /// The set, such as datetime-zh; a wrong name lists them.
        #[arg(long)]
        set: String,
        /// The folder with the sets.
        #[arg(long, env = "LING_DATASETS", default_value = "../shared/data")]
        datasets: PathBuf,
        /// Print what was wanted and what was read, where they differ.
        #[arg(long)]
        show_wrong: bool,
    },
    /// How many labels and slots of a set the statistical stage alone gets right.
    Model {
        /// The set: slurp-devel, xsid-zh, own-zh or own-mixed.
        #[arg(long)]
        set: String,
        /// The folder with the sets.
        #[arg(long, env = "LING_DATASETS", default_value = "../shared/data")]
        datasets: PathBuf,
        /// The model file.
        #[arg(long, default_value = "models/understand/understand.bin")]
        model: PathBuf,
        /// The folder with our own sets.
        #[arg(long, default_value = "models/eval/understand")]
        own: PathBuf,
        /// Leave out sentences that stand in this file, one a line.
        #[arg(long)]
        without: Option<PathBuf>,
    },
    /// Home Assistant's own tests, beside its own recogniser.
    Intents {
        /// The folder with the sets.
        #[arg(long, env = "LING_DATASETS", default_value = "../shared/data")]
        datasets: PathBuf,
        /// Print the sentences that are understood wrongly.
        #[arg(long)]
        wrong: bool,
        /// The Python with `hassil`, for the comparison.
        #[arg(long, value_name = "PYTHON")]
        peer: Option<PathBuf>,
        /// Leave the comparison out.
        #[arg(long, conflicts_with = "peer")]
        no_peer: bool,
    },
    /// How fast the recogniser sense-voice hears, on one thread, and how much memory it takes.
    Speech(crate::bench::speech::Options),
    /// What each operation of the AI services costs over HTTP, beside what Microsoft documents for its containers.
    Ai(crate::bench::ai::Options),
    /// How fast turns are answered over HTTP, beside `GET /healthz`.
    Turns {
        #[command(flatten)]
        place: Place,
        /// The address of a running server.
        #[arg(long, default_value = "http://127.0.0.1:8460")]
        address: String,
        /// A token of that server.
        #[arg(long, env = "LING_TOKEN")]
        token: String,
        /// Turns in a second.
        #[arg(long, default_value_t = 200)]
        rate: u32,
        /// How long, in seconds.
        #[arg(long, default_value_t = 10)]
        seconds: u32,
        /// What is said.
        #[arg(long, default_value = "现在几点")]
        text: String,
    },
}
