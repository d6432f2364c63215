// The page of the AI services: a key is made, used, counted and ended; a text and a picture are tried.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openPage, startBrowser, startHouse } from "./house.mjs";

const shots = process.env.LING_SHOTS ?? join(tmpdir(), "ling-shots");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** With LING_TEST_MODELS, a folder with the packages, boxes are drawn; without, the page says what is missing. */
const models = process.env.LING_TEST_MODELS;
let house;
let browser;
let signedIn;

before(async () => {
  await mkdir(shots, { recursive: true });
  house = await startHouse({ LING_SERVER__CALLS_A_MINUTE: "30", ...(models ? { LING_MODELS__DIR: models } : {}) });
  browser = await startBrowser();
  const { context, page } = await openPage(browser, {});
  await page.goto(house.link);
  await page.locator("#say").waitFor();
  signedIn = await context.storageState();
  await context.close();
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

/** Walks over the page in that language and size; nothing serious may be on it afterwards, nor anything too wide. */
async function check(options, walk) {
  const { context, page, complaints } = await openPage(browser, { ...options, storageState: signedIn });
  try {
    await page.goto(`${house.address}/#/api`);
    await page.locator("#api-keys").waitFor();
    await walk(page);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    const serious = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
    assert.deepEqual(serious.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.html.slice(0, 160)}`)), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
    assert.deepEqual(complaints, []);
    await page.screenshot({ path: join(shots, `api-walk-${options.lang.slice(0, 2)}-${options.theme}-${options.width}.png`), fullPage: true });
  } finally {
    await context.close();
  }
}

const analyze = (key, text) => fetch(`${house.address}/language/:analyze-text?api-version=2023-04-01`, {
  method: "POST",
  headers: { "ocp-apim-subscription-key": key, "content-type": "application/json" },
  body: JSON.stringify({ kind: "LanguageDetection", analysisInput: { documents: [{ id: "0", text }] } }),
});

test("a key is shown once, put into the code, counted, and ended", () =>
  check({ lang: "zh-CN", theme: "light", width: 360 }, async (page) => {
    await page.getByPlaceholder("给谁用").fill("小店");
    await page.getByRole("button", { name: "添加" }).click();
    const key = await page.locator(".secret code").textContent();
    assert.match(key, /^ling_/);
    assert.ok((await page.locator(".snippets pre").textContent()).includes(key), "the code has the key");
    for (let nth = 0; nth < 31; nth += 1) await analyze(key, "你好");
    assert.equal((await analyze(key, "你好")).status, 429);
    await page.locator(".secret").getByRole("button", { name: "关闭" }).click();
    await page.reload();
    const row = page.locator(".rows li", { hasText: "小店" });
    await row.getByText(/调用 3\d 次/).waitFor();
    await row.getByText(/次超限/).waitFor();
    await row.getByRole("button").click();
    await page.locator("dialog").getByRole("button").last().click();
    await row.waitFor({ state: "detached" });
    assert.equal((await analyze(key, "你好")).status, 401);
  }));

for (const [lang, theme, width, words] of [
  ["en-GB", "dark", 1280, { text: "Your text", sample: "Mr Brown was rude at the Hilton. 但是早餐不错。 Call 212-555-0187.", redacted: /\*{10}/, picture: "Your picture" }],
  ["zh-CN", "dark", 360, { text: "你的文字", sample: "王经理在 Hilton 态度太差，电话 13812345678。The breakfast was great.", redacted: /\*{11}/, picture: "你的图片" }],
]) {
  test(`a text and a picture are tried: ${lang}`, () =>
    check({ lang, theme, width }, async (page) => {
      const found = page.locator("section[aria-labelledby=api-text] .found");
      await page.getByLabel(words.text, { exact: true }).fill(words.sample);
      const press = (kind) => page.locator(`button[data-kind=${kind}]`).click();
      await press("LanguageDetection");
      await found.getByText("%").waitFor();
      await press("KeyPhraseExtraction");
      await found.locator(".phrase").first().waitFor();
      await press("SentimentAnalysis");
      await found.locator(".sentences .badge.positive").first().waitFor();
      await found.locator(".sentences .badge.negative").first().waitFor();
      await press("EntityRecognition");
      await found.locator("mark.entity").first().waitFor();
      await press("PiiEntityRecognition");
      assert.match(await found.locator(".redacted").textContent(), words.redacted);
      assert.match(await found.locator("mark.entity", { hasText: "PhoneNumber" }).textContent(), /\d{3}/);
      const file = { name: "page.png", mimeType: "image/png", buffer: await page.locator("main h1").screenshot() };
      await page.getByLabel(words.picture, { exact: true }).setInputFiles(file);
      const seen = page.locator("section[aria-labelledby=api-picture]");
      if (models) {
        await seen.locator("svg polygon.line").first().waitFor({ timeout: 60_000 });
        await seen.locator("dd").first().waitFor();
      } else await seen.getByText("ling models pull ocr-zh-en").waitFor();
    }));
}

test("every library has code to copy", () =>
  check({ lang: "en-GB", theme: "light", width: 360 }, async (page) => {
    const choice = page.locator("#api-library");
    const names = await choice.locator("option").allTextContents();
    assert.ok(names.length >= 8, names.join());
    for (const name of names) {
      await choice.selectOption({ label: name });
      const code = await page.locator(".snippets pre").textContent();
      assert.ok(code.includes(new URL(house.address).host), `${name}: ${code}`);
    }
  }));
