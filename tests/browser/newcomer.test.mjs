// The first evening with Ling: where the house is, what moves with it, what can be taken back.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openPage, startBrowser, startHouse } from "./house.mjs";

const shots = process.env.LING_SHOTS ?? join(tmpdir(), "ling-shots");
let house;
let browser;
let signedIn;

before(async () => {
  await mkdir(shots, { recursive: true });
  house = await startHouse({ TZ: "UTC" });
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

async function check(options, walk) {
  const { context, page, complaints } = await openPage(browser, { storageState: signedIn, ...options });
  try {
    await walk(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

const send = (page, method, path, body) => page.evaluate(async ([method, path, body]) => {
  const answer = await fetch(path, { method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) });
  return answer.status === 204 ? null : answer.json();
}, [method, path, body]);

/** Says something in the page; the answer's bubble. */
async function say(page, words) {
  const answers = page.locator(".bubble.theirs");
  const before = await answers.count();
  await page.fill("#say", words);
  await page.press("#say", "Enter");
  await answers.nth(before).waitFor();
  return answers.nth(before);
}

test("who is not signed in is told the whole command", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(house.address);
    await page.getByText(/^\/.* user link --data \/.*ling-test-/).waitFor();
  }));

test("the first visit asks where one lives, and a town brings the rest", async () => {
  const { context, page } = await openPage(browser, { lang: "en-GB" });
  await page.goto(house.link);
  await page.getByRole("heading", { name: "Where do you live?" }).waitFor();
  // What would hear English is offered with its size and licence.
  await page.getByText("sphinx-en · 11 MB · BSD-2-Clause").waitFor();
  await page.getByRole("button", { name: "Agree to BSD-2-Clause and download" }).waitFor();
  assert.equal(await page.getByLabel("Usual language").inputValue(), "en");
  assert.equal(await page.getByLabel("Public holidays of").inputValue(), "GB");
  await page.screenshot({ path: join(shots, "setup-en-360.png"), fullPage: true });
  signedIn = await context.storageState();
  // Before it is answered, times go by UTC.
  for (const text of ["wake me at 7:30 tomorrow", "put dentist tomorrow at four pm in my calendar"]) await send(page, "POST", "/v1/turns", { text });
  await page.goto(`${house.address}/#/dues`);
  await page.getByText("All times are in UTC").waitFor();
  await page.locator(".rows li", { hasText: "07:30" }).waitFor();
  await page.goto(`${house.address}/#/talk`);
  await page.getByLabel("Town").pressSequentially("new y");
  await page.locator("datalist option[value='New York']").waitFor({ state: "attached" });
  await page.getByLabel("Town").fill("New York");
  await page.waitForFunction(() => document.getElementById("setup-zone").value === "America/New_York");
  assert.equal(await page.getByLabel("Units").inputValue(), "imperial");
  await page.getByLabel("This device is in").fill("kitchen");
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByText("Ready.").waitFor();
  assert.equal(await page.locator(".setup, .zone-notice").count(), 0);
  const { house: chosen } = await send(page, "GET", "/v1/settings");
  assert.deepEqual([chosen.zone, chosen.region, chosen.lang, chosen.latitude], ["America/New_York", "US", "en", 40.71]);
  const { devices } = await send(page, "GET", "/v1/devices");
  assert.ok(devices[0].room, "the browser stands in a room");
  await page.goto(`${house.address}/#/dues`);
  await page.locator(".rows li", { hasText: "07:30" }).waitFor();
  await context.close();
});

test("another town in the settings keeps clock times and says what moved", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(`${house.address}/#/settings`);
    const form = page.getByRole("form", { name: "House", exact: true });
    await form.getByLabel("Town").fill("Shanghai");
    await page.waitForFunction(() => document.getElementById("house-zone").value === "Asia/Shanghai");
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByText("2 things keep their clock time, now in Asia/Shanghai:").waitFor();
    assert.match(await form.locator(".moved").innerText(), /07:30[^]*16:00 · dentist|16:00 · dentist[^]*07:30/i);
    assert.equal(await form.getByLabel("Latitude").inputValue(), "31.22");
    await page.screenshot({ path: join(shots, "moved-en-360.png") });
    await page.goto(`${house.address}/#/calendar`);
    await page.locator(".rows li", { hasText: "16:00" }).filter({ hasText: /dentist/i }).waitFor();
  }));

