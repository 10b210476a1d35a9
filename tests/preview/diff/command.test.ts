import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { main } from "../../../preview/diff/main";
import { root } from "../support/run";

async function diff(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const read = Promise.all([text(stdout), text(stderr)]);
  const status = await main([...args, "--date", "2026-11-21"], { directory: root, stdout, stderr });
  stdout.end();
  stderr.end();
  const [out, err] = await read;
  return { status, out, err };
}

const first = join(root, "examples", "getting-started", "Pulumi.first.yaml");
const config = ["first", "--config-file", first];

describe("npm run diff", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "diff-"));
  });
  after(() => rmSync(directory, { recursive: true }));

  function edited(from: string, to: string): string {
    const yaml = readFileSync(first, "utf8");
    expect(yaml).to.include(from);
    const path = join(directory, "Pulumi.before.yaml");
    writeFileSync(path, yaml.replace(from, to));
    return path;
  }

  it("compares with another config of the stack: totals, and the resource with its old and its new value", async () => {
    const { status, out } = await diff(...config, "--against", edited("desired: 2, max: 4", "desired: 2, max: 3"));
    expect(status).to.equal(0);
    expect(out).to.include("0 to make, 1 to change, 0 to replace, 0 to delete; $");
    expect(out).to.include("  ~ aws:eks/nodeGroup:NodeGroup node-pools-general\n      scalingConfig.maxSize: 3 → 4\n");
  });

  it("prints one JSON document with its version", async () => {
    const { out } = await diff(...config, "--against", first, "--json");
    const { version, resources, restarted } = JSON.parse(out);
    expect({ version, resources, restarted }).to.deep.equal({
      version: 1,
      resources: { added: [], changed: [], deleted: [] },
      restarted: [],
    });
  });

  it("names what is wrong with the other side, and that it is the other side", async () => {
    const { status, err } = await diff(...config, "--against", edited("tier: ", "teer: "));
    expect(status).to.equal(2);
    expect(err)
      .to.match(/^The plan to compare with can't be made\.\n/)
      .and.to.include("teer");
  });

  it("refuses what is no file, no directory and no revision", async () => {
    const { status, err } = await diff(...config, "--against", "no-such-thing");
    expect([status, err]).to.deep.equal([
      2,
      "--against no-such-thing: is no file, no directory and no revision of this Git repository.\n",
    ]);
  });

  it("refuses a JSON file that is no plan", async () => {
    const path = join(directory, "other.json");
    writeFileSync(path, "{}");
    const { status, err } = await diff(...config, "--against", path);
    expect(status).to.equal(2);
    expect(err).to.include("is not what `npm run preview -- STACK --json` prints");
  });
});
