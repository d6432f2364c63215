//! Lists in a terminal: one row a line, or JSON.

use serde_json::Value;

/// Prints rows with these columns, or everything as JSON.
pub fn print(rows: &Value, columns: &[&str], json: bool) {
    if json {
        println!("{rows}");
        return;
    }
    print!("{}", drawn(rows, columns));
}

fn drawn(rows: &Value, columns: &[&str]) -> String {
    let none = Vec::new();
    let rows = rows.as_array().unwrap_or(&none).iter();
    let header = columns.iter().map(|column| (*column).to_owned()).collect();
    let cells: Vec<Vec<String>> = std::iter::once(header)
        .chain(rows.map(|row| columns.iter().map(|column| cell(&row[*column])).collect()))
        .collect();
    let widths: Vec<usize> = (0..columns.len())
        .map(|at| cells.iter().map(|row| width(&row[at])).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| {
        let padded = row.iter().zip(&widths);
        let padded = padded.map(|(cell, most)| format!("{cell}{}", " ".repeat(most - width(cell))));
        let line: Vec<String> = padded.collect();
        format!("{}\n", line.join("  ").trim_end())
    };
    cells.iter().map(line).collect()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.chars().filter(|c| !c.is_control()).collect(),
        other => other.to_string(),
    }
}

/// Columns that a text takes in a terminal: Chinese characters take two.
fn width(text: &str) -> usize {
    let wide = |c: char| matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}');
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let rows = json!([
            { "id": "1", "name": "小明", "room": null },
            { "id": "22", "name": "A\u{1b}da", "room": "study" },
        ]);
        let expect = "id  name  room\n1   小明  -\n22  Ada   study\n";
        assert_eq!(drawn(&rows, &["id", "name", "room"]), expect);
        assert_eq!(drawn(&json!([]), &["id"]), "id\n");
    }
}
