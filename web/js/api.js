// Requests to Ling. Every failure is a Problem with the code that the server gave.

export class Problem extends Error {
  constructor(status, code, message, hint, fields = []) {
    super(message);
    Object.assign(this, { status, code, hint, fields });
  }
  /** Nobody is signed in. */
  get out() { return this.status === 401; }
  /** This Ling does not have that part. */
  get absent() { return this.status === 404 || this.status === 405; }
  /** That part is not set up. */
  get off() { return this.status === 409; }
  /** Ling cannot be reached. */
  get gone() { return this.status === 0; }
}

const SECONDS_MAX = 40;

async function answer(response) {
  if (response.ok) {
    const json = response.headers.get("content-type")?.includes("json");
    return json ? response.json() : null;
  }
  const body = await response.json().catch(() => null);
  const error = body?.error ?? {};
  throw new Problem(response.status, error.code ?? "unknown", error.message ?? response.statusText, error.hint, error.fields);
}

/** What came back, or a Problem. */
export async function call(method, path, body, options = {}) {
  const headers = { ...options.headers };
  let bytes = body;
  if (body !== undefined && !(body instanceof Blob)) {
    headers["content-type"] = "application/json";
    bytes = JSON.stringify(body);
  }
  let response;
  try {
    const signal = options.signal ?? AbortSignal.timeout?.(SECONDS_MAX * 1000);
    response = await fetch(path, { method, headers, body: bytes, signal, credentials: "same-origin" });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new Problem(0, "unreachable", String(cause));
  }
  try {
    return await answer(response);
  } catch (problem) {
    if (problem instanceof Problem && problem.out) dispatchEvent(new CustomEvent("ling-out"));
    throw problem;
  }
}

export const get = (path, options) => call("GET", path, undefined, options);
export const post = (path, body, options) => call("POST", path, body ?? {}, options);
export const put = (path, body) => call("PUT", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const remove = (path) => call("DELETE", path);

/** One key for one wish: a request that is sent twice happens once. */
export function wish() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Says something to Ling in words. */
export function say(text, lang) {
  return post("/v1/turns", { text, ...(lang ? { lang } : {}) }, { headers: { "idempotency-key": wish() } });
}
