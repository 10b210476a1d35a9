import { expect } from "chai";
import { type ControlPlane } from "./control-plane";
import { controlPlaneOrSkip, print } from "./mocha";
import { nameOf, pathOf } from "./api";
import { applyStack, type Applied } from "./apply";
import { replaceNodes } from "./drain";
import { growPools } from "./nodes";
import { addonsWithoutPods, missedTargets, misplaced, unspread } from "./placement";
import { stackOf, type Stack, unknownFields } from "./stack";
import { unchangedOrDiffers } from "./unchanged";
import { isDaemon, restless, rollOut, runCronJobs, scalers, scaleTo, workloads } from "./workloads";
import { until } from "./wait";

/** Tests of one stack, in their order: each goes on where the one before it left the cluster. */
export function judge(name: string, load: () => Stack = () => stackOf(name)): void {
  const notes: string[] = [];
  const note = (text: string) => notes.push(text);
  let stack: Stack;
  let plane: ControlPlane;
  let applied: Applied;

  before(async function () {
    this.timeout(0); // the first run builds the programs
    stack = load();
    plane = await controlPlaneOrSkip(this, stack.config.cluster.version);
    await growPools(plane.api, stack.pools, "desired", stack.config.cluster.version);
    applied = await applyStack(plane.api, stack);
    for (const one of await runCronJobs(plane.api)) note(`not run, its volume is of a chart's pod: ${one}`);
    await scaleTo(plane.api, "minimum");
    note(
      `${stack.objects.length} objects, ${applied.accepted.length} applied; API server ready in ${plane.startedIn.toFixed(1)} s`,
    );
    for (const [kind, why] of applied.notDefined) note(`not judged, no definition to be had: ${kind} (${why})`);
    for (const chart of applied.charts) note(`not judged, made by a chart: what ${chart} brings`);
    if (stack.rendered) note(`charts judged: ${[...stack.rendered.keys()].join(", ")}`);
    if (applied.judgedOnly.length)
      note(`judged, but not installed, for no pod would answer: ${applied.judgedOnly.map(nameOf).join(", ")}`);
    for (const field of unknownFields(applied.accepted))
      note(`applied with a placeholder for what only a deployment knows: ${field}`);
  });

  afterEach(function () {
    const failure = this.currentTest?.isFailed() ? plane.processes.failure() : undefined;
    if (failure !== undefined) note(failure);
  });

  after(async () => {
    await plane?.stop();
    print(`${name}:`, notes);
  });

  it("every object is accepted in program order, by server-side apply with strict field validation", () => {
    expect(applied.refused).to.deep.equal([]);
    expect(applied.accepted).to.not.deep.equal([]);
  });

  it("at minimum replicas and desired nodes everything becomes Available", async () => {
    await until("everything is Available", 90, () => belowMinimum(), 0.5);
  });

  it("every pod is on the pool that its service asked for", async () => {
    expect(await misplaced(plane.api, stack)).to.deep.equal([]);
  });

  it("replicas are spread over the zones of the nodes", async () => {
    expect(await unspread(plane.api)).to.deep.equal([]);
  });

  it("network policies select pods, services and routes find their targets, autoscalers resolve theirs", async () => {
    await until("references resolve", 30, () => missedTargets(plane.api, stack));
    if (stack.rendered) for (const one of await addonsWithoutPods(plane.api)) note(`of an add-on: ${one}`);
  });

  it("a second apply changes nothing", async () => {
    expect(await unchangedOrDiffers(plane.api, applied.accepted)).to.deep.equal([]);
  });

  it("every node can be drained: budgets let go, and pods come back", async () => {
    const drains = await replaceNodes(plane.api, stack.pools, stack.config.cluster.version);
    for (const { node, evicted, putOff, seconds } of drains) {
      note(`drained ${node}: ${evicted} evicted, ${putOff} put off by a budget, ${seconds.toFixed(1)} s`);
    }
    const pods = (await plane.api.list("v1", "Pod")).filter((pod) => !isDaemon(pod) && pod.status.phase === "Running");
    const used = new Set(pods.map(({ spec }) => spec.nodeName as string));
    expect([...used].filter((node) => !node.endsWith("-new"))).to.deep.equal([]);
  });

  it("at maximum replicas and maximum nodes quotas and nodes hold every pod", async () => {
    await growPools(plane.api, stack.pools, "max", stack.config.cluster.version);
    await scaleTo(plane.api, "maximum");
    await until("everything is Available", 90, () => restless(plane.api), 0.5);
    expect(await misplaced(plane.api, stack)).to.deep.equal([]);
  });

  it("at maximum replicas they are spread over the zones, too", async () => {
    expect(await unspread(plane.api)).to.deep.equal([]);
  });

  it("at maximum replicas every service can still be rolled out", async () => {
    await rollOut(plane.api);
    const seconds = await until("every rollout is complete", 200, () => restless(plane.api), 1);
    note(`rolled out every service at its maximum in ${seconds.toFixed(0)} s`);
  });

  async function belowMinimum(): Promise<string[]> {
    const all = new Map((await workloads(plane.api)).map((one) => [nameOf(one), one]));
    const low = (await scalers(plane.api)).flatMap(({ object, namespace, ref, minimum }) => {
      const replicas = (all.get(`${ref.kind} ${namespace}/${ref.name}`)?.spec.replicas ?? 0) as number;
      return replicas < minimum ? [`${nameOf(object)}: ${replicas} replicas${pathOf(object)}`] : [];
    });
    return [...low, ...(await restless(plane.api))];
  }
}
