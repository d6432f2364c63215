// Every page in both languages, light and dark, on a phone and on a laptop: looked at by axe-core.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openPage, startBrowser, startHouse } from "./house.mjs";

const PAGES = ["talk", "house", "dues", "lists", "calendar", "music", "people", "happened", "api", "settings", "more"];
const SERIOUS = ["serious", "critical"];
const shots = process.env.LING_SHOTS ?? join(tmpdir(), "ling-shots");
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let house;
let browser;
let signedIn;

before(async () => {
  await mkdir(shots, { recursive: true });
  house = await startHouse();
  browser = await startBrowser();
  const { context, page } = await openPage(browser, {});
  await page.goto(house.link);
  await page.locator("#say").waitFor();
  signedIn = await context.storageState();
  for (const text of ["倒计时二十分钟", "明天早上七点叫我起床", "把牛奶和鸡蛋加到购物清单", "what time is it", "十二乘以八是多少"]) {
    await page.evaluate((text) => fetch("/v1/turns", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ text }) }), text);
  }
  await context.close();
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

for (const lang of ["zh-CN", "en-GB"]) {
  for (const theme of ["light", "dark"]) {
    for (const [width, height] of [[360, 800], [1280, 800]]) {
      test(`nothing serious: ${lang}, ${theme}, ${width}x${height}`, async () => {
        const { context, page, complaints } = await openPage(browser, { lang, theme, width, height, storageState: signedIn });
        const found = [];
        await page.goto(house.address);
        for (const name of PAGES) {
          await page.goto(`${house.address}/#/${name}`);
          await page.locator(`main.page-${name} h1`).waitFor({ state: "attached" });
          await page.waitForLoadState("networkidle");
          if (name === "happened") await page.locator("details.happened summary").first().click();
          if (name === "talk") await page.getByRole("button", { name: /按住说话|Hold to talk/ }).click();
          found.push(...(await look(page)).map((line) => `${name}: ${line}`));
          await page.screenshot({ path: join(shots, `${name}-${lang.slice(0, 2)}-${theme}-${width}.png`) });
        }
        await context.close();
        assert.deepEqual(found, []);
        assert.deepEqual(complaints, []);
      });
    }
  }
}

/** What axe finds, and whether the page is wider than the screen, one line each. */
async function look(page) {
  // Put in through the debugger, which the page's policy against foreign scripts does not govern.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const lines = violations.filter(({ impact }) => SERIOUS.includes(impact))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.html.slice(0, 160)}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return wide > 0 ? [...lines, `${wide} px wider than the screen`] : lines;
}
