import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { parseRenderLine } from "../../tools/render/args";
import { renderAll } from "../../tools/render/rendering";
import type { RecordedResource } from "../../preview/recorded";
import { resource, view } from "../preview/support/resources";
import { root } from "../preview/support/run";

/** A chart of one ConfigMap that reads every value which it has. */
const chart: Record<string, string> = {
  "Chart.yaml": stringify({ apiVersion: "v2", name: "tiny", version: "1.2.3" }),
  "values.yaml": stringify({ size: 1, labels: {}, part: { open: true } }),
  "templates/map.yaml": [
    "apiVersion: v1",
    "kind: ConfigMap",
    "metadata:",
    "  name: {{ .Release.Name }}",
    "  labels: {{ toJson .Values.labels }}",
    "data:",
    "  size: {{ .Values.size | quote }}",
    '  unlisted: {{ default "" .Values.unlisted | quote }}',
    "  part: {{ .Values.part.open | quote }}",
    '  served: {{ .Capabilities.APIVersions.Has "shop.example/v1/Basket" | quote }}',
  ].join("\n"),
};

const hook = [
  "apiVersion: v1",
  "kind: Secret",
  "metadata: { name: made-before, annotations: { helm.sh/hook: pre-install } }",
].join("\n");

const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "baskets.shop.example" },
  spec: {
    group: "shop.example",
    scope: "Cluster",
    names: { kind: "Basket", plural: "baskets" },
    versions: [{ name: "v1" }],
  },
};

