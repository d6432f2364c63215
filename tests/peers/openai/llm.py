"""A language model that is none: it answers by the last words, in OpenAI's protocol."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USAGE = {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
seen = []


def reply(body):
    """(words, call of a tool)"""
    last = body["messages"][-1]
    words = last["content"] if isinstance(last["content"], str) else last["content"][0]["text"]
    if body.get("tools") and last["role"] == "user":
        name = body["tools"][0]["function"]["name"]
        return None, {"id": "call_1", "type": "function", "function": {"name": name, "arguments": '{"room": "客厅"}'}}
    if last["role"] == "tool":
        return f"工具说 {words}", None
    return f"你说了：{words}", None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, status, kind, data, headers=()):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        seen.append((self.path, self.headers.get("authorization"), body))
        last = body["messages"][-1]["content"]
        if last == "refuse":
            error = {"error": {"message": "temperature is too high", "type": "invalid_request_error", "code": "bad_temperature"}}
            return self.send(400, "application/json", json.dumps(error).encode())
        if last == "busy":
            error = {"error": {"message": "slow down", "code": "rate_limit_exceeded"}}
            return self.send(429, "application/json", json.dumps(error).encode(), [("retry-after", "1")])
        words, call = reply(body)
        base = {"id": "chatcmpl-1", "created": 1, "model": body["model"]}
        if not body.get("stream") or last == "whole":
            message = {"role": "assistant", "content": words}
            if call:
                message["tool_calls"] = [call]
            choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if call else "stop"}
            answer = {**base, "object": "chat.completion", "choices": [choice], "usage": USAGE}
            return self.send(200, "application/json", json.dumps(answer, ensure_ascii=False).encode())
        deltas = [{"role": "assistant", "content": ""}]
        if call:
            head = {"index": 0, "id": call["id"], "type": "function", "function": {"name": call["function"]["name"], "arguments": ""}}
            deltas.append({"tool_calls": [head]})
            deltas += [{"tool_calls": [{"index": 0, "function": {"arguments": piece}}]} for piece in ['{"room": ', '"客厅"}']]
        else:
            deltas += [{"content": letter} for letter in words]
        chunks = [{**base, "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas]
        end = {"index": 0, "delta": {}, "finish_reason": "tool_calls" if call else "stop"}
        chunks.append({**base, "object": "chat.completion.chunk", "choices": [end]})
        if (body.get("stream_options") or {}).get("include_usage"):
            chunks.append({**base, "object": "chat.completion.chunk", "choices": [], "usage": USAGE})
        events = [f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n" for chunk in chunks]
        events = events[:4] if last == "break off" else [*events, "data: [DONE]\n\n"]
        self.send(200, "text/event-stream", ": hello\n\n".encode() + "".join(events).encode())


def start():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/v1"
