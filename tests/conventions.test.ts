import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseDocument, isMap } from "yaml";
import { importCircles } from "./support/imports";

const root = join(__dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\n")
  .filter(Boolean);
const sources = tracked.filter((path) => /\.ts$/.test(path));
const components = sources.filter((path) => path.startsWith("components/"));

describe("conventions", () => {
  it("no source file has more than 250 lines", () => {
    const long = sources.filter((path) => read(path).split("\n").length > 251);
    expect(long).to.deep.equal([]);
  });

  it("no files load each other in a circle", () => {
    expect(importCircles(root, sources, read)).to.deep.equal([]);
  });

  it("every component registers its outputs", () => {
    const classes = components.filter((path) => / extends PlatformComponent/.test(read(path)));
    expect(classes.length).to.be.greaterThan(5);
    expect(classes.filter((path) => !/this\.registerOutputs\(/.test(read(path)))).to.deep.equal([]);
  });

  it("no resource is made inside an apply", () => {
    const guilty = components.filter((path) =>
      /\.apply\(\s*\(?[^)]*\)?\s*=>[^;]*(new (aws|k8s|kubernetes|awsx|eks)\.|\bmake\()/s.test(read(path)),
    );
    expect(guilty).to.deep.equal([]);
  });

  it("nothing asks for the most recent version of anything", () => {
    const guilty = components.filter((path) => /mostRecent:\s*true|:latest"/.test(read(path)));
    expect(guilty).to.deep.equal([]);
  });

  it("there is one copy of @pulumi/pulumi", () => {
    const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, { version?: string }> };
    const copies = Object.keys(lock.packages).filter((path) => path.endsWith("node_modules/@pulumi/pulumi"));
    expect(copies).to.deep.equal(["node_modules/@pulumi/pulumi"]);
  });

  it("the lock file has no download addresses", () => {
    expect(read("package-lock.json")).not.to.match(/"resolved":\s*"http/);
  });

  it("every direct dependency is pinned and has its line in docs/dependencies.md", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<
      string,
      Record<string, string>
    >;
    const page = read("docs/dependencies.md");
    const all = Object.entries({ ...dependencies, ...devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)).map(([name]) => name)).to.deep.equal([]);
    const unexplained = all.map(([name]) => name).filter((name) => !name.startsWith("@types/") && !page.includes(name));
    expect(unexplained.filter((name) => name !== "@eslint/js")).to.deep.equal([]);
  });

  it("every test file has a name that mocha runs", () => {
    const strays = tracked.filter(
      (path) => path.startsWith("tests/") && /describe\(/.test(path.endsWith(".ts") ? read(path) : ""),
    );
    // `npm run test:fuzz` runs those that take minutes.
    expect(strays.filter((path) => !/\.test\.ts$|^tests\/fuzz\/.+\.fuzz\.ts$/.test(path))).to.deep.equal([]);
  });

  it("the stacks have the same keys in the same order", () => {
    const production = topKeys("Pulumi.production.yaml");
    expect(topKeys("Pulumi.standby.yaml")).to.deep.equal(production);
    // Staging is one region alone.
    expect(topKeys("Pulumi.staging.yaml")).to.deep.equal(production.filter((key) => key !== "platform:failover"));
  });

  it("Pulumi.yaml declares the type of every key that a stack must have", () => {
    const schema = JSON.parse(read("Pulumi.schema.json")) as {
      properties: { config: { required: string[]; properties: Record<string, { type?: string }> } };
    };
    const { required, properties } = schema.properties.config;
    const expected = required.map((key) => [key.replace("platform:", ""), properties[key]?.type ?? "string"]);
    const declared = parseDocument(read("Pulumi.yaml")).toJS() as { config: Record<string, { type: string }> };
    expect(Object.entries(declared.config).map(([key, { type }]) => [key, type])).to.have.deep.members(expected);
  });
});

function topKeys(path: string): string[] {
  const config = parseDocument(read(path)).get("config");
  return isMap(config) ? config.items.map((item) => String(item.key)) : [];
}
