import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { Engine, refuseOtherPlugins } from "./support/engine";
import { stackText } from "./support/session";

describe("the engine of the tests is away from everything real:", () => {
  let engine: Engine;
  let elsewhere: string;

  before(() => {
    const programs = { pulumi: "/nowhere/pulumi", kubernetesPlugin: "/nowhere/plugin" };
    process.env.AWS_PROFILE = "real";
    process.env.KUBECONFIG = "/real/config";
    process.env.PULUMI_ACCESS_TOKEN = "real";
    engine = new Engine({ programs, stack: "staging", config: stackText("staging"), accountId: "210987654321" });
    elsewhere = mkdtempSync(join(tmpdir(), "eks-platform-elsewhere-"));
  });

  after(() => {
    for (const name of ["AWS_PROFILE", "KUBECONFIG", "PULUMI_ACCESS_TOKEN"]) delete process.env[name];
    engine.close();
    rmSync(elsewhere, { recursive: true });
  });

  const bin = () => join(engine.directory, "bin");
  const refused = (env: Record<string, string>) => () => refuseOtherPlugins({ ...engine.env, ...env }, bin());

  it("a home, a state and a copy of the stack's file of its own, and no download of plugins", () => {
    expect(engine.env).to.include({
      HOME: join(engine.directory, "home"),
      PULUMI_HOME: join(engine.directory, "home", ".pulumi"),
      PULUMI_BACKEND_URL: `file://${join(engine.directory, "state")}`,
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
    expect(engine.configFile).to.equal(join(engine.directory, "project", "Pulumi.staging.yaml"));
  });

  it("no credentials of AWS, no kubeconfig and no token of Pulumi in its environment", () => {
    const others = Object.keys(engine.env).filter((name) => /^AWS_(?!SIM_)|KUBECONFIG|PULUMI_ACCESS_TOKEN/.test(name));
    expect(others).to.deep.equal([]);
    expect(refused({ AWS_PROFILE: "real" })).to.throw("AWS_PROFILE would be handed on: nothing was started.");
    expect(refused({ KUBECONFIG: "/real" })).to.throw("KUBECONFIG would be handed on");
    expect(refused({ PULUMI_ACCESS_TOKEN: "real" })).to.throw("PULUMI_ACCESS_TOKEN would be handed on");
  });

  it("not started where another AWS provider or AWS CLI comes first on the PATH, or none", () => {
    for (const name of ["pulumi-resource-aws", "aws"]) {
      const other = join(elsewhere, name);
      writeFileSync(other, "#!/bin/sh\n");
      chmodSync(other, 0o755);
      expect(refused({ PATH: [elsewhere, bin()].join(delimiter) })).to.throw(
        `${name} is ${other} and not the simulated one: nothing was started.`,
      );
      rmSync(other);
    }
    expect(refused({ PATH: elsewhere })).to.throw("pulumi-resource-aws is nowhere and not the simulated one");
  });

  it("not started where its home has plugins", () => {
    const plugin = join(engine.directory, "home", ".pulumi", "plugins", "resource-aws-v7.48.0");
    mkdirSync(plugin, { recursive: true });
    expect(refused({})).to.throw("plugins has plugins of its own: nothing was started.");
    rmSync(join(plugin, ".."), { recursive: true });
    expect(refused({})).not.to.throw();
  });
});
