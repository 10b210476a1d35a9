import { expect } from "chai";
import type { KubeObject } from "../support/api";
import { applyStack } from "../support/apply";
import type { ControlPlane } from "../support/control-plane";
import { MetricsApi } from "../support/metrics-api";
import { controlPlaneOrSkip, print } from "../support/mocha";
import { growPools } from "../support/nodes";
import { changedStack, type Entry } from "../support/stack";
import { breaches, longestPause, type Rules, type Step, Timeline, words } from "../support/timeline";
import { pause, until } from "../support/wait";
import { restless } from "../support/workloads";

/**
 * One second here is 15 of a cluster. All periods and windows of the autoscalers and the controller's own period (15 s)
 * are shortened by the same factor, so that every ratio is the stack's.
 */
const factor = 15;
const scalingSeconds = 15 / factor;

/** What the controller may be late: the wait for its next look, another one, and a busy machine. */
const slack = 2 * scalingSeconds + 1.5;

describe("autoscalers of production follow a load curve, 15 times as fast", function () {
  this.timeout(300_000);
  const notes: string[] = [];
  let plane: ControlPlane;
  let metrics: MetricsApi;
  let timeline: Timeline;
  let scalers: Map<string, KubeObject>;
  let requests: Map<string, number>;

  before(async function () {
    this.timeout(0);
    const { entries, objects, pools, config } = changedStack("production", (all) => {
      const { worker } = all["platform:services"];
      delete worker.consumes; // KEDA's to read
      worker.scaling = { min: 2, max: 10, cpu: 70 };
    });
    plane = await controlPlaneOrSkip(this, config.cluster.version, { scalingSeconds });
    metrics = await MetricsApi.start(plane);
    await growPools(plane.api, pools, "max", config.cluster.version);
    const { refused } = await applyStack(plane.api, { config, entries: entries.map(shortened), rendered: undefined });
    expect(refused.filter((text) => /^(Deployment|Rollout|HorizontalPodAutoscaler) /.test(text))).to.deep.equal([]);
    scalers = byName(objects.filter(({ kind }) => kind === "HorizontalPodAutoscaler").map(shortenedObject));
    const serving = byName(objects.filter(({ kind }) => kind === "Deployment" || kind === "Rollout"));
    requests = new Map([...serving].map(([name, { spec }]) => [name, requested(spec.template.spec.containers)]));
    for (const name of scalers.keys()) metrics.load.set(name, loadFor(name, minimum(name)));
    await until("every Deployment is Available", 90, () => restless(plane.api));
    timeline = new Timeline(plane.api, "production");
    timeline.start();
    await until("every autoscaler reads its metrics", 60, unread);
  });

  after(async () => {
    await timeline?.stop();
    await metrics?.stop();
    await plane?.stop();
    print("load curve:", notes);
  });

  it("VC-48: under load api gains one pod every 30 s, up to its maximum", async () => {
    const since = load("api", maximum("api"));
    await arrives("api", maximum("api"), 60);
    const steps = told("up", "api", since);
    expect(steps.map(({ to }) => to)).to.deep.equal([4, 5, 6, 7, 8, 9, 10]);
    expect(rules("api", "scaleUp").policies).to.deep.equal([{ type: "Pods", value: 1, periodSeconds: 30 / factor }]);
    expect(breaches(steps, rules("api", "scaleUp"))).to.deep.equal([]);
    expect(longestPause(steps)).to.be.below(30 / factor + slack);
  });

  it("a service without rules of its own doubles, or gains four pods, every 15 s", async () => {
    const since = load("worker", maximum("worker"));
    await arrives("worker", maximum("worker"), 30);
    const steps = told("up", "worker", since);
    expect(steps.map(({ to }) => to)).to.deep.equal([6, 10]);
    expect(breaches(steps, rules("worker", "scaleUp"))).to.deep.equal([]);
    expect(longestPause(steps)).to.be.below(15 / factor + slack);
  });

  it("a dip shorter than 300 s takes no pod away", async () => {
    const since = load("api", minimum("api"));
    load("worker", minimum("worker"));
    await pause(((300 / factor) * 1000) / 2);
    load("api", maximum("api"));
    load("worker", maximum("worker"));
    await pause(((300 / factor) * 1000 * 3) / 4); // past the end of the window that the dip opened
    expect([told("in the dip", "api", since), told("in the dip", "worker", since)]).to.deep.equal([[], []]);
  });

  it("VC-49: after 300 s without load api loses one pod every 300 s, a service without rules all at once", async () => {
    const since = load("api", minimum("api"));
    load("worker", minimum("worker"));
    await arrives("api", minimum("api"), 240);
    const steps = told("down", "api", since);
    expect(steps.map(({ to }) => to)).to.deep.equal([9, 8, 7, 6, 5, 4, 3]);
    expect(rules("api", "scaleDown").policies).to.deep.equal([{ type: "Pods", value: 1, periodSeconds: 300 / factor }]);
    expect(breaches(steps, rules("api", "scaleDown"))).to.deep.equal([]);
    expect(longestPause(steps)).to.be.below(300 / factor + slack);
    const worker = told("down", "worker", since);
    expect(worker.map(({ to }) => to)).to.deep.equal([2]);
    for (const [name, [first]] of Object.entries({ api: steps, worker })) {
      const waited = (first?.at ?? 0) - since;
      expect(waited, `${name} waited`).to.be.within(300 / factor - scalingSeconds - 0.5, 300 / factor + slack);
    }
  });

  /** Sets the load that a number of pods carries at its target; answers with the time. */
  function load(name: string, pods: number): number {
    metrics.load.set(name, loadFor(name, pods));
    return timeline.now();
  }

  /**
   * Load that asks for a number of pods: at the minimum a bit less than they carry, above it well more, because a load
   * within 10 % of what the pods carry changes nothing (the controller's tolerance).
   */
  function loadFor(name: string, pods: number): number {
    const target = scaler(name).spec.metrics[0].resource.target.averageUtilization as number;
    const share = pods === minimum(name) ? 0.9 : 1.3;
    return pods * share * (target / 100) * (requests.get(name) ?? 0);
  }

  function told(what: string, name: string, since: number): Step[] {
    const steps = timeline.of(name, since);
    const lines = steps.map((step) => words({ ...step, at: step.at - since }));
    notes.push(`${name}, ${what}: ${lines.join(", ") || "no change"}`);
    return steps;
  }

  function arrives(name: string, replicas: number, seconds: number): Promise<number> {
    return until(`${name} has ${replicas} replicas`, seconds, () => {
      const now = timeline.replicas(name);
      return Promise.resolve(now === replicas ? undefined : `it has ${now ?? "none"}`);
    });
  }

  async function unread(): Promise<string[]> {
    const now = await plane.api.list("autoscaling/v2", "HorizontalPodAutoscaler");
    return now.flatMap(({ metadata, status }) => {
      const active = status?.conditions?.find(({ type }: any) => type === "ScalingActive");
      return active?.status === "True" ? [] : [`${metadata.name}: ${active?.message ?? "not seen yet"}`];
    });
  }

  function scaler(name: string): KubeObject {
    const found = scalers.get(name);
    if (!found) throw new Error(`there is no autoscaler ${name}`);
    return found;
  }

  function minimum(name: string): number {
    return scaler(name).spec.minReplicas as number;
  }

  function maximum(name: string): number {
    return scaler(name).spec.maxReplicas as number;
  }

  function rules(name: string, direction: "scaleUp" | "scaleDown"): Rules {
    return scaler(name).spec.behavior[direction] as Rules;
  }
});

