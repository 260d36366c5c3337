import { describe, expect, it } from "vitest";
import { renderHtmlReport } from "../../cli/report/html.ts";
import type { ReportData } from "../../cli/report/report-data.ts";
import { DARK, LIGHT, type Palette } from "../../cli/report/style.ts";
import { SHOWN } from "../../cli/report/words.ts";
import { RULES } from "../../shared/assess/rules/index.ts";
import type { Path } from "../../shared/network/routes/path.ts";
import { itemOf, pathsOf, publicSubnet, reportOf, verdictOf } from "./report-sample.ts";

function render(change: Partial<ReportData> = {}): string {
  return renderHtmlReport(reportOf(change));
}

/** What a reader sees, in one line. */
function textOf(page: string): string {
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  const body = page.slice(page.indexOf("<body>")).replaceAll(/<[^>]*>/g, " ");
  return body.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => entities[name] ?? "").replaceAll(/\s+/g, " ");
}

function articleWith(page: string, text: string): string {
  const articles = page.split("<article").map((part) => part.slice(0, part.indexOf("</article>")));
  return articles.find((article) => article.includes(text)) ?? "";
}

describe("the head", () => {
  it("says how it stands, who, where, when, by what policy and with how many calls", () => {
    const text = textOf(render());
    for (const part of [
      "5 of 375 resources break the policy; 3 could not be assessed. Not everything could be read, so there may be more.",
      "Account 111122223333",
      "Regions eu-west-1, eu-central-1",
      "21 Nov 2026, 05:40 UTC",
      "policy.yaml · 3f9a6c21d07b ",
      "report: what is found is told, nothing is changed",
      "sagefence 0.1.0, with 123 API calls sagemaker:DescribeNotebookInstance 120, sagemaker:ListNotebookInstances 2",
    ]) {
      expect(text).toContain(part);
    }
  });

  it.each<[string, Partial<ReportData>, string]>([
    ["one of one", { items: [itemOf("model", "m", [verdictOf()])] }, "1 of 1 resource breaks the policy."],
    [
      "one of two",
      { items: [itemOf("model", "m", [verdictOf()])], compliantByKind: { model: 1 } },
      "1 of 2 resources breaks the policy.",
    ],
    ["nothing wrong", { compliantByKind: { model: 1_200 } }, "No violation was found."],
    ["nothing there", {}, "No SageMaker resource was found."],
    [
      "nothing read",
      { unreadable: [{ what: "models", reason: "ListModels was denied" }] },
      "Nothing could be assessed.",
    ],
    [
      "something unread",
      { compliantByKind: { model: 1 }, unreadable: [{ what: "endpoints", reason: "it was denied" }] },
      "No violation was found. Not everything could be read, so there may be more.",
    ],
  ])("says it right: %s", (_, change, sentence) => {
    expect(textOf(render({ items: [], compliantByKind: {}, unreadable: [], ...change }))).toContain(`${sentence} `);
  });

  it("does not praise what it could not see", () => {
    const clean = "Every resource that was read keeps to the policy.";
    expect(textOf(render({ items: [], unreadable: [] }))).toContain(clean);
    expect(textOf(render())).not.toContain(clean);
    expect(textOf(render({ items: [], compliantByKind: {} }))).not.toContain(clean);
  });
});

describe("the summary", () => {
  it("counts resources by outcome and violations by severity", () => {
    const text = textOf(render());
    expect(text).toContain("5 in violation 3 could not be assessed 367 compliant");
    expect(text).toContain("1 Critical 4 High 1 Medium 1 Low 1 advisory");
  });

  it("counts by kind, the worst first, with the sum", () => {
    const [, rows = ""] = /<caption id="by-kind">.*?<tbody>(.*?)<\/tbody>/s.exec(render()) ?? [];
    const cells = [...rows.matchAll(/<tr>(.*?)<\/tr>/g)].map(([row]) => textOf(`<body>${row}`).trim());
    expect(cells).toEqual([
      "Notebook instances 3 0 96 99",
      "Training jobs 1 0 230 231",
      "Studio domains 1 0 0 1",
      "Processing jobs 0 2 0 2",
      "Models 0 1 41 42",
    ]);
  });

  it("counts by rule the resources, not the units, and what is not assessed or exempt beside", () => {
    const twice = itemOf("training-job", "two", [publicSubnet({ unit: "A" }), publicSubnet({ unit: "B" })]);
    const [, rows = ""] =
      /<caption id="by-rule">.*?<tbody>(.*?)<\/tbody>/s.exec(render({ items: [...reportOf().items, twice] })) ?? [];
    const text = textOf(`<body>${rows}`);
    expect(text).toContain("subnets-private High 4 2 0");
    expect(text).toContain("notebook-no-direct-internet High 1 0 1");
    expect(text.indexOf("studio-vpc-only")).toBeLessThan(text.indexOf("subnets-private"));
  });
});

