import { expect } from "chai";
import { label } from "../../../components/shared/vocabulary";
import type { KubeObject } from "../support/api";
import { applyStack } from "../support/apply";
import { deployment, namespace } from "../support/builders";
import type { ControlPlane } from "../support/control-plane";
import { breachedBudgets } from "../support/drain";
import { isolated, startKarpenter, translated, vcpus } from "../support/karpenter";
import { controlPlaneOrSkip, print } from "../support/mocha";
import { growPools } from "../support/nodes";
import { unspread } from "../support/placement";
import { type Stack, stackOf } from "../support/stack";
import { percent, utilizationOf } from "../support/utilization";
import { pause, until } from "../support/wait";
import { scaleTo, restless } from "../support/workloads";

describe("Karpenter gives the services of production their nodes", function () {
  this.timeout(300_000);
  const notes: string[] = [];
  const exceeded = new Set<string>();
  let looks = 0;
  let stack: Stack;
  let plane: ControlPlane;
  let watching: Promise<void> | undefined;
  let done = false;

  before(async function () {
    this.timeout(0);
    if (!isolated()) {
      print("skipped:", [
        "Karpenter's ports would be open to the network: npm run test:cluster:slow gives it one of its own.",
      ]);
      return this.skip();
    }
    stack = stackOf("production");
    plane = await controlPlaneOrSkip(this, stack.config.cluster.version);
    const system = stack.pools.filter(({ settings }) => settings.system);
    await growPools(plane.api, system, "desired", stack.config.cluster.version);
    await applyStack(plane.api, stack);
    const [like] = stack.pools.filter(({ taints }) => taints.length === 0);
    if (!like) throw new Error("no pool without taints");
    await startKarpenter(plane, like, stack.config.aws.region);
    for (const pool of nodePools(stack)) await plane.api.apply(pool);
    watching = watchLimits();
  });

  after(async () => {
    done = true;
    await watching;
    await plane?.stop();
    print("Karpenter:", notes);
  });

  afterEach(function () {
    if (this.currentTest?.isFailed()) notes.push(plane.processes.log("karpenter", 30));
  });

  it("TB-40: every pod that waits gets a node, at minimum and at maximum replicas", async () => {
    const least = await until("every Deployment is Available", 90, () => restless(plane.api));
    notes.push(`minimum replicas after ${least.toFixed(0)} s: ${await fill()}`);
    await scaleTo(plane.api, "maxReplicas");
    const most = await until("every Deployment is Available", 90, () => restless(plane.api));
    notes.push(`maximum replicas after ${most.toFixed(0)} s: ${await fill()}`);
    expect(await misplaced()).to.deep.equal([]);
  });

  it("no service is in one zone alone; less than every zone is a note, for the spread is a wish", async () => {
    const less = await unspread(plane.api);
    notes.push(...less);
    expect(less.filter((text) => text.includes(": in 1 of "))).to.deep.equal([]);
  });

  it("TB-6: when services scale down it packs their pods onto fewer nodes, and breaches no budget", async () => {
    await pause(10_000);
    const before = (await nodes()).length;
    await scaleTo(plane.api, "minReplicas");
    await until("pods are gone", 60, () => restless(plane.api));
    const loose = await utilizationOf(plane.api, byKarpenter);
    notes.push(`scaled down: ${percent(loose)}`);
    const seconds = await settled(180);
    const packed = await utilizationOf(plane.api, byKarpenter);
    notes.push(`consolidated after ${seconds.toFixed(0)} s: ${percent(packed)}`);
    expect(packed.nodes).to.be.below(before);
    expect(packed.cpu + packed.memory).to.be.above(loose.cpu + loose.memory);
    expect(await misplaced()).to.deep.equal([]);
  });

  it("TB-40: at the limit of a NodePool pods wait, with Karpenter's words", async () => {
    await plane.api.apply(nodePool("tight", { limits: { cpu: "8" } }));
    for (const one of namespace()) if (one.kind !== "ResourceQuota") await plane.api.apply(one);
    const requests = { cpu: "1", memory: "1Gi" };
    const spec = { nodeSelector: { [label.pool]: "tight" } };
    const pod = { spec, container: { resources: { requests, limits: requests } } };
    await plane.api.apply(deployment({ pod, spec: { replicas: 20 } }));
    await until("Karpenter says why", 60, async () => {
      const events = await plane.api.list("v1", "Event", { namespace: "judged" });
      return events.some(({ message }) => /limits for nodepool|exceeds? (nodepool )?limits?/i.test(String(message)))
        ? undefined
        : events.map(({ reason, message }) => `${String(reason)}: ${String(message)}`).slice(-3);
    });
    await pause(10_000); // its nodes come up
    const pods = await plane.api.list("v1", "Pod", { namespace: "judged" });
    const running = pods.filter(({ spec: { nodeName } }) => nodeName !== undefined);
    notes.push(`limit of 8 vCPU: ${running.length} of ${pods.length} pods of 1 vCPU have a node`);
    expect(running.length).to.be.within(1, 8);
  });

  it("the limits of the NodePools were exceeded at no time", () => {
    expect([...exceeded]).to.deep.equal([]);
    expect(looks).to.be.above(100);
  });

  const byKarpenter = ({ metadata }: KubeObject) => metadata.labels?.["karpenter.sh/nodepool"] !== undefined;

  async function nodes(): Promise<KubeObject[]> {
    return (await plane.api.list("v1", "Node")).filter(byKarpenter);
  }

  async function fill(): Promise<string> {
    const types = (await nodes()).map(({ metadata }) => metadata.labels["node.kubernetes.io/instance-type"] as string);
    return `${percent(await utilizationOf(plane.api, byKarpenter))} (${types.sort().join(", ")})`;
  }

  /** Pods that are on the nodes of another NodePool than their service asked for. */
  async function misplaced(): Promise<string[]> {
    const places = new Map(
      (await nodes()).map(({ metadata }) => [metadata.name, metadata.labels[label.pool] as string]),
    );
    const pods = await plane.api.list("v1", "Pod", { namespace: "production" });
    return pods.flatMap(({ metadata, spec }) => {
      const wanted = stack.config.services[metadata.labels["app.kubernetes.io/name"] as string]?.pool ?? "general";
      const there = places.get(spec.nodeName as string);
      return there === wanted ? [] : [`${metadata.name} is on ${there ?? "no node of Karpenter"} instead of ${wanted}`];
    });
  }

  /** Waits until nodes have been the same for 30 s: longer than Karpenter takes from a decision to the next. */
  async function settled(seconds: number): Promise<number> {
    const start = performance.now();
    let last = { names: "", at: start };
    await until("nodes stay the same", seconds, async () => {
      expect(await breachedBudgets(plane.api)).to.deep.equal([]);
      const names = (await nodes()).map(({ metadata }) => metadata.name).join();
      if (names !== last.names) last = { names, at: performance.now() };
      return performance.now() - last.at > 30_000 ? undefined : names;
    });
    return (last.at - start) / 1000;
  }

  async function watchLimits(): Promise<void> {
    while (!done) {
      await lookAtLimits().catch(() => undefined); // a new kind's storage is not ready at once
      await pause(250);
    }
  }

  async function lookAtLimits(): Promise<void> {
    const claims = await plane.api.list("karpenter.sh/v1", "NodeClaim");
    for (const { metadata, spec } of await plane.api.list("karpenter.sh/v1", "NodePool")) {
      const used = vcpus(claims, metadata.name);
      const limit = spec.limits.cpu as string;
      looks++;
      if (used > Number(limit)) exceeded.add(`${metadata.name}: ${used} of ${limit} vCPU`);
    }
  }
});

