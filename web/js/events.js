// What happens in the house, as it happens. After every reconnection, pages are told to look again.

const listeners = new Map();
const WAIT_MS_MAX = 30_000;
let socket = null;
let wait = 500;
let version = null;
let timer = 0;

/** Calls `heard(data, kind)` for events of these kinds; `again` comes after a reconnection. Returns how to stop. */
export function on(kinds, heard) {
  const all = kinds.split(" ");
  for (const kind of all) {
    if (!listeners.has(kind)) listeners.set(kind, new Set());
    listeners.get(kind).add(heard);
  }
  return () => all.forEach((kind) => listeners.get(kind).delete(heard));
}

/** Tells listeners in this page. */
export function tell(kind, data) {
  for (const heard of [...(listeners.get(kind) ?? [])]) heard(data, kind);
}

export function connected() {
  return socket?.readyState === WebSocket.OPEN;
}

/** Connects, and stays connected. */
export function listen() {
  stop();
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const opened = new WebSocket(`${scheme}://${location.host}/v1/events`);
  socket = opened;
  opened.onopen = async () => {
    wait = 500;
    tell("connection", true);
    await compare();
    tell("again", null);
  };
  opened.onmessage = (message) => {
    let event;
    try { event = JSON.parse(message.data); } catch { return; }
    if (event.kind === "missed" && !event.data) tell("again", null);
    else tell(event.kind, event.data);
  };
  opened.onclose = () => {
    if (socket !== opened) return;
    tell("connection", false);
    timer = setTimeout(listen, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, WAIT_MS_MAX);
  };
}

export function stop() {
  clearTimeout(timer);
  const old = socket;
  socket = null;
  old?.close();
}

/** A page older than the program reloads, or offers to when words would be lost. */
async function compare() {
  const health = await fetch("/healthz", { cache: "no-store" }).then((got) => got.json()).catch(() => null);
  if (!health?.version) return;
  if (version && version !== health.version) tell("newer", health.version);
  version ??= health.version;
}

addEventListener("online", () => { if (!connected()) listen(); });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && socket && !connected()) listen();
});