for (const [lang, part, save, words] of [
  ["en-GB", "Music", "Save", "This folder is not there on the machine that runs Ling."],
  ["zh-CN", "音乐", "保存", "运行小灵的机器上没有这个文件夹。"],
]) {
  test(`a folder that is not there is refused at its field: ${lang}`, () =>
    check({ lang }, async (page) => {
      await page.goto(`${house.address}/#/settings`);
      const form = page.getByRole("form", { name: part, exact: true });
      await form.locator("#music-folder").fill("/nope");
      await form.getByRole("button", { name: save }).click();
      await form.getByText(words).waitFor();
      assert.equal(await form.locator("#music-folder").getAttribute("aria-invalid"), "true");
    }));
}

test("a service that is off comes with the way to turn it on", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(house.address);
    const answer = await say(page, "what is the weather tomorrow");
    await answer.getByRole("link", { name: "Turn it on in Settings" }).click();
    await page.locator("#section-weather").waitFor();
  }));

test("an Undo button takes back its own turn and then goes", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(house.address);
    const milk = await say(page, "put milk on the shopping list");
    const bread = await say(page, "put bread on the shopping list");
    const undo = (bubble) => bubble.getByRole("button", { name: "Undo" });
    assert.deepEqual([await undo(milk).count(), await undo(bread).count()], [0, 1]);
    await undo(bread).click();
    await undo(milk).waitFor();
    assert.equal(await undo(bread).count(), 0);
    await undo(milk).click();
    await undo(milk).waitFor({ state: "detached" }).catch(() => {});
    await page.waitForFunction(() => !document.querySelector("[data-undo]:not([hidden])"));
    const { items } = await send(page, "GET", "/v1/lists/shopping/items");
    assert.deepEqual(items, []);
  }));

test("Up brings back what was typed; a list shows only what is new", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(house.address);
    await say(page, "put milk, eggs, rice, tea and salt on the shopping list");
    const answer = await say(page, "put butter on the shopping list");
    assert.equal(await answer.locator(".ticks li").count(), 1);
    await page.press("#say", "ArrowUp");
    assert.equal(await page.inputValue("#say"), "put butter on the shopping list");
    await page.press("#say", "ArrowUp");
    assert.match(await page.inputValue("#say"), /^put milk/);
    await page.press("#say", "ArrowDown");
    await page.press("#say", "ArrowDown");
    assert.equal(await page.inputValue("#say"), "");
  }));

for (const [lang, room, lamp, list, scene] of [
  ["en-GB", "Living room", "Living room ceiling light", "Shopping", /^Start scene: [A-Z][a-z ]+$/],
  ["zh-CN", "客厅", "客厅主灯", "购物清单", /^启用场景：[^a-z]+$/],
]) {
  test(`the model house speaks the page's language: ${lang}`, () =>
    check({ lang }, async (page) => {
      await page.goto(`${house.address}/#/house`);
      await page.getByRole("heading", { name: room }).waitFor();
      await page.getByRole("switch", { name: lamp, exact: true }).waitFor();
      await page.getByRole("button", { name: scene }).first().waitFor();
      const headings = (await page.locator("main h2").allInnerTexts()).join(" ");
      assert.equal(/\p{Script=Han}/u.test(headings), lang === "zh-CN", headings);
      await page.goto(`${house.address}/#/lists`);
      await page.getByRole("link", { name: list }).waitFor();
    }));
}

test("a door is unlocked only after a question; sensors say how they are", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(`${house.address}/#/house`);
    const lock = page.getByRole("switch", { name: "Front door" });
    assert.equal(await lock.getAttribute("aria-checked"), "false");
    await lock.click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    assert.equal(await lock.getAttribute("aria-checked"), "false");
    await lock.click();
    await page.getByRole("dialog").getByRole("button", { name: "Unlock" }).click();
    await page.locator(".tile", { hasText: "Front door" }).getByText("Unlocked").waitFor();
    await page.locator(".tile", { hasText: "Bedroom window" }).getByText("Open", { exact: true }).waitFor();
    await page.locator(".tile", { hasText: "Hallway motion" }).getByText("Nobody there").waitFor();
  }));