/** NodePools of the stack; while it says none, one for each of its pools that are not the system's. */
function nodePools({ objects, pools }: Stack): KubeObject[] {
  const own = objects.filter(({ kind }) => kind === "NodePool");
  const made = pools
    .filter(({ settings }) => !settings.system)
    .map((pool) => nodePool(pool.name, { capacity: pool.settings.capacity, taints: pool.taints }));
  return (own.length ? own.map(translated) : made).map(impatient);
}

/** Looks at nodes 5 s after the last change of their pods instead of after a minute, and at half of them at once. */
function impatient(pool: KubeObject): KubeObject {
  const disruption = { ...pool.spec.disruption, consolidateAfter: "5s", budgets: [{ nodes: "50%" }] };
  return { ...pool, spec: { ...pool.spec, disruption } };
}

/** Deviations of a NodePool. */
interface Deviation {
  capacity?: string;
  taints?: readonly object[];
  limits?: { cpu: string };
}

/** A NodePool as the platform's add-on makes one of nothing but a name. */
function nodePool(
  name: string,
  { capacity = "on-demand", taints = [], limits = { cpu: "64" } }: Deviation,
): KubeObject {
  const within = (key: string, ...values: string[]) => ({ key, operator: "In", values });
  return translated({
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: {
      template: {
        metadata: { labels: { [label.pool]: name } },
        spec: {
          requirements: [
            within("karpenter.sh/capacity-type", capacity),
            within("kubernetes.io/arch", "amd64"),
            within("kubernetes.io/os", "linux"),
            within("karpenter.k8s.aws/instance-category", "c", "m", "r"),
            { key: "karpenter.k8s.aws/instance-generation", operator: "Gt", values: ["4"] },
          ],
          expireAfter: "720h",
          ...(taints.length ? { taints } : {}),
        },
      },
      limits,
      disruption: {
        consolidationPolicy: "WhenEmptyOrUnderutilized",
        consolidateAfter: "1m",
        budgets: [{ nodes: "10%" }],
      },
    },
  });
}
