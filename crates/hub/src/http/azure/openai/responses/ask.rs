//! What is asked, as a chat completion.

use serde_json::{Map, Value, json};

use super::Refusal;

/// Parameters that mean the same in both shapes.
const SAME: [&str; 6] = [
    "temperature",
    "top_p",
    "parallel_tool_calls",
    "stream",
    "user",
    "seed",
];
/// What would need answers that are kept.
const KEPT: [&str; 2] = ["previous_response_id", "conversation"];

/// The body of a chat completion that asks the same.
pub(super) fn chat(asked: &Value) -> Result<Map<String, Value>, Refusal> {
    if let Some(name) = KEPT.iter().find(|name| !asked[**name].is_null()) {
        return Err(bad(format!(
            "Ling keeps no answers, so `{name}` names none. Send the whole talk as `input`."
        )));
    }
    if asked["background"] == true {
        return Err(bad("Ling answers at once; `background` is not offered."));
    }
    let mut body = Map::new();
    body.insert("messages".to_owned(), messages(asked)?.into());
    for name in SAME.into_iter().filter(|name| !asked[*name].is_null()) {
        body.insert(name.to_owned(), asked[name].clone());
    }
    if asked["stream"] == true {
        body.insert(
            "stream_options".to_owned(),
            json!({ "include_usage": true }),
        );
    }
    if !asked["max_output_tokens"].is_null() {
        body.insert("max_tokens".to_owned(), asked["max_output_tokens"].clone());
    }
    if let Some(format) = format(&asked["text"]["format"])? {
        body.insert("response_format".to_owned(), format);
    }
    let tools = tools(&asked["tools"])?;
    if !tools.is_empty() {
        body.insert("tools".to_owned(), tools.into());
        if let Some(choice) = choice(&asked["tool_choice"])? {
            body.insert("tool_choice".to_owned(), choice);
        }
    }
    Ok(body)
}

fn bad(message: impl Into<String>) -> Refusal {
    Refusal::bad("InvalidRequest", message)
}

fn messages(asked: &Value) -> Result<Vec<Value>, Refusal> {
    let mut all = Vec::new();
    if let Some(text) = asked["instructions"].as_str() {
        all.push(json!({ "role": "system", "content": text }));
    }
    match &asked["input"] {
        Value::String(text) => all.push(json!({ "role": "user", "content": text })),
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                add(&mut all, item)?;
            }
        }
        _ => return Err(bad("`input` is a text, or a list with at least one item.")),
    }
    Ok(all)
}

fn add(all: &mut Vec<Value>, item: &Value) -> Result<(), Refusal> {
    match item["type"].as_str().unwrap_or("message") {
        "message" => {
            let role = match item["role"].as_str() {
                Some("developer") => "system",
                Some(role @ ("system" | "user" | "assistant")) => role,
                _ => {
                    return Err(bad(
                        "A message is of the role user, assistant, system or developer.",
                    ));
                }
            };
            all.push(json!({ "role": role, "content": content(&item["content"])? }));
        }
        "function_call" => {
            let call = json!({ "id": item["call_id"], "type": "function", "function": { "name": item["name"], "arguments": item["arguments"] } });
            // Calls that were made at once belong to one message.
            let last = all
                .last_mut()
                .and_then(|last| last.get_mut("tool_calls")?.as_array_mut());
            match last {
                Some(calls) => calls.push(call),
                None => {
                    all.push(json!({ "role": "assistant", "content": null, "tool_calls": [call] }))
                }
            }
        }
        "function_call_output" => {
            let output = match &item["output"] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            all.push(json!({ "role": "tool", "tool_call_id": item["call_id"], "content": output }));
        }
        // What a model thought is no part of what was said.
        "reasoning" => {}
        other => {
            return Err(bad(format!(
                "`{other}` is no item that Ling passes on; messages, function calls and their outputs are."
            )));
        }
    }
    Ok(())
}

fn content(parts: &Value) -> Result<Value, Refusal> {
    let parts = match parts {
        Value::String(_) => return Ok(parts.clone()),
        Value::Array(parts) => parts,
        _ => {
            return Err(bad(
                "The content of a message is a text, or a list of parts.",
            ));
        }
    };
    let one = |part: &Value| match part["type"].as_str() {
        Some("input_text" | "output_text" | "text") => {
            Ok(json!({ "type": "text", "text": part["text"] }))
        }
        Some("refusal") => Ok(json!({ "type": "text", "text": part["refusal"] })),
        Some("input_image") => {
            Ok(json!({ "type": "image_url", "image_url": { "url": part["image_url"] } }))
        }
        other => Err(bad(format!(
            "`{}` is no part that Ling passes on; texts and pictures are.",
            other.unwrap_or_default()
        ))),
    };
    let parts = parts
        .iter()
        .map(one)
        .collect::<Result<Vec<Value>, Refusal>>()?;
    // Many models take plain texts only.
    let texts: Option<Vec<&str>> = parts.iter().map(|part| part["text"].as_str()).collect();
    Ok(match texts {
        Some(texts) => texts.join("\n").into(),
        None => parts.into(),
    })
}

