import { expect } from "chai";
import type { PoolSpec } from "../../../components/node-pools/pool-spec";
import type { KubeObject } from "../support/api";
import { deployment, makeNamespace, object, podSpec } from "../support/builders";
import type { ControlPlane } from "../support/control-plane";
import { growPools } from "../support/nodes";
import { stackOf } from "../support/stack";
import { until } from "../support/wait";
import { restless } from "../support/workloads";

const zoneLabel = "topology.kubernetes.io/zone";

/** What the scheduler, the controllers and the binder of volumes make of workloads, and what is reported of them. */
export function workloads(plane: () => ControlPlane): void {
  before(async () => {
    const { pools, objects, config } = stackOf("production");
    await growPools(plane().api, oneNodeInEachZone(pools), "desired", config.cluster.version);
    await makeNamespace(plane().api);
    for (const one of objects.filter(({ kind }) => kind === "StorageClass")) await plane().api.apply(one);
  });

  it("MP-10: a volume is in the zone of its pod, and the pod comes back to that zone", async () => {
    await plane().api.apply(statefulSet("data", "gp3", "ReadWriteOnce"));
    await until("the pods are ready", 30, () => waitingPods("data", 3));
    const before = await zonesOf("data");
    expect(new Set(before.map(([, pod]) => pod))).to.have.property("size", 3);
    expect(before.filter(([, pod, volume]) => pod !== volume)).to.deep.equal([]);
    for (const pod of await podsOf("data")) expect(await plane().api.evict(pod)).to.equal(true);
    await until("the pods are back", 30, () => waitingPods("data", 3));
    expect(await zonesOf("data")).to.deep.equal(before);
  });

  it("MP-10: without a node in its zone a pod with a volume waits instead of losing its data", async () => {
    const [first] = await podsOf("data");
    const [node] = (await plane().api.list("v1", "Node")).filter((one) => one.metadata.name === first?.spec.nodeName);
    if (!first || !node) throw new Error("no pod, or no node of it");
    await plane().api.merge(node, { spec: { unschedulable: true } });
    await plane().api.evict(first);
    await until("the scheduler says why", 30, async () => {
      const [back] = await podsOf("data");
      const words = String(back?.status.conditions?.find(({ type }: any) => type === "PodScheduled")?.message);
      return /didn't match PersistentVolume's node affinity/.test(words) ? undefined : words;
    });
    await plane().api.merge(node, { spec: { unschedulable: null } });
    await until("the pod is back", 30, () => waitingPods("data", 3));
  });

  it("a volume of the shared file system is in no zone", async () => {
    await plane().api.apply(statefulSet("shared", "efs", "ReadWriteMany"));
    await until("the pods are ready", 30, () => waitingPods("shared", 3));
    expect((await zonesOf("shared")).map(([, , volume]) => volume)).to.deep.equal(["any", "any", "any"]);
  });

  it("a service that no pool can carry is reported with the scheduler's words and its path", async () => {
    await plane().api.apply(deployment({ pod: { spec: { nodeSelector: { "platform/pool": "missing" } } } }));
    await until("the report", 20, async () => {
      const text = (await restless(plane().api)).join();
      const complete = /node affinity\/selector.*\(from tests\.bad\)/.test(text);
      return complete ? undefined : `${text} is not what was expected`;
    });
  });

  it("a service that its namespace doesn't admit is reported with Pod Security's words", async () => {
    const hostNetwork = deployment({ pod: { spec: { hostNetwork: true } } });
    await plane().api.apply(hostNetwork);
    await until("the report", 20, async () => {
      const text = (await restless(plane().api)).join();
      return /violates PodSecurity "restricted/.test(text) ? undefined : `${text} is not what was expected`;
    });
  });

  async function podsOf(app: string): Promise<KubeObject[]> {
    const pods = await plane().api.list("v1", "Pod", { namespace: "judged", labels: `app=${app}` });
    return pods.sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  }

  async function waitingPods(app: string, count: number): Promise<string[]> {
    const pods = await podsOf(app);
    const ready = pods.filter(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined &&
        status.conditions?.some(({ type, status: is }: any) => type === "Ready" && is === "True"),
    );
    return ready.length === count ? [] : [`${ready.length} of ${count} pods of ${app}`];
  }

  /** Pod, its zone and its volume's zone. */
  async function zonesOf(app: string): Promise<[string, string, string][]> {
    const nodes = await plane().api.list("v1", "Node");
    const claims = await plane().api.list("v1", "PersistentVolumeClaim");
    const there = await plane().api.list("v1", "PersistentVolume");
    return (await podsOf(app)).map(({ metadata, spec }) => {
      const node = nodes.find((one) => one.metadata.name === spec.nodeName);
      const claim = claims.find((one) => one.metadata.name === `data-${metadata.name}`);
      const volume = there.find((one) => one.metadata.name === claim?.spec.volumeName);
      const terms = volume?.spec.nodeAffinity?.required.nodeSelectorTerms as any[] | undefined;
      const zone = terms?.[0]?.matchExpressions[0].values[0] as string | undefined;
      return [metadata.name, String(node?.metadata.labels[zoneLabel]), zone ?? (volume ? "any" : "none")];
    });
  }
}

/** Pods without a pool run on pools without taints; one of those in every zone. */
function oneNodeInEachZone(pools: PoolSpec[]): PoolSpec[] {
  return pools
    .filter(({ taints }) => taints.length === 0)
    .map((spec) => ({ ...spec, settings: { ...spec.settings, size: { ...spec.settings.size, desired: 3 } } }));
}

function statefulSet(name: string, storageClassName: string, accessMode: string): KubeObject {
  const labelSelector = { matchLabels: { app: name } };
  const spread = { maxSkew: 1, topologyKey: zoneLabel, whenUnsatisfiable: "DoNotSchedule", labelSelector };
  const claim = { accessModes: [accessMode], storageClassName, resources: { requests: { storage: "10Gi" } } };
  return object("apps/v1", "StatefulSet", name, {
    replicas: 3,
    serviceName: name,
    podManagementPolicy: "Parallel",
    selector: labelSelector,
    template: {
      metadata: { labels: { app: name } },
      spec: podSpec({ spec: { topologySpreadConstraints: [spread] } }),
    },
    volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claim }],
  });
}
