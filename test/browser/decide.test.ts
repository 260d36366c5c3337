/** The person on call decides in a real browser, without scripts. Needs Chromium; `.ci/run` installs it. */
import { existsSync } from "node:fs";
import { CreateNotebookInstanceCommand } from "@aws-sdk/client-sagemaker";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { LocalAccount } from "../../sandbox/account.ts";
import type { Ledger } from "../../shared/record/ledger.ts";
import { changesBy, findingAbout, sageMakerAs, startPackaged } from "../integration/tools.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const JANE = "arn:aws:iam::111122223333:user/jane";
const MEI = "arn:aws:sts::111122223333:assumed-role/ml-oncall/mei";
const PATIENT = { timeout: 60_000, interval: 100 };

let account: LocalAccount;
let ledger: Ledger;
let browser: Browser;

describe.skipIf(CHROMIUM === undefined)("the approval page", () => {
  beforeAll(async () => {
    ({ account, ledger } = await startPackaged({
      identities: [
        { arn: JANE, label: "jane" },
        { arn: MEI, label: "mei, on call" },
      ],
      speeds: { sageMaker: { notebookPending: 300, notebookStopping: 200 }, lambda: { waits: 0.02 } },
    }));
    const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
    const quiet = ["--disable-background-networking", "--disable-component-update"];
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: [...args, ...quiet] });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await account?.close();
  });

  /** The link as it stands in the message that people got. */
  function linkAbout(name: string): Promise<string> {
    return vi.waitFor(() => {
      const question = account
        .messages()
        .topics.find(
          ({ message, attributes }) => attributes.moment?.StringValue === "question" && message.includes(name),
        );
      const link = /http:\/\/\S+\/q\/q-[a-z0-9]+\?k=[\w-]+/.exec(question?.message ?? "")?.[0];
      if (link === undefined) throw new Error("nobody was asked yet");
      return link;
    }, PATIENT);
  }

  async function choose(page: Page, option: string, who: string): Promise<void> {
    await page.getByRole("radio", { name: option }).check();
    await page.getByLabel("You are").selectOption({ label: who });
    await page.getByRole("button", { name: "Send the answer" }).click();
  }

  it("shows who, what and the choices; refuses the creator; takes one answer, without scripts", {
    timeout: 120_000,
  }, async () => {
    const input = { NotebookInstanceName: "churn", InstanceType: "ml.t3.medium" as const };
    const RoleArn = "arn:aws:iam::111122223333:role/data-science";
    await sageMakerAs(account, "jane").send(new CreateNotebookInstanceCommand({ ...input, RoleArn }));
    const link = await linkAbout("churn");
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();

    await page.goto(link);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toContain("churn");
    expect(await page.getByText("Direct internet access is on.").count()).toBe(1);

    await choose(page, "Recreate it beside", "jane");
    expect(await page.getByText("somebody else has to approve").count()).toBe(1);
    expect(changesBy(account, "remediate-drift")).not.toContainEqual(expect.stringContaining("CreateNotebookInstance"));

    await page.goto(link);
    await choose(page, "Recreate it beside", "mei, on call");
    expect(await page.locator("body").innerText()).toContain("mei");
    expect(await page.getByRole("radio").count()).toBe(0);
    const finding = await vi.waitFor(async () => {
      const found = await findingAbout(ledger, "churn");
      expect(found?.outcome).toBe("remediated");
      return found;
    }, PATIENT);
    expect(finding?.replacementArn).toContain("churn-fenced-");
    await context.close();
  });

  it("shows nothing without the secret of the link", { timeout: 60_000 }, async () => {
    const page = await browser.newPage();
    const link = await linkAbout("churn");

    const response = await page.goto(link.replace(/k=.*/, "k=guess"));

    expect(response?.status()).toBe(404);
    expect(await page.locator("body").innerText()).not.toContain("churn");
    await page.close();
  });
});
