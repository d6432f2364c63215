//! The answer as a response, and the events that tell how it comes.

use serde_json::{Value, json};

/// Parameters that a response repeats.
const ECHOED: [&str; 10] = [
    "instructions",
    "max_output_tokens",
    "metadata",
    "parallel_tool_calls",
    "reasoning",
    "temperature",
    "text",
    "tool_choice",
    "tools",
    "top_p",
];

/// One thing of the answer.
enum Item {
    Message(String),
    Call {
        id: String,
        name: String,
        arguments: String,
    },
}

/// A response that grows, piece by piece of a chat completion.
pub(super) struct Events {
    id: String,
    created: i64,
    model: String,
    echo: Value,
    /// How many events there were.
    n: u64,
    items: Vec<Item>,
    /// Which items are calls, by their index among the calls of the completion.
    calls: Vec<(u64, usize)>,
    usage: Value,
    status: &'static str,
    why: Option<&'static str>,
    error: Value,
}

impl Events {
    /// A response that has not begun. `asked` is the body of the request.
    pub(super) fn new(id: &str, created: i64, model: &str, asked: &Value) -> Events {
        let echo = ECHOED
            .iter()
            .map(|name| ((*name).to_owned(), asked[*name].clone()));
        let mut echo: Value = Value::Object(echo.collect());
        let mut or = |name: &str, otherwise: Value| {
            if echo[name].is_null() {
                echo[name] = otherwise;
            }
        };
        or("tools", json!([]));
        or("tool_choice", json!("auto"));
        or("parallel_tool_calls", json!(true));
        or("metadata", json!({}));
        or("text", json!({ "format": { "type": "text" } }));
        Events {
            id: id.to_owned(),
            created,
            model: model.to_owned(),
            echo,
            n: 0,
            items: Vec::new(),
            calls: Vec::new(),
            usage: Value::Null,
            status: "in_progress",
            why: None,
            error: Value::Null,
        }
    }

    fn event(&mut self, kind: &str, mut with: Value) -> Value {
        with["type"] = json!(kind);
        with["sequence_number"] = json!(self.n);
        self.n += 1;
        with
    }

    fn about(&mut self, kind: &str) -> Value {
        let response = self.response();
        self.event(kind, json!({ "response": response }))
    }

    /// The first events.
    pub(super) fn begin(&mut self) -> Vec<Value> {
        vec![
            self.about("response.created"),
            self.about("response.in_progress"),
        ]
    }

    /// What a piece adds.
    pub(super) fn take(&mut self, piece: &Value) -> Vec<Value> {
        if piece["usage"].is_object() {
            self.usage = usage(&piece["usage"]);
        }
        if let Some(model) = piece["model"].as_str().filter(|model| !model.is_empty()) {
            model.clone_into(&mut self.model);
        }
        let choice = &piece["choices"][0];
        let mut events = Vec::new();
        if let Some(words) = choice["delta"]["content"]
            .as_str()
            .filter(|words| !words.is_empty())
        {
            self.words(words, &mut events);
        }
        for call in choice["delta"]["tool_calls"]
            .as_array()
            .into_iter()
            .flatten()
        {
            self.call(call, &mut events);
        }
        match choice["finish_reason"].as_str() {
            Some("length") => self.why = Some("max_output_tokens"),
            Some("content_filter") => self.why = Some("content_filter"),
            _ => {}
        }
        events
    }

    fn words(&mut self, words: &str, events: &mut Vec<Value>) {
        let known = self
            .items
            .iter()
            .position(|item| matches!(item, Item::Message(_)));
        let at = known.unwrap_or_else(|| {
            self.items.push(Item::Message(String::new()));
            let at = self.items.len() - 1;
            self.open(at, events);
            let part =
                json!({ "type": "output_text", "text": "", "annotations": [], "logprobs": [] });
            let id = self.item_id(at);
            events.push(self.event(
                "response.content_part.added",
                json!({ "item_id": id, "output_index": at, "content_index": 0, "part": part }),
            ));
            at
        });
        if let Item::Message(text) = &mut self.items[at] {
            text.push_str(words);
        }
        let id = self.item_id(at);
        events.push(self.event("response.output_text.delta", json!({ "item_id": id, "output_index": at, "content_index": 0, "delta": words, "logprobs": [] })));
    }

