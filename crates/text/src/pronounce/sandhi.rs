//! How tones change beside each other: 一, 不, verbs said twice, and third tones.

use super::{
    Syllable,
    context::{is_numeral, is_verb_said_twice},
    lexicon::Lexicon,
};

/// Changes the spoken tones of one phrase, whose citation tones are known.
pub(super) fn apply(phrase: &mut [Syllable]) {
    let chars: Vec<char> = phrase.iter().map(|syllable| syllable.c).collect();
    for at in 0..phrase.len() {
        let tone = match chars[at] {
            '一' => yi(phrase, &chars, at),
            '不' => bu(phrase, &chars, at),
            _ if is_verb_said_twice(&chars, at) => '5',
            _ => continue,
        };
        set_tone(&mut phrase[at], tone);
    }
    inside_words(phrase);
    across_words(phrase);
}

/// The tone a syllable is known by, '1' to '5'.
fn tone(reading: &str) -> char {
    reading.chars().last().unwrap_or('5')
}

fn set_tone(syllable: &mut Syllable, tone: char) {
    syllable.spoken.pop();
    syllable.spoken.push(tone);
}

/// 一: second tone before a fourth, fourth before the others; its own in numbers, in order and at the end.
fn yi(phrase: &[Syllable], chars: &[char], at: usize) -> char {
    let near = |offset: isize| {
        at.checked_add_signed(offset)
            .and_then(|i| chars.get(i))
            .copied()
            .unwrap_or(' ')
    };
    let (before, after) = (near(-1), near(1));
    let Some(next) = phrase.get(at + 1) else {
        return '1';
    };
    let ends_word = phrase[at].n_word > 1 && next.word != phrase[at].word;
    let is_in_number = (is_numeral(before) && !"两几".contains(before))
        || (before == '点' && !"刻过".contains(after) && is_numeral(near(-2)));
    let is_digit = is_numeral(after) && !"百千万亿两".contains(after);
    let is_order = "第初周期拜".contains(before)
        || (at == 0 && after == '是')
        || "月号日楼".contains(after)
        || (after == '点' && is_numeral(near(2)) && near(2) != '刻');
    if ends_word || is_order || is_digit || (is_in_number && !"百千万亿".contains(after)) {
        return '1';
    }
    if before == after && before != ' ' {
        return '5';
    }
    if tone(&next.reading) == '4' || after == '个' {
        '2'
    } else {
        '4'
    }
}

/// 不: second tone before a fourth; neutral between a verb and itself (好不好).
fn bu(phrase: &[Syllable], chars: &[char], at: usize) -> char {
    let Some(next) = phrase.get(at + 1) else {
        return '4';
    };
    if at > 0 && chars[at - 1] == chars[at + 1] {
        return '5';
    }
    if tone(&next.reading) == '4' { '2' } else { '4' }
}

/// Third tones inside each word: 你好 2-3, 展览馆 2-2-3, 小老虎 3-2-3, and in pairs if longer.
fn inside_words(phrase: &mut [Syllable]) {
    let mut start = 0;
    while start < phrase.len() {
        let len = phrase[start..]
            .iter()
            .take_while(|syllable| syllable.word == phrase[start].word)
            .count();
        let word = &mut phrase[start..start + len];
        let is_split_late = len == 3 && {
            let tail: String = word[1..].iter().map(|syllable| syllable.c).collect();
            let head: String = word[..2].iter().map(|syllable| syllable.c).collect();
            Lexicon::get().word(&tail).is_some() && Lexicon::get().word(&head).is_none()
        };
        match len {
            2 => lift(word, 0),
            3 if is_split_late => lift(word, 1),
            3 => (0..2).for_each(|at| lift(word, at)),
            _ => {
                (0..len.saturating_sub(1))
                    .step_by(2)
                    .for_each(|at| lift(word, at));
                (1..len.saturating_sub(1))
                    .step_by(2)
                    .for_each(|at| lift_before_third(word, at));
            }
        }
        if len > 1
            && word[1].c == word[0].c
            && tone(&word[0].spoken) == '3'
            && tone(&word[1].spoken) == '5'
            && !is_kin(word[0].c)
        {
            set_tone(&mut word[0], '2');
        }
        start += len;
    }
    let chars: Vec<char> = phrase.iter().map(|syllable| syllable.c).collect();
    for at in 1..phrase.len() {
        if is_verb_said_twice(&chars, at)
            && tone(&phrase[at].spoken) == '5'
            && tone(&phrase[at - 1].spoken) == '3'
        {
            set_tone(&mut phrase[at - 1], '2');
        }
    }
}

/// 姐姐, 奶奶: the second syllable never had a third tone of its own.
fn is_kin(c: char) -> bool {
    "姐奶姥婶嫂宝".contains(c)
}

/// Makes the syllable second tone if it and the next one are third.
fn lift(word: &mut [Syllable], at: usize) {
    if at + 1 < word.len()
        && tone(&word[at].spoken) == '3'
        && tone(&word[at + 1].reading) == '3'
        && tone(&word[at + 1].spoken) == '3'
    {
        set_tone(&mut word[at], '2');
    }
}

fn lift_before_third(word: &mut [Syllable], at: usize) {
    if tone(&word[at].spoken) == '3' && tone(&word[at + 1].spoken) == '3' {
        set_tone(&mut word[at], '2');
    }
}

/// Third tones that still meet across words: pairs from the end, the first three together if they are odd.
fn across_words(phrase: &mut [Syllable]) {
    let mut start = 0;
    while start < phrase.len() {
        let len = phrase[start..]
            .iter()
            .take_while(|syllable| tone(&syllable.spoken) == '3')
            .count();
        if len > 1 {
            for at in 0..len - 1 {
                let is_first_of_pair = (len - at) % 2 == 0;
                let is_first_of_three = len % 2 == 1 && at == 0;
                if is_first_of_pair || is_first_of_three {
                    set_tone(&mut phrase[start + at], '2');
                }
            }
        }
        start += len.max(1);
    }
}
