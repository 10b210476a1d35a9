import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { root } from "./support/run";

/** Runs a small program by `runProgram` in a process of its own; what went wrong is printed. */
function run(program: string, stackTraces = false): { stdout: string; stderr: string; status: number | null } {
  const directory = mkdtempSync(join(tmpdir(), "program-"));
  try {
    const entry = join(directory, "index.cjs");
    const pulumi = JSON.stringify(require.resolve("@pulumi/pulumi"));
    writeFileSync(entry, `const pulumi = require(${pulumi});\n${program}`);
    const source = JSON.stringify({ stack: "test", stackTraces, config: {}, secretKeys: [] });
    const script = `
      const { runProgram } = require("./preview/program");
      runProgram(${source}, ${JSON.stringify(entry)}).then(
        ({ resources, said }) => console.log(JSON.stringify({ names: resources.map((one) => one.name), said })),
        (error) => { console.error(error.message); process.exitCode = 1; });`;
    const command = ["--require", "tsx/cjs", "--eval", script];
    return spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const component = (name: string) => `new pulumi.ComponentResource("test:index:Thing", "${name}");`;

describe("the run of a program", () => {
  it("keeps what the program writes off standard output, and hands it over", () => {
    const { stdout, stderr } = run(`console.log("a %s", 1); pulumi.log.warn("careful"); ${component("one")}`);
    expect(stderr).to.equal("");
    expect(JSON.parse(stdout)).to.deep.equal({ names: ["platform-test", "one"], said: ["a 1", "careful"] });
  });

  it("ends with what the program threw, without a trace", () => {
    const { stderr, status } = run('throw new Error("no such pool");');
    expect(status).to.equal(1);
    expect(stderr).to.equal("The program failed:\nno such pool\n(--verbose shows where)\n");
  });

  it("shows where the program threw when it is asked to", () => {
    expect(run('throw new Error("no such pool");', true).stderr).to.match(/no such pool\n\s+at .*index\.cjs:2/);
  });

  it("ends with what went wrong after a resource was made", () => {
    const program = `new pulumi.CustomResource("test:index:Thing", "one", { a: Promise.reject(new Error("too late")) });`;
    expect(run(program).stderr).to.equal(
      'The program failed:\nerror serializing property "a": too late\n(--verbose shows where)\n',
    );
  });

  it("names the function of a provider that only a real engine could answer", () => {
    const { stderr } = run('pulumi.runtime.invoke("aws:index/getRegion:getRegion", {});');
    expect(stderr).to.include(
      "The program calls aws:index/getRegion:getRegion, which an offline preview can't answer.",
    );
  });

  it("refuses two resources of one URN, as the engine does", () => {
    const { stderr } = run(component("one") + component("one"));
    expect(stderr).to.equal(
      "Two resources have one URN, which the engine refuses:\n  urn:pulumi:test::platform::test:index:Thing::one\n",
    );
  });
});