fn tools(asked: &Value) -> Result<Vec<Value>, Refusal> {
    let all = asked.as_array().map_or(&[][..], Vec::as_slice);
    let one = |tool: &Value| {
        if tool["type"] != "function" {
            let kind = tool["type"].as_str().unwrap_or_default();
            return Err(bad(format!(
                "Ling has no tool `{kind}`; tools of the type `function` are passed on."
            )));
        }
        let mut function = tool.clone();
        function
            .as_object_mut()
            .and_then(|function| function.remove("type"));
        Ok(json!({ "type": "function", "function": function }))
    };
    all.iter().map(one).collect()
}

fn choice(asked: &Value) -> Result<Option<Value>, Refusal> {
    match asked {
        Value::Null => Ok(None),
        Value::String(_) => Ok(Some(asked.clone())),
        named if named["type"] == "function" => Ok(Some(
            json!({ "type": "function", "function": { "name": named["name"] } }),
        )),
        _ => Err(bad("`tool_choice` is auto, none, required or a function.")),
    }
}

fn format(asked: &Value) -> Result<Option<Value>, Refusal> {
    match asked["type"].as_str() {
        None | Some("text") => Ok(None),
        Some("json_object") => Ok(Some(json!({ "type": "json_object" }))),
        Some("json_schema") => {
            let mut schema = asked.clone();
            schema
                .as_object_mut()
                .and_then(|schema| schema.remove("type"));
            Ok(Some(
                json!({ "type": "json_schema", "json_schema": schema }),
            ))
        }
        Some(other) => Err(bad(format!(
            "`{other}` is no format of text; text, json_object and json_schema are."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(asked: Value, expect: Value) {
        let got = chat(&asked).map_or_else(|refusal| json!(refusal.status.as_u16()), Value::Object);
        assert_eq!(got, expect, "{asked}");
    }

    #[test]
    fn words() {
        check(
            json!({ "model": "x", "input": "你好" }),
            json!({ "messages": [{ "role": "user", "content": "你好" }] }),
        );
        check(
            json!({ "instructions": "Short.", "max_output_tokens": 9, "temperature": 0, "input": [
                { "role": "user", "content": [{ "type": "input_text", "text": "a" }, { "type": "input_text", "text": "b" }] },
                { "type": "message", "role": "assistant", "content": [{ "type": "output_text", "text": "c" }] },
                { "role": "developer", "content": "d" } ] }),
            json!({ "max_tokens": 9, "temperature": 0, "messages": [
                { "role": "system", "content": "Short." }, { "role": "user", "content": "a\nb" },
                { "role": "assistant", "content": "c" }, { "role": "system", "content": "d" } ] }),
        );
    }

    #[test]
    fn tools_and_what_they_said() {
        check(
            json!({ "tool_choice": { "type": "function", "name": "f" },
                "tools": [{ "type": "function", "name": "f", "parameters": {}, "strict": true }], "input": [
                { "role": "user", "content": "x" },
                { "type": "function_call", "call_id": "1", "name": "f", "arguments": "{}" },
                { "type": "function_call_output", "call_id": "1", "output": "ok" } ] }),
            json!({ "tool_choice": { "type": "function", "function": { "name": "f" } },
                "tools": [{ "type": "function", "function": { "name": "f", "parameters": {}, "strict": true } }], "messages": [
                { "role": "user", "content": "x" },
                { "role": "assistant", "content": null, "tool_calls": [{ "id": "1", "type": "function", "function": { "name": "f", "arguments": "{}" } }] },
                { "role": "tool", "tool_call_id": "1", "content": "ok" } ] }),
        );
    }

    #[test]
    fn what_is_not_offered() {
        check(
            json!({ "input": "a", "previous_response_id": "resp_1" }),
            json!(400),
        );
        check(json!({ "input": "a", "background": true }), json!(400));
        check(
            json!({ "input": "a", "tools": [{ "type": "web_search" }] }),
            json!(400),
        );
        check(
            json!({ "input": [{ "type": "item_reference", "id": "x" }] }),
            json!(400),
        );
        check(json!({ "input": [] }), json!(400));
        check(json!({}), json!(400));
    }
}
