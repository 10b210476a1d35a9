import { expect } from "chai";
import fc from "fast-check";
import { namespacesSettings } from "../../../components/namespaces/settings";
import { formatQuantity } from "../../../components/shared/quantity";
import { quotaShare, type WorkloadDemand } from "../../../components/shared/workload-demand";
import { quotaFitsMaximum } from "../../../policies/quotas/quota-fits-maximum";
import { demandsOf } from "../../../preview/demand";
import { runPolicies } from "../../../preview/policy-run";
import type { RecordedResource } from "../../../preview/recorded";
import { View } from "../../../preview/view";
import { parseStack } from "../../../stacks/config";
import { namespaceBounds } from "../../../stacks/namespace-bounds";
import { builtAll, service, services } from "../../components/app-service/builders";
import { resource } from "../../policies/support/workloads";
import { followed } from "../../support/followed";
import { stackConfig } from "../../support/stack-config";

const keys = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "pods"] as const;
const parsed = (mesh: "none" | "istio") =>
  namespacesSettings(namespaceBounds.production).parse({ production: { mesh } });

/** The namespace of a stack, outside a mesh or in one, where a proxy is beside the containers of each pod. */
const anyMesh = fc.constantFrom("none" as const, "istio" as const);

const scaling = fc.oneof(
  fc.integer({ min: 1, max: 6 }).map((pods) => ({ scaling: { min: pods, max: pods } })),
  fc.record({ min: fc.integer({ min: 1, max: 4 }), more: fc.integer({ min: 1, max: 20 }) }).map(({ min, more }) => ({
    scaling: { min, max: min + more },
  })),
  fc.constant({ singleton: true }),
);
const canary = {
  steps: [{ weight: 10, pause: "3m" }],
  analysis: { none: { reason: "it has no metrics to judge by" } },
};
const none = { analysis: { none: { reason: "it has no metrics to judge by" } } };
const rollout = fc.constantFrom<object>(
  {},
  { rollout: { maxSurge: 0, maxUnavailable: 1 } },
  { rollout: { maxSurge: 2 } },
  { rollout: { maxSurge: "40%" } },
  { rollout: { canary } },
  { rollout: { canary: { ...canary, keepStable: false } }, routes: [{ host: "a" }] },
  { rollout: { canary: { ...canary, keepStable: true } }, routes: [{ host: "b" }] },
  { rollout: { blueGreen: none } },
);
const requests = fc.record({ cpu: fc.constantFrom("50m", "250m", "1"), memory: fc.constantFrom("128Mi", "1Gi") });
const more = fc.constantFrom<object>({}, { beforeRollout: { command: ["migrate"] } });

/** A service of any kind that decides how many pods there are. */
const anyService = fc.oneof(
  fc.tuple(scaling, rollout, requests, more).map(([one, other, resources, run]) => ({
    ...one,
    ...("singleton" in one ? {} : other),
    resources: { requests: resources },
    ...run,
  })),
  fc.constant({ port: "none", cron: { schedule: "0 3 * * *" } }),
);

const stack = fc
  .array(anyService, { minLength: 1, maxLength: 3 })
  .map((all) => Object.fromEntries(all.map((one, at) => [`s${at}`, service(one)])));

/** What a quota of the namespace must allow for these pods. */
function needed(demands: WorkloadDemand[], key: string): bigint {
  return demands.reduce((sum, one) => sum + (quotaShare(one, key)?.amount ?? 0n), 0n);
}

/** Keys of a quota that the policy of the pack finds too small. */
async function short(resources: RecordedResource[], hard: Record<string, string>): Promise<string[]> {
  const { default: limits, defaultRequest } = parsed("none")["production"]?.limitRange ?? expect.fail("no limits");
  const metadata = { name: "container-limits", namespace: "production" };
  const guards = [
    resource("kubernetes:core/v1:ResourceQuota", { metadata: { ...metadata, name: "quota" }, spec: { hard } }),
    resource("kubernetes:core/v1:LimitRange", {
      metadata,
      spec: { limits: [{ type: "Container", default: limits, defaultRequest }] },
    }),
  ];
  const judged = { stack: "test", project: "platform", config: {}, rules: [quotaFitsMaximum], today: "2026-06-01" };
  const { findings, problems } = await runPolicies({ resources: [...resources, ...guards], ...judged });
  expect(problems).to.deep.equal([]);
  return findings.map(({ message }) => / of ([\w.]+), the quota allows/.exec(message)?.[1] ?? message).sort();
}

const hardOf = (demands: WorkloadDemand[], less: bigint) =>
  Object.fromEntries(keys.map((key) => [key, formatQuantity(needed(demands, key) - less, "decimal")]));

describe("what pods ask for", () => {
  it("is the same for the check before the program runs and for the policy that judges its objects", async () => {
    await fc.assert(
      fc.asyncProperty(stack, anyMesh, async (given, mesh) => {
        const { workloadDemand } = followed({ services: services(given), namespaces: parsed(mesh) });
        const { resources } = await builtAll(given, { mesh });
        expect(await short(resources, hardOf(workloadDemand, 0n))).to.deep.equal([]);
        // A thousandth less, and every key is too small.
        expect(await short(resources, hardOf(workloadDemand, 1_000_000n))).to.deep.equal([...keys].sort());
      }),
      { numRuns: 25 },
    );
  });

  it("is the same for the room on nodes and the bill, which read the objects", async () => {
    await fc.assert(
      fc.asyncProperty(stack, anyMesh, async (given, mesh) => {
        const { workloadDemand } = followed({ services: services(given), namespaces: parsed(mesh) });
        const { resources } = await builtAll(given, { mesh });
        const read = demandsOf(new View(resources)).map(({ resource: { name }, cpuMillis, memoryMiB, replicas }) => {
          const { min, max } = replicas;
          return [name.replace(/-(deployment|rollout)$/, ""), cpuMillis, memoryMiB, min, max];
        });
        const lasting = workloadDemand
          .filter(({ pods }) => pods.min > 0)
          .map(({ name, requests: { cpu = 0n, memory = 0n }, pods }) => [
            name,
            Number(cpu) / 1e6,
            Number(memory) / 1e9 / 2 ** 20,
            pods.min,
            pods.max,
          ]);
        expect(read.sort()).to.deep.equal(lasting.sort());
      }),
      { numRuns: 25 },
    );
  });

  it("VC-21: of production is 17.95 CPU and 38.5Gi of memory at the most, with rollouts, the database and its dumps", () => {
    const { workloadDemand } = parseStack("production", { ...stackConfig(), today: "2026-11-21" }).config;
    expect(formatQuantity(needed(workloadDemand, "requests.cpu"), "decimal")).to.equal("17950m");
    expect(Number(needed(workloadDemand, "requests.memory")) / 1e9 / 2 ** 30).to.equal(38.5);
    expect(workloadDemand.map((one) => quotaShare(one, "requests.cpu")?.text)).to.include.members([
      "worker 10 x 1 = 10",
      "cleanup 1 x 100m = 100m",
      "postgres 1 x 1 = 1",
      "postgres-dump 1 x 250m = 250m",
    ]);
  });
});