describe("npm run render", function () {
  this.timeout(600_000);
  let charts: string;

  before(function () {
    if (spawnSync("go", ["version"]).status !== 0) {
      process.stderr.write("Charts were not rendered: install Go 1.26 (https://go.dev/dl).\n");
      this.skip();
    }
  });
  beforeEach(() => {
    charts = mkdtempSync(join(tmpdir(), "charts-"));
    write(chart);
  });
  afterEach(() => {
    rmSync(charts, { recursive: true });
  });

  /** Writes files of the chart, over what is there. */
  function write(files: Record<string, string>, folder = "tiny"): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(charts, folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  /** What becomes of the chart, installed as a chart of the program with these values. */
  async function rendered(
    values: Record<string, unknown> = {},
    type = "helm.sh/v4:Chart",
    more: RecordedResource[] = [],
  ) {
    const inputs = { name: "tiny", chart: "tiny", version: "1.2.3", namespace: "shop", skipCrds: true, values };
    const release = resource(`kubernetes:${type}`, "addons-tiny", { inputs });
    const all = await renderAll(view(release, ...more), { charts, kubernetes: "1.36" }, () => undefined);
    const own = all.find(({ name }) => name === "tiny");
    if (!own) throw new Error("nothing was rendered");
    return { ...own, all };
  }

  it("renders a chart with the stack's values, twice alike, as resources below the chart", async () => {
    const { objects, problems } = await rendered({ size: 3, labels: { team: "shop" } });
    expect(problems).to.deep.equal([]);
    expect(objects.map(({ urn }) => urn)).to.deep.equal([
      "urn:pulumi:test::platform::kubernetes:helm.sh/v4:Chart$kubernetes:core/v1:ConfigMap::addons-tiny:shop/tiny",
    ]);
    expect(objects[0]?.inputs).to.deep.include({
      metadata: { name: "tiny", namespace: "shop", labels: { team: "shop" } },
      data: { size: "3", unlisted: "", part: "true", served: "false" },
    });
  });

  it("names the values that the chart neither has nor reacts to", async () => {
    const { ignored, problems } = await rendered({ sizes: 3, part: { open: false, shut: 1 }, unlisted: "used" });
    expect(ignored).to.deep.equal(["part.shut", "sizes"]);
    expect(problems).to.deep.equal([
      "has no value part.shut, and nothing changes without it",
      "has no value sizes, and nothing changes without it",
    ]);
  });

  it("takes a value that leaves an object out for known, which comes back without it", async () => {
    const account =
      "{{- if ne .Values.account false }}\nkind: ServiceAccount\napiVersion: v1\nmetadata: { name: a }\n{{- end }}";
    write({ "templates/account.yaml": account });
    expect((await rendered({ account: false })).ignored).to.deep.equal([]);
  });

  it("looks into the defaults that Istio's charts keep under a key of their own", async () => {
    write({ "values.yaml": stringify({ _internal_defaults_do_not_set: { global: { hub: "here" } } }) });
    write({ "templates/map.yaml": "kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }" });
    expect((await rendered({ global: { hub: "there", hubs: "there" } })).ignored).to.deep.equal(["global.hubs"]);
  });

  it("takes a value that only the schema has for known", async () => {
    const properties = { size: {}, sizes: { type: "object", properties: { min: {} } } };
    write({ "values.schema.json": JSON.stringify({ properties }) });
    const { ignored } = await rendered({ sizes: { min: 1, max: 2 } });
    expect(ignored).to.deep.equal(["sizes.max"]);
  });

  it("says what the chart's schema refuses", async () => {
    write({ "values.schema.json": JSON.stringify({ properties: { size: { type: "integer" } } }) });
    const { problems } = await rendered({ size: "three" });
    expect(problems).to.have.lengthOf(1);
    expect(problems[0]).to.match(/^is not rendered: .*size/s);
  });

  it("finds what is made anew at each rendering, which only a release may do", async () => {
    const random =
      "kind: Secret\napiVersion: v1\nmetadata: { name: key }\nstringData: { key: {{ randAlphaNum 20 | quote }} }";
    write({ "templates/key.yaml": random });
    const asChart = await rendered();
    expect(asChart.differing).to.deep.equal(["tiny/templates/key.yaml"]);
    expect(asChart.problems).to.deep.equal([
      "renders differently each time, so it must be a release: tiny/templates/key.yaml",
    ]);
    expect((await rendered({}, "helm.sh/v3:Release")).problems).to.deep.equal([]);
  });

  it("finds hooks, which a chart of the program drops and a release runs", async () => {
    write({ "templates/hook.yaml": hook });
    const asChart = await rendered();
    expect(asChart.objects).to.have.lengthOf(1);
    expect(asChart.problems).to.deep.equal([
      "has hooks that a chart of the program drops: Secret made-before (pre-install)",
    ]);
    expect((await rendered({}, "helm.sh/v3:Release")).problems).to.deep.equal([]);
  });

  it("tells a chart what the definitions of the stack serve", async () => {
    const address = "https://shop.example/v1/crds.yaml";
    write({ "v1/crds.yaml": stringify(definition) }, "shop.example");
    const bundle = resource("kubernetes:yaml/v2:ConfigGroup", "addons-shop-crds", { inputs: { files: [address] } });
    const { objects, all } = await rendered({}, "helm.sh/v4:Chart", [bundle]);
    expect(objects[0]?.inputs["data"]).to.deep.include({ served: "true" });
    expect(all.map(({ name, problems }) => [name, problems])).to.deep.equal([
      ["addons-shop-crds", []],
      ["tiny", []],
    ]);
  });

  it("says what is missing, and what is of another version", async () => {
    write({ "Chart.yaml": stringify({ apiVersion: "v2", name: "tiny", version: "1.2.4" }) });
    expect((await rendered()).problems).to.deep.equal([
      "is version 1.2.4 in the folder, where the stack installs 1.2.3",
    ]);
    rmSync(join(charts, "tiny"), { recursive: true });
    write({ "a-file": "" }, "other");
    expect((await rendered()).problems).to.deep.equal([
      "is not in the folder: put tiny-1.2.3.tgz or the folder tiny there",
    ]);
  });

  it("reads its command line, and leaves the rest to the preview's", () => {
    const options = parseRenderLine(["production", "--charts", charts, "--out=there", "--verbose"], root);
    expect(options).to.include({ stack: "production", charts, out: "there", verbose: true });
    expect(() => parseRenderLine(["production"], root)).to.throw("--charts DIR names the folder that holds them");
    expect(() => parseRenderLine(["production", "--charts", "nowhere"], root)).to.throw("there is no such folder");
    expect(() => parseRenderLine(["production", "--charts", charts, "--chart", "x"], root)).to.throw("--chart");
  });

  it("judges a whole stack, exits 1 for what has to be mended, and writes a folder for each add-on", function () {
    const out = join(charts, "out");
    const args = ["tools/render/main.ts", "staging", "--charts", charts, "--out", out, "--date", "2026-11-21"];
    const ran = spawnSync(process.execPath, ["--require", "tsx/cjs", ...args], { cwd: root, encoding: "utf8" });
    expect(ran.status, ran.stderr).to.equal(1);
    expect(ran.stdout).to.match(/metrics-server is not in the folder: put metrics-server-[\d.]+\.tgz or the folder/);
    expect(ran.stdout).to.match(/✗ refused {2}staging: \d+ charts, 0 objects, \d+ charts to mend, 0 mandatory/);
    expect(JSON.parse(readFileSync(join(out, "order.json"), "utf8"))).to.deep.equal([]);
  });
});
