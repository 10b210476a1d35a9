import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import type { RuleGroup } from "../../components/platform-addons/monitoring/rule";
import { nodeCases } from "../components/observability/cases/nodes";
import { workloadCases } from "../components/observability/cases/workloads";
import { type CasesByAlert, ruleTest } from "../components/observability/support/promtool";
import { shown } from "../../tools/shown";
import { withoutWayToGuards } from "../support/definitions";
import { needs, run, type Tool } from "../support/prometheus-tools/tools";
import { platforms } from "./support/ids";
import { type Json, kube, Platform } from "./support/platform";

/** Cases of a few alerts; those of all are in tests/components/observability, and take long. */
const { NodeDown, NodeMemoryHigh, PodCrashLooping, DeploymentFailed } = { ...nodeCases, ...workloadCases };
const sample = { NodeDown, NodeMemoryHigh, PodCrashLooping, DeploymentFailed } as CasesByAlert;

const examples = join(__dirname, "../../examples");

/** What a tool says of one file. */
function judged(tool: Tool, args: string[], content: object): string {
  const directory = mkdtempSync(join(tmpdir(), "platform-"));
  writeFileSync(join(directory, "file.yaml"), stringify(content));
  return run(tool, [...args, "file.yaml"], directory).output;
}

const stacks = Object.values(platforms).flatMap(({ folder }) =>
  readdirSync(join(examples, folder)).map((file) => ({
    folder,
    stack: /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? file,
  })),
);

/** Every stack of the five platforms, through everything that judges one. The control plane judges them in tests/cluster. */
for (const { folder, stack } of stacks)
  describe(`examples/${folder}, ${stack}`, () => {
    const platform = new Platform(folder, stack);
    const groups = () => platform.all(kube.rules).flatMap(({ inputs }) => inputs["spec"].groups as RuleGroup[]);

    it("violates no mandatory policy", () => {
      expect(platform.mandatory()).to.deep.equal([]);
    });

    it("has nothing in a namespace before the namespace's quota, limits and network policies", async () => {
      const { plan } = await shown(stack, `examples/${folder}/Pulumi.${stack}.yaml`);
      expect(withoutWayToGuards(plan.resources)).to.deep.equal([]);
    });

    it("its bill is whole, and within its ceiling", () => {
      const { items, monthlyUsd, ceilingMonthlyUsd } = platform.cost;
      const sum = items.reduce((total, item) => total + item.monthlyUsd, 0);
      expect(sum).to.be.closeTo(monthlyUsd, 0.01 * items.length);
      expect(monthlyUsd).to.be.within(400, ceilingMonthlyUsd ?? 0);
    });

    it("says of each data store what can be lost of it and how it comes back, within its objectives", () => {
      expect(platform.recovery.problems).to.deep.equal([]);
      expect(platform.recovery.stores).not.to.deep.equal([]);
      for (const store of platform.recovery.stores) expect(store.restore, store.path).not.to.equal("");
    });

    it("Prometheus reads its rules, whose names are no others'", function () {
      needs(this, "promtool");
      expect(judged("promtool", ["check", "rules", "--lint=all", "--lint-fatal"], { groups: groups() })).to.contain(
        "SUCCESS",
      );
    });

    it("its alerts of nodes and workloads fire when they should, and only then", function () {
      needs(this, "promtool");
      const asked = groups().filter(({ name }) => /^nodes$|^workloads$|\.recording$/.test(name));
      expect(ruleTest(asked, sample)).to.equal("");
    });

    it("Alertmanager reads its routes, and what is critical reaches somebody", function () {
      needs(this, "amtool");
      const config = alertmanagerOf(platform);
      expect(judged("amtool", ["check-config"], config)).to.contain("SUCCESS");
      const args = ["config", "routes", "test", "severity=critical", "--config.file"];
      const [receiver = ""] = judged("amtool", args, config).trim().split("\n");
      expect(channelsOf(config, receiver)).not.to.deep.equal([]);
    });
  });

/** The configuration of Alertmanager, by whichever way the chart is delivered. */
function alertmanagerOf(platform: Platform): Json {
  const name = "kube-prometheus-stack";
  const chart = platform.all(kube.chart).find((one) => one.name === `observability-${name}`);
  if (chart) return chart.inputs["values"].alertmanager.config as Json;
  const { applications } = platform.spec("kubernetes:argoproj.io/v1alpha1:Application")["source"].helm.valuesObject;
  return applications[name].source.helm.valuesObject.alertmanager.config as Json;
}

/** How the receivers of a route, joined by a comma, tell somebody. */
function channelsOf(config: Json, receivers: string): string[] {
  const names = receivers.split(",");
  return (config["receivers"] as Json[])
    .filter(({ name }) => names.includes(name as string))
    .flatMap((receiver) => Object.keys(receiver).filter((key) => key.endsWith("_configs")));
}
