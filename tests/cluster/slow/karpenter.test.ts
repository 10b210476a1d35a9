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
import { changedStack, type Stack } from "../support/stack";
import { percent, type Utilization, utilizationOf } from "../support/utilization";
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
  let roomy: Utilization;
  let start: (preferences: "Respect" | "Ignore") => Promise<void>;

  before(async function () {
    this.timeout(0);
    if (!isolated()) {
      print("skipped:", [
        "Karpenter's ports would be open to the network: npm run test:cluster:slow gives it one of its own.",
      ]);
      return this.skip();
    }
    stack = changedStack("production", useKarpenter);
    plane = await controlPlaneOrSkip(this, stack.config.cluster.version);
    const system = stack.pools.filter(({ settings }) => settings.system);
    await growPools(plane.api, system, "desired", stack.config.cluster.version);
    await applyStack(plane.api, stack);
    const [like] = stack.pools.filter(({ taints }) => taints.length === 0);
    if (!like) throw new Error("no pool without taints");
    start = (preferences) => startKarpenter(plane, like, stack.config.aws.region, preferences);
    // Judged as they are, they make room for those of the other provider: the class of a pool can't be changed.
    for (const { apiVersion, kind, metadata } of nodePools(stack))
      await plane.api.delete({ apiVersion, kind, metadata });
    await start("Respect");
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
    await scaleTo(plane.api, "maximum");
    const most = await until("every Deployment is Available", 90, () => restless(plane.api));
    notes.push(`maximum replicas after ${most.toFixed(0)} s: ${await fill()}`);
    roomy = await utilizationOf(plane.api, ofServices);
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
    await scaleTo(plane.api, "minimum");
    await until("pods are gone", 60, () => restless(plane.api));
    const loose = await utilizationOf(plane.api, ofServices);
    notes.push(`scaled down: ${percent(loose)}`);
    const seconds = await settled(180);
    const packed = await utilizationOf(plane.api, ofServices);
    notes.push(`consolidated after ${seconds.toFixed(0)} s: ${percent(packed)}`);
    expect(packed.nodes).to.be.below(before);
    expect(packed.cpu + packed.memory).to.be.above(loose.cpu + loose.memory);
    expect(await misplaced()).to.deep.equal([]);
  });

  it("TB-40: at the limit of a NodePool pods wait, with Karpenter's words", async () => {
    // The crowd is no service of the stack's, and has nothing that its admission policies ask for.
    const bindings = await plane.api.list("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding");
    for (const binding of bindings) await plane.api.delete(binding);
    // The API server takes a moment to forget them.
    const admitted = (object: KubeObject) =>
      until("it is admitted", 20, () => plane.api.apply(object).then(() => undefined, String));
    for (const one of namespace()) if (one.kind !== "ResourceQuota") await admitted(one);
    const requests = { cpu: "1", memory: "1Gi" };
    const tolerations = [{ key: "dedicated", operator: "Equal", value: "tight", effect: "NoSchedule" }];
    const spec = { nodeSelector: { [label.pool]: "tight" }, tolerations };
    const pod = { spec, container: { resources: { requests, limits: requests } } };
    const crowd = deployment({ pod, spec: { replicas: 20 } });
    await admitted(crowd);
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
    await plane.api.delete(crowd);
  });

  it("TB-6: with PREFERENCE_POLICY=Ignore, which gives up one node for each replica, it packs tighter", async () => {
    await plane.processes.end("karpenter");
    await start("Ignore");
    await scaleTo(plane.api, "maximum");
    await until("every Deployment is Available", 90, () => restless(plane.api));
    await settled(180);
    const tight = await utilizationOf(plane.api, ofServices);
    notes.push(`maximum, preferences ignored: ${await fill()}`, ...(await unspread(plane.api)));
    expect(Math.max(tight.cpu, tight.memory)).to.be.above(Math.max(roomy.cpu, roomy.memory));
  });

  it("the limits of the NodePools were exceeded at no time", () => {
    expect([...exceeded]).to.deep.equal([]);
    expect(looks).to.be.above(100);
  });

  const byKarpenter = ({ metadata }: KubeObject) => metadata.labels?.["karpenter.sh/nodepool"] !== undefined;
  const ofServices = ({ metadata }: KubeObject) => metadata.labels?.["karpenter.sh/nodepool"] === "elastic";

  async function nodes(): Promise<KubeObject[]> {
    return (await plane.api.list("v1", "Node")).filter(byKarpenter);
  }

  async function fill(): Promise<string> {
    const types = (await nodes())
      .filter(ofServices)
      .map(({ metadata }) => metadata.labels["node.kubernetes.io/instance-type"] as string);
    return `${percent(await utilizationOf(plane.api, ofServices))} (${types.sort().join(", ")})`;
  }

  /** Pods of the services that are not on the nodes of the NodePool that is for all. */
  async function misplaced(): Promise<string[]> {
    const places = new Map(
      (await nodes()).map(({ metadata }) => [metadata.name, metadata.labels[label.pool] as string]),
    );
    const pods = await plane.api.list("v1", "Pod", { namespace: "production" });
    return pods.flatMap(({ metadata, spec }) => {
      const there = places.get(spec.nodeName as string);
      return there === "elastic" ? [] : [`${metadata.name} is on ${there ?? "no node of Karpenter"}`];
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

/**
 * Production, but for its Cluster Autoscaler: Karpenter gives the nodes of all services, the worker's too, for a service
 * can't name a NodePool. A second NodePool is small, and kept for the test of its limit.
 */
function useKarpenter(config: any): void {
  const taints = [{ key: "dedicated", value: "tight", effect: "NoSchedule" }];
  const nodePools = { elastic: { capacity: ["spot", "on-demand"] }, tight: { limits: { cpu: "8" }, taints } };
  delete config["platform:addons"]["cluster-autoscaler"];
  config["platform:addons"].karpenter = { nodePools };
  for (const one of Object.values<any>({ ...config["platform:services"], ...config["platform:databases"] }))
    delete one.pool;
}

/** The stack's own NodePools, for the provider on KWOK. */
function nodePools({ objects }: Stack): KubeObject[] {
  return objects.filter(({ kind }) => kind === "NodePool").map((pool) => impatient(translated(pool)));
}

/** Looks at nodes 5 s after the last change of their pods instead of after a minute, and at half of them at once. */
function impatient(pool: KubeObject): KubeObject {
  const disruption = { ...pool.spec.disruption, consolidateAfter: "5s", budgets: [{ nodes: "50%" }] };
  return { ...pool, spec: { ...pool.spec, disruption } };
}
