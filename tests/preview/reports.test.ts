import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Log } from "sarif";
import { z } from "zod";
import { rules } from "../../policies/rules";
import { previewHere, date, root } from "./support/run";

/** What SARIF 2.1.0 and GitHub's code scanning demand of the parts that are used; unknown keys are refused. */
const schema = z.strictObject({
  $schema: z.literal("https://json.schemastore.org/sarif-2.1.0.json"),
  version: z.literal("2.1.0"),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          rules: z.array(
            z.strictObject({
              id: z.string().min(1),
              name: z.string().optional(),
              shortDescription: z.strictObject({ text: z.string().min(1).max(1024) }),
              fullDescription: z.strictObject({ text: z.string().min(1).max(1024) }).optional(),
              help: z.strictObject({ text: z.string().min(1), markdown: z.string().min(1) }).optional(),
              helpUri: z.url().optional(),
              defaultConfiguration: z.strictObject({ level: z.enum(["none", "note", "warning", "error"]) }).optional(),
              properties: z
                .strictObject({ tags: z.array(z.string()).max(20), "security-severity": z.string().regex(/^\d\.\d$/) })
                .optional(),
            }),
          ),
        }),
      }),
      automationDetails: z.strictObject({ id: z.string().regex(/\/$/) }),
      columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
      results: z.array(
        z.strictObject({
          ruleId: z.string().min(1),
          ruleIndex: z.int().nonnegative(),
          level: z.enum(["none", "note", "warning", "error"]),
          message: z.strictObject({ text: z.string().min(1) }),
          locations: z.tuple([
            z.strictObject({
              physicalLocation: z.strictObject({
                artifactLocation: z.strictObject({
                  uri: z.string().regex(/^[^/\\]/),
                  uriBaseId: z.literal("%SRCROOT%"),
                }),
                region: z.strictObject({ startLine: z.int().positive() }),
              }),
              logicalLocations: z.tuple([
                z.strictObject({ fullyQualifiedName: z.string().min(1), kind: z.string().min(1) }),
              ]),
            }),
          ]),
          partialFingerprints: z.strictObject({ primaryLocationLineHash: z.string().regex(/^[0-9a-f]{32}$/) }),
          properties: z.strictObject({ enforcementLevel: z.string(), configPath: z.string().optional() }),
        }),
      ),
    }),
  ]),
});

describe("reports for other programs", function () {
  this.timeout(60_000);
  let directory: string;
  let log: Log;
  let xml: string;
  const yaml = readFileSync(join(root, "Pulumi.production.yaml"), "utf8").split("\n");
  const lineOf = (text: string) => yaml.findIndex((line) => line.includes(text)) + 1;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "reports-"));
    const config = join(directory, "policies.json");
    // Thresholds that nothing reaches: every service and the cluster have something to answer for.
    const strict = {
      "liveness-patience": { minSeconds: 3000 },
      "grace-period": { enforcementLevel: "advisory", drainSeconds: 3000 },
      "run-as-user": "disabled",
    };
    writeFileSync(config, JSON.stringify(strict));
    const files = ["--sarif", join(directory, "out", "policies.sarif"), "--junit", join(directory, "policies.xml")];
    const ran = await previewHere("production", "--date", date, "--policy-config", config, ...files);
    expect(ran.stderr).to.equal("");
    log = JSON.parse(readFileSync(join(directory, "out", "policies.sarif"), "utf8")) as Log;
    xml = readFileSync(join(directory, "policies.xml"), "utf8");
  });
  after(() => rmSync(directory, { recursive: true }));

  const results = () => log.runs[0]?.results ?? [];
  const line = (result: ReturnType<typeof results>[number] | undefined) =>
    result?.locations?.[0]?.physicalLocation?.region?.startLine;

  it("SARIF is what its schema and code scanning take", () => {
    expect(schema.safeParse(log).error?.issues.slice(0, 3)).to.equal(undefined);
    const driver = log.runs[0]?.tool.driver.rules ?? [];
    expect(driver.map(({ id }) => id)).to.include.members(rules.map(({ name }) => name));
    for (const result of results()) {
      expect(driver[result.ruleIndex ?? -1]?.id).to.equal(result.ruleId);
    }
  });

  it("SARIF puts each finding at the line of the YAML that made its object", () => {
    const found = results().filter(({ ruleId }) => ruleId === "liveness-patience");
    expect(found.length).to.be.above(2);
    for (const one of found) {
      const service = /\((?:services|databases)\.([\w-]+)\)/.exec(one.message.text ?? "")?.[1];
      expect(line(one), service).to.equal(lineOf(`    ${service}:`));
      expect(one.level).to.equal("error");
    }
    expect(new Set(found.map(line)).size).to.be.above(1);
    expect(results().find(({ ruleId }) => ruleId === "grace-period")?.level).to.equal("warning");
  });

  it("SARIF tells findings of one line apart, and gives each the same fingerprint in every run", () => {
    const prints = results().map((one) => one.partialFingerprints?.["primaryLocationLineHash"]);
    expect(new Set(prints).size).to.equal(prints.length);
  });

  it("JUnit has a failure for each mandatory violation, and counts that agree", () => {
    const number = (of: string) => Number(new RegExp(`<testsuite [^>]*${of}="(\\d+)"`).exec(xml)?.[1]);
    const mandatory = results().filter(({ level }) => level === "error");
    expect(number("failures")).to.equal(mandatory.length);
    expect(xml.match(/<failure /g)?.length).to.equal(mandatory.length);
    expect(xml.match(/<testcase /g)?.length).to.equal(number("tests"));
    expect(xml.match(/<skipped\/>/g)?.length).to.equal(number("skipped"));
    expect(xml).to.match(/<testcase classname="[\w-]+" name="run-as-user"><skipped\/>/);
    expect(xml).to.match(/name="grace-period"><system-out>Pulumi\.production\.yaml:\d+ /);
    expect(xml).to.match(/<failure type="mandatory" message="Deployment &quot;[\w-]+&quot; \(services\./);
  });

  it("JUnit is well-formed", () => {
    const stack: string[] = [];
    const rest = xml
      .replace(/<\?xml[^>]*\?>/, "")
      .replace(
        /<(\/?)([\w-]+)((?:\s[\w-]+="[^"<&]*(?:&\w+;|&#\d+;|[^"<&])*")*)\s*(\/?)>/g,
        (_, close: string, name: string, __: string, empty: string) => {
          if (close) expect(stack.pop()).to.equal(name);
          else if (!empty) stack.push(name);
          return "";
        },
      );
    expect(stack).to.deep.equal([]);
    expect(rest).not.to.match(/[<>]|&(?!(amp|lt|gt|quot|#10);)/);
  });

  it("says which file can't be written", async () => {
    const ran = await previewHere("production", "--date", date, "--sarif", join(root, "package.json", "x.sarif"));
    expect(ran.status).to.equal(2);
    expect(ran.stderr).to.match(/^--sarif .* can't be written: /);
  });
});
