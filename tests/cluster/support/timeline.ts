import type { Api } from "./api";
import { pause } from "./wait";
import { workloads } from "./workloads";

/** A change of a workload's replicas. */
export interface Step {
  /** Seconds since the record began. */
  at: number;
  from: number;
  to: number;
}

/** The rules of one direction of a HorizontalPodAutoscaler (`spec.behavior.scaleUp`, `.scaleDown`). */
export interface Rules {
  stabilizationWindowSeconds: number;
  policies: { type: "Pods" | "Percent"; value: number; periodSeconds: number }[];
}

/** Writes down when the replicas of workloads change, as seen every 50 ms. */
export class Timeline {
  private readonly steps = new Map<string, Step[]>();
  private readonly last = new Map<string, number>();
  private readonly begin = performance.now();
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly api: Api,
    private readonly namespace: string,
  ) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** Seconds since the record began. */
  now(): number {
    return (performance.now() - this.begin) / 1000;
  }

  /** Changes of one workload from a point in time on. */
  of(name: string, since: number): Step[] {
    return (this.steps.get(name) ?? []).filter(({ at }) => at >= since);
  }

  /** Replicas that a workload asked for when last looked at. */
  replicas(name: string): number | undefined {
    return this.last.get(name);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      for (const { metadata, spec } of await workloads(this.api, this.namespace)) {
        if (spec.replicas === undefined) continue;
        const [before, to] = [this.last.get(metadata.name), spec.replicas as number];
        this.last.set(metadata.name, to);
        if (before === undefined || before === to) continue;
        const steps = this.steps.get(metadata.name) ?? [];
        this.steps.set(metadata.name, [...steps, { at: this.now(), from: before, to }]);
      }
      await pause(50);
    }
  }
}

/** Seconds by which two sightings of a change may be nearer to each other than the changes were. */
const blur = 0.3;

/**
 * Steps that no policy of the rules allows: each counts together with those before it in the policy's period, from the
 * replicas that there were when the period began. The most generous policy counts, as with `selectPolicy: Max`.
 */
export function breaches(steps: Step[], { policies }: Rules): string[] {
  return steps.flatMap((step) => {
    const allowed = policies.map(({ type, value, periodSeconds }) => {
      const period = steps.filter(({ at }) => at > step.at - periodSeconds + blur && at <= step.at);
      const first = period[0]?.from ?? step.from;
      const most = type === "Pods" ? value : Math.ceil((first * value) / 100);
      return most - Math.abs(step.to - first);
    });
    return Math.max(...allowed) >= 0 ? [] : [`${words(step)}: ${-Math.max(...allowed)} pods too many`];
  });
}

/** `3 → 4 after 2.1 s`. */
export function words({ at, from, to }: Step): string {
  return `${from} → ${to} after ${at.toFixed(1)} s`;
}

/** Longest time between two steps, in seconds. */
export function longestPause(steps: Step[]): number {
  return Math.max(0, ...steps.slice(1).map(({ at }, index) => at - (steps[index]?.at ?? 0)));
}