function byName(objects: KubeObject[]): Map<string, KubeObject> {
  return new Map(objects.map((object) => [object.metadata.name, object]));
}

/** Thousandths of a vCPU that the containers of a pod ask for. */
function requested(containers: { resources: { requests: { cpu: string } } }[]): number {
  const cpus = containers.map(({ resources }) => resources.requests.cpu);
  return cpus.reduce((sum, cpu) => sum + (cpu.endsWith("m") ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000), 0);
}

function shortened(entry: Entry): Entry {
  return "object" in entry ? { ...entry, object: shortenedObject(entry.object) } : entry;
}

/** The same object, but an autoscaler with its periods and windows divided by the factor. */
function shortenedObject(object: KubeObject): KubeObject {
  if (object.kind !== "HorizontalPodAutoscaler") return object;
  const { scaleUp, scaleDown } = object.spec.behavior as { scaleUp: Rules; scaleDown: Rules };
  const behavior = { scaleUp: faster(scaleUp), scaleDown: faster(scaleDown) };
  return { ...object, spec: { ...object.spec, behavior } };
}

function faster(rules: Rules): Rules {
  const part = (seconds: number) => {
    if (seconds % factor !== 0) throw new Error(`${seconds} s can't be shortened ${factor} times: not a whole second`);
    return seconds / factor;
  };
  return {
    ...rules,
    stabilizationWindowSeconds: part(rules.stabilizationWindowSeconds),
    policies: rules.policies.map((policy) => ({ ...policy, periodSeconds: part(policy.periodSeconds) })),
  };
}
