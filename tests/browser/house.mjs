// A house of its own for a test: `ling serve` with an empty data folder, and a browser that is signed in.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"];
const START_MS_MAX = 30_000;

/** Starts Ling, with environment variables of the test's own; `address` and `link` are what it printed. */
export async function startHouse(variables = {}) {
  if (!process.env.LING_BIN) throw new Error("LING_BIN is not set: it names the `ling` to test; `make test` sets it");
  const data = await mkdtemp(join(tmpdir(), "ling-test-"));
  const ling = spawn(process.env.LING_BIN, ["serve", "--data", data, "--port", "0"], { env: { ...process.env, TZ: "Asia/Shanghai", ...variables } });
  const printed = { stdout: "", stderr: "" };
  // Whole lines only: what is printed comes in pieces.
  const line = (stream, pattern) => new Promise((resolve, reject) => {
    const fail = (why) => { clearTimeout(timer); reject(new Error(`${why}:\n${printed.stdout}${printed.stderr}`)); };
    const timer = setTimeout(() => fail(`ling did not print ${pattern}`), START_MS_MAX);
    ling[stream].on("data", (bytes) => {
      printed[stream] += bytes;
      const found = pattern.exec(printed[stream]);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
    ling.once("exit", (code) => fail(`ling ended with ${code}`));
  });
  const [address, link] = await Promise.all([line("stdout", /^ready (http:\S+)\n/m), line("stderr", /(http:\S+\/signin\?key=\S+)\s/)]);
  return {
    address, link,
    async stop() {
      ling.removeAllListeners("exit");
      const ended = once(ling, "exit");
      ling.kill("SIGTERM");
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

export const startBrowser = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

/**
 * A page of a browser with that language, colours and size. Whatever the page complains about is in `complaints`.
 * With LING_WEB=FOLDER, the console's files come from that folder: change them without building. The document
 * itself stays the server's, for Chromium lets only a page of this machine open a socket to it.
 */
export async function openPage(browser, { lang = "zh-CN", theme = "light", width = 360, height = 800, storageState } = {}) {
  const context = await browser.newContext({ locale: lang, colorScheme: theme, viewport: { width, height }, storageState, timezoneId: "Asia/Shanghai", reducedMotion: "reduce" });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  if (process.env.LING_WEB) await serveFrom(context, process.env.LING_WEB);
  return { context, page, complaints };
}

async function serveFrom(context, folder) {
  const media = { js: "text/javascript", css: "text/css", json: "application/json", svg: "image/svg+xml" };
  await context.route(/^http:[^?]*\.(js|css|json|svg)$/, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = await readFile(folder + pathname).catch(() => null);
    if (body === null) return route.continue();
    return route.fulfill({ body, contentType: `${media[pathname.split(".").pop()]}; charset=utf-8` });
  });
}
