// A household's day in the page: signing in, talking in both languages, a list, rings, what happened.

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
  house = await startHouse();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await house?.stop();
});

const open = (options) => openPage(browser, { storageState: signedIn, ...options });

/** Says something in the page; answers what Ling said. */
async function say(page, words) {
  const answers = page.locator(".bubble.theirs");
  const before = await answers.count();
  await page.fill("#say", words);
  await page.press("#say", "Enter");
  await answers.nth(before).waitFor();
  return (await answers.nth(before).innerText()).trim();
}

async function check(options, walk) {
  const { context, page, complaints } = await open(options);
  try {
    await walk(page);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

test("nobody who is not signed in sees the house, and is told how to get in", () =>
  check({}, async (page) => {
    await page.goto(house.address);
    await page.getByRole("heading", { name: "先登录" }).waitFor();
    await page.getByText("ling user link").waitFor();
    assert.equal(await page.locator("#say").count(), 0);
    await page.screenshot({ path: join(shots, "signin.png") });
  }));

test("the printed link signs a browser in, once", async () => {
  const { context, page } = await open({});
  await page.goto(house.link);
  await page.locator("#say").waitFor();
  signedIn = await context.storageState();
  await context.close();
  await check({ storageState: undefined, lang: "en-GB" }, async (other) => {
    await other.goto(house.link);
    await other.getByRole("alert").filter({ hasText: "has been used" }).waitFor();
  });
});

test("a Mandarin turn and an English turn, each answered in its language", () =>
  check({}, async (page) => {
    await page.goto(house.address);
    assert.match(await say(page, "十二乘以八是多少"), /96/);
    assert.match(await say(page, "what is 15 percent of 260"), /39/);
    assert.match(await say(page, "现在几点"), /\d/);
    await page.locator(".understood summary").last().click();
    await page.locator(".understood[open] .timeline li[data-stage=understand]").waitFor();
    await page.screenshot({ path: join(shots, "talk.png") });
  }));

for (const [lang, words, ring, stop] of [["zh-CN", "倒计时一秒", "倒计时到了", "停止"], ["en-GB", "set a timer for one second", "Time is up", "Stop"]]) {
  test(`a timer of a second rings in the page and is stopped: ${words}`, () =>
    check({ lang }, async (page) => {
      await page.goto(house.address);
      await say(page, words);
      const dialog = page.locator("dialog.ring");
      await dialog.getByText(ring, { exact: true }).waitFor();
      assert.ok(await dialog.getByRole("button", { name: stop }).evaluate((button) => button === document.activeElement), "the button has the focus");
      await page.locator("#nav a[data-page=lists]").click();
      await page.locator("main.page-lists h1").waitFor();
      assert.ok(await dialog.isVisible(), "other pages can be used while it rings");
      await page.locator("#nav a[data-page=talk]").click();
      await page.locator("#say").waitFor();
      await dialog.getByRole("button", { name: stop }).focus();
      await page.screenshot({ path: join(shots, `ring-${lang}.png`) });
      const answered = page.waitForResponse(/\/v1\/rings\/[^/]+\/ack$/);
      await page.keyboard.press("Enter");
      assert.deepEqual(await (await answered).json(), { ended: true });
      await dialog.waitFor({ state: "detached" });
      const state = await page.evaluate(() => fetch("/v1/rings").then((answer) => answer.json()));
      assert.deepEqual(state.ringing, []);
      await page.reload();
      await page.locator("#say").waitFor();
      await page.evaluate(() => fetch("/v1/rings").then((answer) => answer.json()));
      assert.equal(await dialog.count(), 0, "what was stopped does not ring again");
    }));
}

test("a ring that is stopped in one page is silent in the other", async () => {
  const one = await open({});
  const two = await open({ lang: "en-GB" });
  await Promise.all([one.page.goto(house.address), two.page.goto(house.address)]);
  await two.page.locator("#say").waitFor();
  await say(one.page, "倒计时一秒");
  await Promise.all([one, two].map(({ page }) => page.locator("dialog.ring").waitFor()));
  await two.page.locator("dialog.ring button.stop").click();
  await Promise.all([one, two].map(({ page }) => page.locator("dialog.ring").waitFor({ state: "detached" })));
  await Promise.all([one, two].map(({ context }) => context.close()));
});

test("a timer is shown, counts down and is cancelled", () =>
  check({}, async (page) => {
    await page.goto(`${house.address}/#/dues`);
    await page.getByRole("button", { name: "倒计时五分钟" }).click();
    const row = page.locator(".rows li");
    await row.waitFor();
    assert.match(await row.innerText(), /[45]:\d\d/);
    await row.getByRole("button", { name: /^取消/ }).click();
    await row.waitFor({ state: "detached" });
    const { dues } = await page.evaluate(() => fetch("/v1/dues").then((answer) => answer.json()));
    assert.deepEqual(dues, []);
  }));

test("what is said onto a list is on its page, and can be ticked there", () =>
  check({}, async (page) => {
    await page.goto(house.address);
    await say(page, "把牛奶和鸡蛋加到购物清单");
    await say(page, "add bread to the shopping list");
    await page.goto(`${house.address}/#/lists/shopping`);
    for (const thing of ["牛奶", "鸡蛋", "bread"]) await page.getByRole("checkbox", { name: thing }).waitFor();
    await page.getByRole("checkbox", { name: "牛奶" }).check();
    await page.locator("li.done", { hasText: "牛奶" }).waitFor();
    await page.fill("input[name=new]", "苹果，tea");
    await page.press("input[name=new]", "Enter");
    await page.getByRole("checkbox", { name: "tea" }).waitFor();
    await page.screenshot({ path: join(shots, "list.png") });
  }));

test("a light is switched in the page, and shown when something else switches it", () =>
  check({}, async (page) => {
    await page.goto(`${house.address}/#/house`);
    const light = page.locator(".tile", { has: page.locator("use[href='/icons.svg#light']") }).getByRole("switch").first();
    await light.waitFor();
    const before = await light.getAttribute("aria-checked");
    const other = before === "true" ? "false" : "true";
    const name = await light.getAttribute("aria-label");
    await light.click();
    await page.locator(`[role=switch][aria-label="${name}"][aria-checked="${other}"]`).first().waitFor();
    await page.evaluate(async ([name, act]) => {
      const { devices } = await (await fetch("/v1/home")).json();
      const ids = [devices.find((device) => device.name === name).id];
      await fetch("/v1/home/act", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ ids, act }) });
    }, [name, other === "true" ? "off" : "on"]);
    await page.locator(`[role=switch][aria-label="${name}"][aria-checked="${before}"]`).first().waitFor();
  }));