describe("a cause that several resources share", () => {
  it("is told once, with its resources, how to make it right, and the ways out", () => {
    const page = render();
    const block = articleWith(page, 'id="cause-1"');
    const text = textOf(`<body>${block}`);
    expect(text).toContain("Route table rtb-1 : 3 resources");
    for (const name of ["churn-dev", "fraud-eda", "nightly-2026-11-20"]) expect(text).toContain(name);
    expect(text).toContain("Use subnets whose route table has no route to an internet gateway");
    expect(block.match(/<svg/g)).toHaveLength(1);
    expect(text).toContain(
      "3 resources Subnet subnet-1 Route table rtb-1 the VPC's main one, as the subnet names none",
    );
    expect(articleWith(page, ">fraud-eda</bdi></h4>")).toContain(
      'Shared with 2 more through <a href="#cause-1">rtb-1</a>',
    );
    expect(articleWith(page, ">fraud-eda</bdi></h4>")).not.toContain("<svg");
  });

  it("is not one where a single resource has it, which then has the drawing itself", () => {
    const page = render({ items: [itemOf("notebook-instance", "one", [publicSubnet()])] });
    expect(page).not.toContain('id="causes"');
    expect(articleWith(page, ">one</bdi>")).toContain("<svg");
  });

  it("keeps rules apart, and a group apart from a table", () => {
    const open = verdictOf({
      rule: "security-groups-closed",
      actual: ["sg-1"],
      causes: ["sg-1"],
      message: "sg-1 is open.",
    });
    const items = ["a", "b"].map((name) => itemOf("model", name, [publicSubnet(), open]));
    const text = textOf(render({ items }));
    expect(text).toContain("Route table rtb-1 : 2 resources");
    expect(text).toContain("Security group sg-1 : 2 resources");
  });
});

describe("a drawing", () => {
  function drawn(paths: readonly Path[]): string {
    const page = render({
      items: [itemOf("notebook-instance", "one", [publicSubnet()])],
      paths: { "subnet-1": paths },
    });
    return articleWith(page, ">one</bdi>");
  }

  it("shows every hop with its id and reason, each way's end, and says the same in words", () => {
    const figure = drawn(pathsOf("subnet-1"));
    const text = textOf(`<body>${figure}`);
    for (const part of [
      "Internet gateway igw-1 0.0.0.0/0 active The internet over IPv4: for interfaces with a public address",
      "Transit gateway tgw-1 10.8.0.0/16 active Another network",
      "VPC peering connection pcx-0a1b2c3d4e5f67890 10.9.0.0/16 blackhole Not the internet over IPv4",
      "Internet gateway igw-1 ::/0 active The internet over IPv6",
      "subnet-1 → rtb-1 (main) → igw-1, ::/0 active → the internet, over IPv6.",
    ]) {
      expect(text).toContain(part);
    }
    expect(figure.match(/>subnet-1<\/tspan>/g)).toHaveLength(1);
  });

  it("tells by the line what leads out, what does not, and what is not known", () => {
    const figure = drawn(pathsOf("subnet-1"));
    for (const egress of ["internet", "internet-with-public-address", "delegated", "none"]) {
      expect(figure).toContain(`class="line ${egress}"`);
    }
    const unknown = drawn(pathsOf("subnet-1").map((path) => ({ ...path, egress: "unknown" as const })));
    expect(unknown).toContain('class="line unknown"');
    expect(textOf(`<body>${unknown}`)).toContain("Not known over IPv4: not everything on this way could be read");
  });

  it("has a title and a description of its own", () => {
    const page = render();
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, labels = ""] of page.matchAll(/aria-labelledby="([^"]+)"/g)) {
      for (const label of labels.split(" ")) expect(ids).toContain(label);
    }
  });

  it("stays inside of its frame with the longest ids, and cuts what has no end", () => {
    const long = `arn:aws:networkmanager::111122223333:core-network/${"core-network-0".repeat(60)}`;
    const [first] = pathsOf("subnet-1");
    const hops = (first?.hops ?? []).map((hop, at) =>
      at === 2 ? { ...hop, kind: "core-network" as const, id: long } : hop,
    );
    const figure = drawn([{ family: "ipv4", egress: "delegated", hops }]);
    const widest = Math.max(
      ...[...figure.matchAll(/<tspan class="id"[^>]*>([^<]*)</g)].map(([, text = ""]) => text.length),
    );
    expect(widest).toBeLessThanOrEqual(48);
    expect(figure).toContain(">…</tspan>");
  });

  it("counts the ways that it leaves out", () => {
    const [first] = pathsOf("subnet-1");
    const many = Array.from({ length: 30 }, (_, at) => ({
      family: "ipv4" as const,
      egress: "delegated" as const,
      hops: (first?.hops ?? []).map((hop) => (hop.kind === "internet-gateway" ? { ...hop, id: `pcx-${at}` } : hop)),
    }));
    expect(drawn(many)).toContain(`Ways out of subnet-1 (the first ${SHOWN.waysPerDrawing} of 30)`);
  });
});

