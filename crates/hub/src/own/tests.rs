use std::path::{Path, PathBuf};

use ling_understand::Name;

use super::Own;

fn names() -> Vec<Name> {
    let name = |list: &str, id: &str, name: &str| Name {
        list: list.to_owned(),
        id: id.to_owned(),
        name: name.to_owned(),
        aliases: Vec::new(),
        lang: None,
    };
    vec![
        name("device", "light.desk", "台灯"),
        name("device", "cover.blind", "blind"),
        name("area", "living", "客厅"),
        name("person", "ming", "小明"),
        name("list", "l1", "<script>old [x"),
        name("area", "odd", "(bath|tub)"),
    ]
}

fn folder(test: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("ling-own-{test}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    for lang in ["zh", "en"] {
        std::fs::create_dir_all(folder.join("sentences").join(lang)).unwrap();
    }
    folder
}

fn write(folder: &Path, file: &str, text: &str) {
    std::fs::write(folder.join("sentences").join(file), text).unwrap();
}

const ZH: &str = "
language: zh
intents:
  睡觉:
    data:
      - sentences: ['(我要|准备)睡(了|觉)', 'good night 小灵']
        run: [关掉所有的灯, '明天{when}叫我']
        slots: {when: 早上七点}
      - sentences: ['给{person}留灯']
        run: '打开{person}房间的灯'
  HassTurnOn:
    data:
      - sentences: ['让{name}亮起来', 点灯]
        slots: {domain: light}
";
const EN: &str = "
language: en
intents:
  HassTurnOff:
    data:
      - sentences: ['kill [the] {name}']
        requires_context: {domain: light}
      - sentences: ['kill the lights']
        slots: {domain: light}
";

#[test]
fn sentences_become_what_ling_knows() {
    let folder = folder("meant");
    write(&folder, "zh/睡觉.yaml", ZH);
    write(&folder, "en/kill.yaml", EN);
    let own = Own::new(&folder);
    own.know(&names());
    let check =
        |said: &str, expect: Option<&str>| assert_eq!(own.meant(said).as_deref(), expect, "{said}");
    check("我要睡了。", Some("关掉所有的灯，然后明天早上七点叫我"));
    check(
        "Good night 小灵",
        Some("关掉所有的灯，然后明天早上七点叫我"),
    );
    check("给小明留灯", Some("打开小明房间的灯"));
    check("让台灯亮起来", Some("打开台灯"));
    check("点灯", Some("打开所有的灯"));
    check("kill the 台灯", Some("turn off the 台灯"));
    check("kill the blind", None);
    check("Kill the lights!", Some("turn off all the lights"));
    check("打开台灯", None);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn files_are_read_again_when_they_change() {
    let folder = folder("reload");
    let own = Own::new(&folder);
    assert_eq!(own.meant("我要睡了"), None);
    write(&folder, "zh/a.yaml", ZH);
    own.look();
    assert!(own.meant("我要睡了").is_some());
    write(&folder, "zh/a.yaml", "language: zh\nintents:\n  睡觉: [\n");
    own.look();
    assert!(
        own.meant("我要睡了").is_some(),
        "an error keeps what was there"
    );
    write(&folder, "zh/a.yaml", &ZH.replace("我要", "我想"));
    own.look();
    assert!(own.meant("我要睡了").is_none() && own.meant("我想睡了").is_some());
    std::fs::remove_file(folder.join("sentences/zh/a.yaml")).unwrap();
    own.look();
    assert!(own.meant("我想睡了").is_none());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn errors_name_file_line_and_column() {
    let folder = folder("errors");
    let own = Own::new(&folder);
    let faults = |text: &str| {
        write(&folder, "zh/a.yaml", text);
        own.compiled(&super::files::texts(&own.folder))
            .err()
            .unwrap()
            .join("\n")
    };
    let broken = faults(&ZH.replace("给{person}留灯", "给{谁}留灯"));
    assert!(
        broken.contains("a.yaml:9:23: there is no list `谁`"),
        "{broken}"
    );
    let idle = faults("language: zh\nintents:\n  吃饭:\n    data:\n      - sentences: [吃饭了]\n");
    assert!(
        idle.contains("a.yaml:5:9: nothing is done for `吃饭`"),
        "{idle}"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn what_nobody_understands_is_told_with_its_place() {
    let folder = folder("vain");
    write(
        &folder,
        "zh/a.yaml",
        "language: zh\nintents:\n  睡觉:\n    data:\n      - sentences: [睡了]\n        run: [关灯, '{when}叫我', '{who}睡了']\n        slots: {when: 七点}\n",
    );
    write(
        &folder,
        "en/a.yaml",
        "language: en\nintents:\n  Again:\n    data:\n      - sentences: [again please]\n        run: again please\n",
    );
    let own = Own::new(&folder);
    let check = |known: &[&str], expect: &[&str]| {
        let told = own.in_vain(|run| known.contains(&run));
        assert_eq!(told.len(), expect.len(), "{told:?}");
        for (told, expect) in told.iter().zip(expect) {
            assert!(told.contains(expect), "{told}");
        }
    };
    let again = "a.yaml:5:9: nobody understands `again please`";
    check(&["关灯", "七点叫我"], &[again]);
    check(
        &["关灯", "again please"],
        &["a.yaml:5:9: nobody understands `七点叫我`"],
    );
    check(&["关灯", "七点叫我", "again please"], &[]);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn both_languages_know_the_same_intents() {
    let own = Own::new(&folder("same"));
    let all = |says: &super::Says| -> Vec<String> {
        says.says.iter().map(|say| say.intent.clone()).collect()
    };
    assert_eq!(all(&own.zh), all(&own.en));
}
