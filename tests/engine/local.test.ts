import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { root } from "./support/session";

describe("a stack on this machine", () => {
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "eks-platform-cache-"));
  });

  afterEach(() => rmSync(cache, { recursive: true }));

  /** Runs a script of package.json with an empty cache of its own, and a PATH. */
  function npm(
    script: "up" | "down",
    args: string[],
    path = process.env.PATH,
  ): { status: number | null; said: string } {
    const command = [require.resolve("tsx/cli"), join(root, "tests/engine/local", `${script}.ts`), ...args];
    const env = { ...process.env, XDG_CACHE_HOME: cache, PATH: path };
    const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, env, encoding: "utf8" });
    return { status, said: stderr };
  }

  it("is one of the stacks that there are", () => {
    const said = "Usage: npm run up:local -- STACK, where STACK is production, staging, standby.\n";
    expect(npm("up", ["produktion"])).to.deep.equal({ status: 2, said });
    expect(npm("up", [])).to.deep.equal({ status: 2, said });
  });

  it("needs Go where its programs aren't built, says so and leaves nothing", () => {
    expect(npm("up", ["staging"], "/nowhere")).to.deep.equal({
      status: 2,
      said:
        "No Pulumi engine, for there is no pulumi, pulumi-resource-kubernetes: install Go 1.26, which builds what is " +
        "missing once.\n",
    });
    expect(existsSync(join(cache, "eks-platform", "local"))).to.equal(false);
  });

  it("that isn't up is down already", () => {
    expect(npm("down", [])).to.deep.equal({ status: 0, said: "Nothing is up on this machine.\n" });
  });
});
