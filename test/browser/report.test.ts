/** The HTML report in a real browser: light, dark, narrow and printed. Needs Chromium; `.ci/run` installs it. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtmlReport } from "../../cli/report/html.ts";
import { itemOf, publicSubnet, reportOf, verdictOf } from "../cli/report-sample.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const LONG = "a-very-long-name-".repeat(300);

let browser: Browser;
let folder: string;
let report: string;

describe.skipIf(CHROMIUM === undefined)("the HTML report", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sagefence-report-"));
    const awkward = itemOf("notebook-instance", LONG, [publicSubnet({ message: LONG }), verdictOf({ field: LONG })]);
    report = join(folder, "report.html");
    writeFileSync(report, renderHtmlReport(reportOf({ items: [...reportOf().items, awkward] })));
    const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
    const quiet = ["--disable-background-networking", "--disable-component-update"];
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: [...args, ...quiet] });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(width: number, colorScheme: "light" | "dark"): Promise<{ page: Page; said: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("request", (request) => said.push(request.url()));
    await page.goto(pathToFileURL(report).href);
    return { page, said };
  }

  it.each([
    [1_200, "light", "rgb(244, 246, 244)"],
    [1_200, "dark", "rgb(15, 21, 18)"],
    [360, "light", "rgb(244, 246, 244)"],
    [360, "dark", "rgb(15, 21, 18)"],
  ] as const)(
    "%i wide and %s: loads nothing else, breaks no rule of its own, and does not scroll sideways",
    async (width, scheme, paper) => {
      const { page, said } = await open(width, scheme);

      expect(said).toEqual([pathToFileURL(report).href]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(paper);
      await page.close();
    },
  );

  it("keeps the words of every drawing inside of their boxes", async () => {
    const { page } = await open(1_200, "light");

    const outside = await page.evaluate(`[...document.querySelectorAll("figure svg")].flatMap((svg) =>
      [...svg.querySelectorAll("text")].filter((text) => {
        const { x, width } = text.getBBox();
        return x + width > svg.viewBox.baseVal.width;
      }).map((text) => text.textContent))`);

    expect(outside).toEqual([]);
    expect(await page.locator("figure svg").count()).toBeGreaterThan(1);
    await page.close();
  });

  it("names its landmarks, its drawings and its tables for those who do not see them", async () => {
    const { page } = await open(1_200, "light");

    for (const role of ["banner", "main", "contentinfo"] as const) expect(await page.getByRole(role).count()).toBe(1);
    expect(await page.getByRole("navigation", { name: "Contents" }).count()).toBe(1);
    expect(await page.getByRole("img", { name: "Ways out of subnet-3" }).count()).toBe(1);
    expect(await page.getByRole("table", { name: "Resources by kind" }).count()).toBe(1);
    await page.close();
  });

  it("prints dark as light, with what was folded but the long list of calls", async () => {
    const { page } = await open(1_200, "dark");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });

    expect(await page.evaluate("getComputedStyle(document.body).color")).toBe("rgb(23, 33, 28)");
    expect(await page.getByText("sagemaker:DescribeNotebookInstance 120").isVisible()).toBe(false);
    expect(await page.locator("details:not(.inline) > :not(summary)").first().isVisible()).toBe(true);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await page.close();
  });
});