test("an event has an end and is changed; what is deleted comes back", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(`${house.address}/#/calendar`);
    const form = page.locator("main > form");
    await form.getByLabel("What").fill("钢琴课 piano");
    await form.getByLabel("From").fill("20:00");
    await form.getByLabel("Until").fill("20:45");
    await form.getByRole("button", { name: "Add" }).click();
    const row = page.locator(".rows li", { hasText: "钢琴课" });
    await row.getByText("until 20:45").waitFor();
    await row.getByRole("button", { name: "Change" }).click();
    const edit = page.locator(".rows form");
    await edit.getByLabel("Until").fill("21:15");
    await page.screenshot({ path: join(shots, "edit-event-en-360.png") });
    await edit.getByRole("button", { name: "Save" }).click();
    await row.getByText("until 21:15").waitFor();
    await row.getByRole("button", { name: "Delete" }).click();
    await row.waitFor({ state: "detached" });
    await page.locator("#toast").getByRole("button", { name: "Undo" }).click();
    await row.getByText("until 21:15").waitFor();
  }));

test("an alarm is moved, a timer paused and lengthened, both can come back", () =>
  check({}, async (page) => {
    await page.goto(`${house.address}/#/dues`);
    const alarm = page.locator(".rows li", { hasText: "07:30" });
    await alarm.getByRole("button", { name: /^修改/ }).click();
    await page.locator(".rows form").getByLabel("时间").fill("08:10");
    await page.locator(".rows form").getByRole("button", { name: "保存" }).click();
    const moved = page.locator(".rows li", { hasText: "08:10" });
    await moved.getByRole("button", { name: /^取消/ }).click();
    await moved.waitFor({ state: "detached" });
    await page.locator("#toast").getByRole("button", { name: "撤销" }).click();
    await moved.waitFor();
    await page.getByRole("button", { name: "倒计时五分钟" }).click();
    const timer = page.locator(".timer-row");
    await timer.getByRole("button", { name: /^暂停/ }).click();
    await timer.getByText("已暂停").waitFor();
    await timer.getByRole("button", { name: /^加 1 分钟/ }).click();
    await timer.getByText(/^[56]:\d\d$/).waitFor();
    await page.screenshot({ path: join(shots, "dues-zh-360.png") });
    await timer.getByRole("button", { name: /^继续/ }).click();
    await timer.getByRole("button", { name: /^暂停/ }).waitFor();
    await timer.getByRole("button", { name: /^取消/ }).click();
  }));

test("what was read aloud on one page is not read on the next", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(house.address);
    await say(page, "what time is it");
    await page.waitForFunction(() => document.getElementById("live").textContent !== "");
    await page.goto(`${house.address}/#/lists`);
    await page.getByRole("link", { name: "Shopping" }).waitFor();
    assert.equal(await page.locator("#live").textContent(), "");
  }));

test("at 320 px no page is wider than the screen", () =>
  check({ width: 320, height: 640, lang: "en-GB" }, async (page) => {
    for (const name of ["talk", "house", "dues", "lists", "calendar", "people", "happened", "settings"]) {
      await page.goto(`${house.address}/#/${name}`);
      await page.locator(`main.page-${name} h1`).waitFor({ state: "attached" });
      await page.waitForLoadState("networkidle");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      const cut = await page.evaluate(() => [...document.querySelectorAll("main input, main select, main button, main h2, main li")]
        .filter((node) => node.getBoundingClientRect().right > innerWidth + 1).map((node) => node.outerHTML.slice(0, 80)));
      assert.deepEqual([name, Math.max(0, wide), cut], [name, 0, []]);
    }
  }));

test("a browser has a name that can be read", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(`${house.address}/#/people`);
    await page.getByText("Chrome on Linux").first().waitFor();
    await page.screenshot({ path: join(shots, "people-en-360.png"), fullPage: true });
  }));
