import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { rules } from "../../policies/rules";
import { PackServer } from "./support/engine";
import { pod, run, today } from "./support/workloads";

const root = join(__dirname, "../..");
const pack = join(root, "policies");
const manifest = JSON.parse(readFileSync(join(pack, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
};

describe("the pack, published alone", function () {
  this.timeout(60_000);
  let directory: string;
  let files: string[];

  before(() => {
    const listed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: pack,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    files = (JSON.parse(listed) as [{ files: { path: string }[] }])[0].files.map(({ path }) => path);
    // What npm would publish, in a place of its own, with what package.json asks for and nothing else in reach.
    directory = mkdtempSync(join(tmpdir(), "pack-"));
    for (const file of files) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      cpSync(join(pack, file), join(directory, file));
    }
    for (const name of Object.keys(manifest.dependencies)) {
      const link = join(directory, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(root, "node_modules", name), link);
    }
  });
  after(() => rmSync(directory, { recursive: true }));

  it("has everything that it needs, and nothing else", () => {
    expect(files).to.include.members([
      "PulumiPolicy.yaml",
      "README.md",
      "main.cjs",
      "index.ts",
      "rules.ts",
      "package.json",
    ]);
    expect(
      files.filter((file) => !/^(.*\.ts|config\/\w+\.json|[^/]+\.(json|cjs|yaml|md)|LICENSE)$/.test(file)),
    ).to.deep.equal([]);
    expect(existsSync(join(directory, "..", "components"))).to.equal(false);
  });

  it("loads without the platform and gives the same verdicts", async () => {
    const server = await PackServer.start(directory);
    try {
      const info = await server.info();
      expect(info.getPoliciesList().map((policy) => policy.getName())).to.deep.equal(rules.map(({ name }) => name));
      await server.configure(rules, {}, today);
      const bad = pod({ hostNetwork: true, "containers.0.securityContext": undefined });
      const alone = await server.analyze(bad);
      const offline = (await run([bad])).findings;
      expect(alone.map(({ message }) => message).sort()).to.deep.equal(
        offline
          .filter(({ urn }) => urn === bad.urn)
          .map(({ message }) => message)
          .sort(),
      );
      expect(alone.length).to.be.above(3);
    } finally {
      server.stop();
    }
  });

  it("pins the versions that the platform has", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as typeof manifest;
    for (const [name, version] of Object.entries(manifest.dependencies)) {
      expect(version, name).to.equal(dependencies[name]);
    }
  });
});
