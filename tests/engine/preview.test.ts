import { expect } from "chai";
import { stackOptions } from "../../preview/cli/args";
import { type Plan, planOf } from "../../preview/plan";
import { print } from "../cluster/support/mocha";
import { differences, explained } from "./support/compare";
import type { Engine, Run } from "./support/engine";
import { complaintsOf, stepsOf, violationsOf } from "./support/events";
import { engineWith, packFlags, programsOrSkip, root } from "./support/session";

/** What the engine's first preview of a stack must have in common with the offline one. */
for (const stack of ["production", "staging"]) {
  describe(`first preview of ${stack} by the engine`, () => {
    let engine: Engine;
    let run: Run;
    let plan: Plan;
    let offlineSeconds: number;

    before(async function () {
      this.timeout(600_000);
      const programs = await programsOrSkip(this);
      const begin = performance.now();
      plan = await planOf(stackOptions(stack), root, () => undefined);
      offlineSeconds = (performance.now() - begin) / 1000;
      engine = await engineWith(programs, stack);
      run = await engine.pulumi(["preview", "--stack", stack, ...packFlags(stack)]);
    });

    after(() => engine?.close());

    it("has the resources, parents and inputs of the offline preview, but for what is explained", () => {
      const states = stepsOf(run.events).flatMap((step) => step.new ?? []);
      expect(states.length, run.text.slice(-3000)).to.be.greaterThan(plan.resources.length);
      const { counts, unexplained } = explained(differences(plan.resources, states));
      print(`${stack}: ${plan.resources.length} resources offline, ${states.length} in the engine`, [
        ...Object.entries(counts).map(([reason, count]) => `${count} times ${reason}`),
        `offline in ${offlineSeconds.toFixed(1)} s, with the policies; by the engine in ${run.seconds.toFixed(1)} s`,
      ]);
      expect(unexplained).to.deep.equal([]);
    });

    it("has the verdicts of the offline policies", () => {
      const key = (urn: string | undefined, policy: string, level: string) =>
        `${level} ${policy} ${urn ?? "the stack"}`;
      const offline = plan.findings.map(({ urn, policy, level }) => key(urn, policy, level));
      const found = violationsOf(run.events).map((one) => key(one.resourceUrn, one.policyName, one.enforcementLevel));
      expect(found.toSorted()).to.deep.equal(offline.toSorted());
    });

    it("creates everything, and says nothing but what the offline preview says", () => {
      const others = stepsOf(run.events).filter(({ op }) => op !== "create");
      expect(others.map(({ op, urn }) => `${op} ${urn}`)).to.deep.equal([]);
      expect(complaintsOf(run.events)).to.deep.equal(plan.warnings.map((warning) => `warning: ${warning}`));
      expect(run.code).to.equal(0);
    });
  });
}