    fn call(&mut self, piece: &Value, events: &mut Vec<Value>) {
        let nth = piece["index"].as_u64().unwrap_or(0);
        let text = |key: &str| {
            piece["function"][key]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        let known = self
            .calls
            .iter()
            .find(|(known, _)| *known == nth)
            .map(|(_, at)| *at);
        let at = known.unwrap_or_else(|| {
            let id = piece["id"]
                .as_str()
                .map_or_else(|| format!("call_{nth}"), str::to_owned);
            self.items.push(Item::Call {
                id,
                name: text("name"),
                arguments: String::new(),
            });
            let at = self.items.len() - 1;
            self.calls.push((nth, at));
            self.open(at, events);
            at
        });
        let more = text("arguments");
        if more.is_empty() {
            return;
        }
        if let Item::Call { arguments, .. } = &mut self.items[at] {
            arguments.push_str(&more);
        }
        let id = self.item_id(at);
        events.push(self.event(
            "response.function_call_arguments.delta",
            json!({ "item_id": id, "output_index": at, "delta": more }),
        ));
    }

    fn open(&mut self, at: usize, events: &mut Vec<Value>) {
        let mut item = self.item(at, "in_progress");
        if item["content"].is_array() {
            item["content"] = json!([]);
        }
        events.push(self.event(
            "response.output_item.added",
            json!({ "output_index": at, "item": item }),
        ));
    }

    /// The last events.
    pub(super) fn end(&mut self) -> Vec<Value> {
        let mut events = Vec::new();
        self.status = if self.why.is_some() {
            "incomplete"
        } else {
            "completed"
        };
        for at in 0..self.items.len() {
            self.close(at, &mut events);
        }
        events.push(self.about(&format!("response.{}", self.status)));
        events
    }

    fn close(&mut self, at: usize, events: &mut Vec<Value>) {
        let id = self.item_id(at);
        let item = self.item(at, self.status);
        match &self.items[at] {
            Item::Message(text) => {
                let done = json!({ "item_id": id, "output_index": at, "content_index": 0, "text": text, "logprobs": [] });
                events.push(self.event("response.output_text.done", done));
                let part = json!({ "item_id": id, "output_index": at, "content_index": 0, "part": item["content"][0] });
                events.push(self.event("response.content_part.done", part));
            }
            Item::Call {
                name, arguments, ..
            } => {
                let done = json!({ "item_id": id, "output_index": at, "name": name, "arguments": arguments });
                events.push(self.event("response.function_call_arguments.done", done));
            }
        }
        events.push(self.event(
            "response.output_item.done",
            json!({ "output_index": at, "item": item }),
        ));
    }

    /// The answer broke off.
    pub(super) fn fail(&mut self, code: &str, message: &str) -> Vec<Value> {
        self.status = "failed";
        self.error = json!({ "code": code, "message": message });
        vec![self.about("response.failed")]
    }

    /// The response as it is now.
    pub(super) fn response(&self) -> Value {
        let output: Vec<Value> = (0..self.items.len())
            .map(|at| self.item(at, self.status))
            .collect();
        let mut response = self.echo.clone();
        let fields = json!({
            "id": self.id, "object": "response", "created_at": self.created, "status": self.status,
            "model": self.model, "output": output, "usage": self.usage, "error": self.error,
            "incomplete_details": self.why.map(|why| json!({ "reason": why })),
            "previous_response_id": null, "store": false, "truncation": "disabled",
        });
        for (name, value) in fields.as_object().into_iter().flatten() {
            response[name] = value.clone();
        }
        response
    }

    fn item_id(&self, at: usize) -> String {
        let begin = match &self.items[at] {
            Item::Message(_) => "msg",
            Item::Call { .. } => "fc",
        };
        format!("{begin}_{}_{at}", self.id.trim_start_matches("resp_"))
    }

    fn item(&self, at: usize, status: &str) -> Value {
        let id = self.item_id(at);
        match &self.items[at] {
            Item::Message(text) => json!({
                "id": id, "type": "message", "role": "assistant", "status": status,
                "content": [{ "type": "output_text", "text": text, "annotations": [], "logprobs": [] }],
            }),
            Item::Call {
                id: call,
                name,
                arguments,
            } => json!({
                "id": id, "type": "function_call", "call_id": call, "name": name, "arguments": arguments, "status": status,
            }),
        }
    }
}

/// The count of tokens in the names of this shape.
fn usage(chat: &Value) -> Value {
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    json!({
        "input_tokens": count(&chat["prompt_tokens"]),
        "input_tokens_details": { "cached_tokens": count(&chat["prompt_tokens_details"]["cached_tokens"]) },
        "output_tokens": count(&chat["completion_tokens"]),
        "output_tokens_details": { "reasoning_tokens": count(&chat["completion_tokens_details"]["reasoning_tokens"]) },
        "total_tokens": count(&chat["total_tokens"]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds of the events of these pieces, and the response in the end.
    fn told(pieces: &[Value]) -> (Vec<String>, Value) {
        let mut events = Events::new("resp_1", 1, "m", &json!({}));
        let mut all = events.begin();
        for piece in pieces {
            all.extend(events.take(piece));
        }
        all.extend(events.end());
        for (nth, event) in all.iter().enumerate() {
            assert_eq!(event["sequence_number"], nth, "{event}");
        }
        let kind = |event: &Value| {
            event["type"]
                .as_str()
                .unwrap_or_default()
                .trim_start_matches("response.")
                .to_owned()
        };
        (all.iter().map(kind).collect(), events.response())
    }

    fn delta(delta: Value, finish: Value) -> Value {
        json!({ "model": "m1", "choices": [{ "index": 0, "delta": delta, "finish_reason": finish }] })
    }

    #[test]
    fn words_in_the_order_of_the_interface() {
        let count = json!({ "choices": [], "usage": { "prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5 } });
        let (kinds, response) = told(&[
            delta(json!({ "role": "assistant", "content": "" }), Value::Null),
            delta(json!({ "content": "你" }), Value::Null),
            delta(json!({ "content": "好" }), Value::Null),
            delta(json!({}), json!("stop")),
            count,
        ]);
        let expect = "created in_progress output_item.added content_part.added output_text.delta output_text.delta \
                      output_text.done content_part.done output_item.done completed";
        assert_eq!(
            kinds.join(" "),
            expect.split_whitespace().collect::<Vec<_>>().join(" ")
        );
        assert_eq!(response["output"][0]["content"][0]["text"], "你好");
        assert_eq!(response["usage"]["total_tokens"], 5);
        assert_eq!(
            (&response["status"], &response["model"]),
            (&json!("completed"), &json!("m1"))
        );
    }

    #[test]
    fn calls() {
        let call = |index: u64, id: Value, name: &str, arguments: &str| {
            delta(
                json!({ "tool_calls": [{ "index": index, "id": id, "function": { "name": name, "arguments": arguments } }] }),
                Value::Null,
            )
        };
        let (kinds, response) = told(&[
            call(0, json!("a"), "f", ""),
            call(0, Value::Null, "", "{\"x\":"),
            call(0, Value::Null, "", "1}"),
            call(1, json!("b"), "g", "{}"),
            delta(json!({}), json!("length")),
        ]);
        assert_eq!(kinds.last().map(String::as_str), Some("incomplete"));
        let calls: Vec<String> = response["output"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| format!("{} {} {}", item["call_id"], item["name"], item["arguments"]))
            .collect();
        assert_eq!(calls, [r#""a" "f" "{\"x\":1}""#, r#""b" "g" "{}""#]);
        assert_eq!(
            response["incomplete_details"]["reason"],
            "max_output_tokens"
        );
    }
}
