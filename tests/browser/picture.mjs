// Draws docs/images/console.png for the READMEs: `LING_BIN=... node picture.mjs ../../docs/images/console.png`.

import { openPage, startBrowser, startHouse } from "./house.mjs";

const [target] = process.argv.slice(2);
const size = { width: 360, height: 720 };
const house = await startHouse();
const browser = await startBrowser();
const first = await openPage(browser, size);
await first.page.goto(house.link);
await first.page.locator("#say").waitFor();
const storageState = await first.context.storageState();

/** A phone's screen after these sentences, as a data address. */
async function screen(options, said, finish) {
  const { context, page } = await openPage(browser, { ...size, ...options, storageState });
  await page.goto(house.address);
  for (const [i, words] of said.entries()) {
    await page.fill("#say", words);
    await page.press("#say", "Enter");
    await page.locator(".bubble.theirs").nth(i).waitFor();
  }
  await finish(page);
  // Soft shadows would double the size of the file.
  await page.evaluate(() => document.documentElement.style.setProperty("--shadow", "none"));
  const bytes = await page.screenshot();
  await context.close();
  return `data:image/png;base64,${bytes.toString("base64")}`;
}

const settle = async (page) => {
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.activeElement.blur());
};
const shown = [
  await screen({}, ["倒计时十分钟", "把牛奶和鸡蛋加到购物清单", "what is 15 percent of 260"], settle),
  await screen({ lang: "en-GB", theme: "dark" }, [], async (page) => {
    await page.goto(`${house.address}/#/happened`);
    await page.locator("details.happened summary").first().click();
    await settle(page);
  }),
  await screen({}, ["倒计时一秒"], async (page) => {
    await page.locator("dialog.ring").waitFor();
    await settle(page);
  }),
];
const sheet = await browser.newPage({ viewport: { width: 1180, height: 780 } });
await sheet.setContent(`<style>body{margin:0;display:flex;gap:24px;padding:30px 26px;background:#e4e0d4}img{width:360px;height:720px;border-radius:26px}</style>${shown.map((src) => `<img src="${src}">`).join("")}`);
await sheet.screenshot({ path: target });
await browser.close();
await house.stop();
