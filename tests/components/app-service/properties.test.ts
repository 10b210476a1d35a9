import { expect } from "chai";
import fc from "fast-check";
import { runPolicies } from "../../../preview/policy-run";
import { rules } from "../../../policies/rules";
import type { Recorded } from "../../support/record";
import { display } from "../../../preview/display";
import { admits, type Object, podOf } from "./evaluator";
import { anyServices } from "./any-services";
import { builtAll, kind } from "./builders";

/** Holds for the recorded program of any services. */
async function holds(check: (program: Recorded, given: Record<string, Record<string, any>>) => unknown): Promise<void> {
  await fc.assert(
    fc.asyncProperty(anyServices, async (given) => {
      await check(await builtAll(given), given);
    }),
    { numRuns: 25 },
  );
}

/** What runs the pods of services. */
const workloads = (program: Recorded) => [...all(program, kind.deployment), ...all(program, kind.rollout)];

/** Workloads and runs before rollouts: everything that has pods. */
const withPods = (program: Recorded) => [...workloads(program), ...all(program, kind.job)];

const all = (program: Recorded, type: string) => program.ofType(type).map(({ inputs }) => display(inputs) as Object);

const selects = (selector: Record<string, string>, labels: Record<string, string>) =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

describe("any valid services", () => {
  it("have selectors that select exactly their own pods", () =>
    holds((program) => {
      const deployments = workloads(program);
      const selectors: [Object, Record<string, string>][] = [
        ...deployments.map((one): [Object, any] => [one, one.spec.selector.matchLabels]),
        ...all(program, kind.service).map((one): [Object, any] => [one, one.spec.selector]),
        ...all(program, kind.budget).map((one): [Object, any] => [one, one.spec.selector.matchLabels]),
        ...all(program, kind.networkPolicy).map((one): [Object, any] => [one, one.spec.podSelector.matchLabels]),
        ...deployments.flatMap((one) =>
          (one.spec.template.spec.topologySpreadConstraints ?? []).map((constraint: any): [Object, any] => [
            one,
            constraint.labelSelector.matchLabels,
          ]),
        ),
      ];
      const labelled = withPods(program);
      for (const [{ metadata }, selector] of selectors) {
        const selected = labelled.filter((one) => selects(selector, one.spec.template.metadata.labels));
        const owners = selected.map((one) => one.metadata.labels["app.kubernetes.io/name"] as string);
        expect(owners).to.deep.equal([metadata.name.replace(/-(canary|preview)$/, "")]);
      }
    }));

  it("VC-N3, MP-N4: can be drained at their fewest pods", () =>
    holds((program, given) => {
      for (const { metadata, spec } of all(program, kind.budget)) {
        const fewest = given[metadata.name]?.scaling.min as number;
        const { maxUnavailable } = spec;
        const share = typeof maxUnavailable === "number" ? maxUnavailable : (parseInt(maxUnavailable) / 100) * fewest;
        expect(spec).not.to.have.property("minAvailable");
        expect(share).to.be.greaterThan(0); // The controller rounds up.
      }
    }));

  it("TB-N2, KP-N7: have their number of pods from the workload or from one autoscaler, never both", () =>
    holds((program) => {
      const scalers = [...all(program, kind.autoscaler), ...all(program, kind.scaledObject)];
      const scaled = scalers.map(({ spec }) => spec.scaleTargetRef.name);
      expect(new Set(scaled).size).to.equal(scaled.length);
      const targets = workloads(program).map((one) => `${one.kind ?? "Deployment"}/${one.metadata.name}`);
      for (const { spec } of scalers) {
        expect(targets).to.include(`${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
      }
      for (const { metadata, spec } of workloads(program)) {
        expect("replicas" in spec).to.equal(!scaled.includes(metadata.name));
      }
    }));

  it("have a grace period above the wait and the longest request", () =>
    holds((program, given) => {
      for (const { metadata, spec } of workloads(program)) {
        const pod = spec.template.spec;
        const wait = pod.containers[0].lifecycle?.preStop.sleep.seconds ?? 0;
        expect(pod.terminationGracePeriodSeconds).to.be.greaterThan(wait + given[metadata.name]?.shutdown.drainSeconds);
      }
    }));

  it("MP-46, TB-43: let exactly the declared calls through", () =>
    holds((program, given) => {
      const policies = all(program, kind.networkPolicy);
      const pods = workloads(program).map(podOf);
      for (const from of pods) {
        for (const to of pods) {
          for (const port of [8000, 8080, 3000, 9090, 22]) {
            const declared = given[from.name]?.calls.includes(to.name) && given[to.name]?.port === port;
            expect(admits(policies, from, to, port), `${from.name} to ${to.name}:${port}`).to.equal(declared);
          }
        }
      }
    }));

  it("pass every rule of the policy pack, Pod Security restricted among them", () =>
    holds(async ({ resources }) => {
      // How many pods there are is what a service says; here it may say one.
      const config = { replicas: "disabled" };
      const run = { resources, stack: "test", project: "platform", config, rules, today: "2026-11-21" };
      const { findings, problems } = await runPolicies(run);
      expect([...findings.map(({ message }) => message), ...problems]).to.deep.equal([]);
    }));
});