describe("a violation of one resource", () => {
  it("says what, where, which rule, what was expected, and how to make it right", () => {
    const text = textOf(`<body>${articleWith(render(), ">d-0abc</bdi>")}`);
    for (const part of [
      "Studio domain · account 111122223333 · eu-west-1 arn:aws:sagemaker:eu-west-1:111122223333:domain/d-0abc",
      "Critical Studio is on the internet, because the access type was not set",
      "studio-vpc-only · AppNetworkAccessType is not set · expected: VpcOnly",
      `To make it right: ${RULES.find(({ id }) => id === "studio-vpc-only")?.fix.sentence}`,
    ]) {
      expect(text).toContain(part);
    }
  });

  it("shows the worst first, and what is only advised last", () => {
    const items = [
      itemOf("model", "low", [verdictOf({ severity: "low" })]),
      itemOf("model", "advised", [verdictOf({ severity: "critical", advisory: true })]),
      itemOf("model", "critical", [verdictOf({ severity: "critical" })]),
    ];
    const page = render({ items });
    const order = ["critical", "low", "advised"].map((name) => page.indexOf(`>${name}</bdi></h4>`));
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(Math.min(...order)).toBeGreaterThan(0);
  });

  it("copes with a rule, a kind and an ARN that it does not know", () => {
    const item = itemOf("quantum-job", "q", [verdictOf({ rule: "no-such-rule", actual: { a: 1 } })], { arn: null });
    const text = textOf(render({ items: [item, { ...item, kind: null, name: null, account: null, region: null }] }));
    expect(text).toContain("Quantum-jobs: 1 in violation");
    expect(text).toContain('is {"a":1}');
    expect(text).toContain("without a name");
  });
});

describe("what is not known or is let through", () => {
  it("is grouped by its reason, with the resources", () => {
    const text = textOf(render());
    expect(text).toContain("Could not assess: DescribeRouteTables was denied. subnets-private 2 resources prep-1");
    expect(text).toContain("Could not assess: DescribeModel was throttled. 1 resource gone");
    expect(text).toContain("Endpoint configurations in eu-central-1 ListEndpointConfigs was denied");
  });

  it("names what is exempt, until when and why", () => {
    expect(textOf(render())).toContain("Exempt until 2027-01-31 (jane@example.com: public demo, no data).");
  });

  it("leaves out the parts that have nothing to say", () => {
    const page = render({ items: [], unreadable: [] });
    for (const id of ["unreadable", "causes", "findings", "unknown", "exempt"])
      expect(page).not.toContain(`<section id="${id}"`);
  });
});

