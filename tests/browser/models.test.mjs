// Model packages under Settings: the licence, one press, how far it is, what went wrong.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openPage, startBrowser, startHouse } from "./house.mjs";

const shots = process.env.LING_SHOTS ?? join(tmpdir(), "ling-shots");
/** Nobody has seen the bytes of this package: any will do. */
const PACKAGE = "zipformer-zh-en";
const FILES = ["encoder.int8.onnx", "decoder.onnx", "joiner.int8.onnx", "tokens.txt"];
let mirror;
let house;
let browser;
let signedIn;

before(async () => {
  await mkdir(shots, { recursive: true });
  mirror = await mkdtemp(join(tmpdir(), "ling-mirror-"));
  await mkdir(join(mirror, PACKAGE));
  house = await startHouse({ LING_MODELS_MIRROR: mirror });
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
  await rm(mirror, { recursive: true, force: true });
});

async function check(lang, walk) {
  const { context, page, complaints } = await openPage(browser, { lang, storageState: signedIn });
  try {
    await page.goto(`${house.address}/#/settings/models`);
    const row = page.locator(`.model[data-name="${PACKAGE}"]`);
    await row.waitFor();
    await walk(page, row);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
}

test("a file that cannot be had is named, with what to do", () =>
  check("zh-CN", async (page, row) => {
    await row.getByText("Apache-2.0", { exact: false }).first().waitFor();
    await row.getByRole("button", { name: "同意 Apache-2.0 并下载" }).click();
    await row.getByRole("alert").getByText("encoder.int8.onnx").first().waitFor();
    await row.getByText("镜像").first().waitFor();
    await row.scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(shots, "models-zh-360.png") });
  }));

test("one press fetches a package, another takes it away", async () => {
  for (const file of FILES) await writeFile(join(mirror, PACKAGE, file), file);
  await check("en-GB", async (page, row) => {
    await row.getByRole("button", { name: "Agree to Apache-2.0 and download" }).click();
    await row.getByText("On this machine.").waitFor();
    await page.reload();
    await row.getByText("On this machine.").waitFor();
    await row.scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(shots, "models-en-360.png") });
    await row.getByRole("button", { name: `Remove: ${PACKAGE}` }).click();
    await page.locator("dialog").getByRole("button", { name: "Remove" }).click();
    await row.getByRole("button", { name: "Agree to Apache-2.0 and download" }).waitFor();
  });
});