test("an appointment is put into the calendar in the page", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(`${house.address}/#/calendar`);
    await page.getByLabel("What").fill("牙医 dentist");
    await page.getByRole("button", { name: "Add" }).click();
    await page.locator(".rows li", { hasText: "牙医 dentist" }).waitFor();
  }));

test("what happened shows each turn with its real stages", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(`${house.address}/#/happened`);
    const turn = page.locator("details.happened", { hasText: "what is 15 percent of 260" }).first();
    await turn.locator("summary").click();
    const id = await turn.getAttribute("data-turn");
    const kept = await page.evaluate((turn) => fetch(`/v1/turns/${turn}`).then((answer) => answer.json()), id);
    const stages = await turn.locator(".timeline li[data-stage]").evaluateAll((items) => items.map((item) => item.dataset.stage));
    assert.deepEqual(stages, kept.trace.map((step) => step.stage));
    assert.ok(stages.includes("understand") && stages.includes("run"));
    assert.ok(kept.trace.every((step, i) => i === 0 || step.at_us >= kept.trace[i - 1].at_us), "stages come one after the other");
    await page.screenshot({ path: join(shots, "happened.png") });
    await turn.getByRole("button", { name: "That's wrong" }).click();
    await turn.getByRole("button", { name: "Marked as wrong" }).waitFor();
  }));

test("the microphone button says why it cannot listen yet", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(house.address);
    await page.getByRole("button", { name: "Hold to talk" }).click();
    await page.getByRole("heading", { name: "No recogniser yet" }).waitFor();
    await page.screenshot({ path: join(shots, "mic.png") });
  }));

test("language and colours are switched and kept", () =>
  check({}, async (page) => {
    await page.goto(house.address);
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("link", { name: "Lists" }).waitFor();
    await page.locator("#theme").click();
    await page.locator("#theme").click();
    await page.reload();
    await page.getByRole("link", { name: "Lists" }).waitFor();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
  }));

test("a setting is saved and in force after a reload", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(`${house.address}/#/settings`);
    await page.getByLabel("Town").fill("杭州");
    await page.getByRole("form", { name: "House", exact: true }).getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    await page.reload();
    assert.equal(await page.getByLabel("Town").inputValue(), "杭州");
  }));

test("after a restart of the connection the page catches up", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(`${house.address}/#/lists`);
    await page.getByText("Shopping").or(page.getByText("购物清单")).first().waitFor();
    await page.context().setOffline(true);
    await page.evaluate(() => dispatchEvent(new Event("offline")));
    await page.context().setOffline(false);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.getByText("Shopping").or(page.getByText("购物清单")).first().waitFor();
  }));

test("what was heard today is forgotten when asked", () =>
  check({ lang: "en-GB" }, async (page) => {
    await page.goto(`${house.address}/#/happened`);
    await page.locator("details.happened").first().waitFor();
    await page.getByRole("button", { name: "Forget what you heard today" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Forget" }).click();
    await page.getByText("Nothing yet.").waitFor();
    const { turns } = await page.evaluate(() => fetch("/v1/turns").then((answer) => answer.json()));
    assert.deepEqual(turns, []);
  }));
