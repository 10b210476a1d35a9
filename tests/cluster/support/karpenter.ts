import { writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { instanceType, instanceTypesOf } from "../../../components/node-pools/instance-catalog";
import catalogue from "../../../components/node-pools/instance-types.json";
import { poolSpec, type PoolSpec } from "../../../components/node-pools/pool-spec";
import { pricesOf } from "../../../preview/cost/prices";
import type { KubeObject } from "./api";
import { karpenterBinary } from "./binaries";
import type { ControlPlane } from "./control-plane";
import { definitionsIn } from "./definition-cache";
import { define } from "./definitions";

const moduleName = "sigs.k8s.io/karpenter";
const definitionFolders = ["pkg/apis/crds", "kwok/apis/crds"];

/** Memory that the provider on KWOK takes off every type, beside 100m (v1.14.1, kwok/cloudprovider/helpers.go). */
const overheadMiB = 10;

/**
 * Whether this process has a network of its own. Karpenter's ports of metrics and probes are open on every interface,
 * and no flag says otherwise, so that it is only started where no one else can reach them.
 */
export function isolated(): boolean {
  return Object.values(networkInterfaces()).every((addresses) => addresses?.every(({ internal }) => internal));
}

/** Share off the on-demand price that spot is assumed to cost less. */
const spotDiscount = 0.6;

/**
 * Starts Karpenter with its provider on KWOK: the real scheduler, limits and consolidation; nodes that pretend.
 *
 * @param like the pool whose reservations nodes have.
 * @param preferences whether wishes of pods (preferred affinity, ScheduleAnyway) count as demands, which is the default.
 */
export async function startKarpenter(
  plane: ControlPlane,
  like: PoolSpec,
  region: string,
  preferences: "Respect" | "Ignore",
): Promise<void> {
  const definitions = definitionFolders.flatMap((folder) =>
    definitionsIn("karpenter", moduleName, folder, /^karpenter\..*\.yaml$/),
  );
  await define(plane.api, definitions);
  const types = join(plane.processes.directory, "instance-types.json");
  writeFileSync(types, JSON.stringify(instanceTypes(like, region)));
  await plane.api.apply({
    apiVersion: "karpenter.kwok.sh/v1alpha1",
    kind: "KWOKNodeClass",
    metadata: { name: "default" },
  });
  const binary = await karpenterBinary(() => undefined);
  plane.processes.start(
    "karpenter",
    binary,
    [
      ...["--disable-leader-election", "--metrics-port=18080", "--health-probe-port=18081"],
      ...["--batch-idle-duration=200ms", "--batch-max-duration=1s", `--instance-types-file-path=${types}`],
    ],
    {
      KUBECONFIG: plane.kubeconfig("karpenter"),
      SYSTEM_NAMESPACE: "kube-system",
      PREFERENCE_POLICY: preferences,
    },
  );
}

/** A NodePool of the AWS provider for the provider on KWOK: only the class of its nodes is another. */
export function translated(nodePool: KubeObject): KubeObject {
  const { template, ...spec } = nodePool.spec as { template: { metadata: unknown; spec: Record<string, unknown> } };
  const nodeClassRef = { group: "karpenter.kwok.sh", kind: "KWOKNodeClass", name: "default" };
  return { ...nodePool, spec: { ...spec, template: { ...template, spec: { ...template.spec, nodeClassRef } } } };
}

/** Types of the sizes large to 4xlarge that the catalogue and the price list know, with what is left of each for pods. */
function instanceTypes(like: PoolSpec, region: string): object[] {
  const prices = pricesOf(region)?.instances ?? {};
  return Object.keys(catalogue.types).flatMap((name) => {
    const price = prices[name];
    const [facts] = instanceTypesOf([name]);
    const [, category, generation] = /^([cmr])(\d+)[a-z]*\.(large|[24]?xlarge)$/.exec(name) ?? [];
    if (price === undefined || !facts || category === undefined || generation === undefined) return [];
    const offer = (zone: string, capacity: string, usd: number) => ({
      Price: usd,
      Available: true,
      Requirements: Object.entries({
        "karpenter.sh/capacity-type": capacity,
        "topology.kubernetes.io/zone": zone,
        "karpenter.k8s.aws/instance-category": category,
        "karpenter.k8s.aws/instance-generation": generation,
      }).map(([key, value]) => ({ key, operator: "In", values: [value] })),
    });
    const offerings = like.zones.flatMap((zone) => [
      offer(zone, "on-demand", price),
      offer(zone, "spot", price * (1 - spotDiscount)),
    ]);
    const settings = { ...like.settings, instanceTypes: [name] };
    const { memoryMiB, pods } = poolSpec(name, settings, {
      zones: like.zones,
      prefixDelegation: true,
    }).allocatable;
    const resources = {
      cpu: String(facts.vcpu), // limits count whole ones; 100m less for pods is the plan's figure to within 30m
      memory: `${memoryMiB + overheadMiB}Mi`,
      pods: String(pods),
      "ephemeral-storage": "60Gi",
    };
    return [{ name, architecture: facts.architecture, operatingSystems: ["linux"], offerings, resources }];
  });
}

/** vCPUs of the instances of a NodePool that there are or will be. */
export function vcpus(claims: KubeObject[], pool: string): number {
  return claims
    .filter(({ metadata }) => metadata.labels?.["karpenter.sh/nodepool"] === pool)
    .map(({ metadata }) => instanceType(String(metadata.labels["node.kubernetes.io/instance-type"]))?.vcpu ?? 0)
    .reduce((sum, one) => sum + one, 0);
}