describe("the document", () => {
  it("needs nothing but itself, and may load nothing", () => {
    const page = render();
    expect(page).toContain(
      `http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;`,
    );
    expect(page).not.toMatch(/<(script|img|iframe|link|object|form)\b/);
    expect(page).not.toMatch(/https?:|url\(|@import|\son\w+=/);
  });

  it("has its headings in order, landmarks, and tables with captions", () => {
    const page = render();
    const levels = [...page.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    for (const [at, level] of levels.entries()) expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const tag of ["header", "nav", "main", "footer"])
      expect(page.match(new RegExp(`<${tag}[ >]`, "g"))).toHaveLength(1);
    expect(page.match(/<caption/g)).toHaveLength(page.match(/<table/g)?.length ?? 0);
  });

  it.each([
    ["light", LIGHT],
    ["dark", DARK],
  ])("has enough contrast, %s", (_, palette) => {
    const pairs: [keyof Palette, keyof Palette][] = [
      ...(["ink", "soft", "accent"] as const).flatMap((front) =>
        (["paper", "card", "code"] as const).map((back): [keyof Palette, keyof Palette] => [front, back]),
      ),
      ["onCalm", "calm"],
      ["onWarn", "warn"],
      ["onBad", "bad"],
      ["onWorst", "worst"],
      ["ink", "bad"],
      ["ink", "warn"],
      ["onBad", "card"],
      ["onWarn", "card"],
    ];
    for (const [front, back] of pairs) {
      expect({ front, back, enough: contrast(palette[front], palette[back]) >= 4.5 }).toEqual({
        front,
        back,
        enough: true,
      });
    }
  });

  it("escapes everything that others wrote, and bounds it", () => {
    const evil = `</style></title><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u202egnp.exe ${"x".repeat(5_000)}`;
    const verdicts = (["violation", "unknown", "exempt"] as const).map((status) =>
      verdictOf({
        status,
        message: evil,
        field: evil,
        unit: evil,
        actual: [evil, "subnet-1"],
        expected: evil,
        rule: evil,
        causes: [evil],
      }),
    );
    const items = [1, 2].map(() => itemOf(evil, evil, verdicts, { arn: evil, account: evil, region: evil }));
    const hop = { kind: "route-table" as const, id: evil, reason: evil };
    const page = renderHtmlReport({
      generatedAt: evil,
      accounts: [evil],
      regions: [evil],
      policy: { digest: evil, mode: "report", source: evil },
      version: evil,
      calls: { [evil]: 1 },
      items,
      compliantByKind: { [evil]: 1 },
      unreadable: [{ what: evil, reason: evil }],
      paths: { "subnet-1": [{ family: "ipv4", egress: "internet", hops: [hop] }] },
    });
    expect(/<script|<img|\u202e/.exec(page)).toBeNull();
    expect(/x{1300}/.test(page)).toBe(false);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).toContain("\\u{202e}");
  });
});

describe("a large report", () => {
  const names = Array.from({ length: 5_000 }, (_, at) => `notebook-${String(at).padStart(4, "0")}`);
  const items = names.map((name) => itemOf("notebook-instance", name, [verdictOf(), publicSubnet()]));

  it("shows the first of each list, says how many there are, and stays small", () => {
    const page = render({ items });
    expect(page.length).toBeLessThan(250_000);
    const text = textOf(page);
    expect(text).toContain("Notebook instances: 5,000 in violation");
    expect(text).toContain(`Shown here: ${SHOWN.findingsPerKind} of 5,000, the worst first.`);
    expect(text).toContain(`Shown here: ${SHOWN.resourcesPerCause} of 5,000, in the order of the scan.`);
    expect(text).toContain("notebook-0000");
    expect(text).not.toContain("notebook-4999");
  });

  it("stays bounded with as many causes, reasons and unreadable things", () => {
    const apart = names.flatMap((name, at) => {
      const wrong = publicSubnet({ causes: [`rtb-${at}`], message: `${name} is public.` });
      const unknown = verdictOf({ status: "unknown", message: `Could not assess: ${name}.` });
      return [itemOf("notebook-instance", name, [wrong, unknown]), itemOf("model", name, [wrong, unknown])];
    });
    const page = render({ items: apart, unreadable: names.map((what) => ({ what, reason: "it was denied" })) });
    expect(page.length).toBeLessThan(500_000);
    const text = textOf(page);
    for (const shown of [SHOWN.causes, SHOWN.reasons, SHOWN.unreadable]) {
      expect(text).toContain(`Shown here: ${shown} of 5,000`);
    }
    expect(page).not.toContain(`href="#cause-${SHOWN.causes + 1}"`);
  });
});

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
