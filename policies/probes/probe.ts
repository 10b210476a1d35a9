import { show, type Field } from "../support/field";
import type { Container, Pod } from "../support/pods";
import type { Report } from "../support/report";

export const probes = {
  tags: ["probes"],
  url: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
};

export const kinds = ["startup", "liveness", "readiness"] as const;
export type ProbeKind = (typeof kinds)[number];

/**
 * Containers that run as long as their pod: not those of Jobs, not plain init containers, not a debugger's. An init
 * container that doesn't say yet whether it is one of them is reported.
 */
export function serving(pod: Pod, report: Report): Container[] {
  if (!pod.longRunning) {
    return [];
  }
  for (const { role, field } of pod.containers) {
    if (role === "init") {
      report.expect(field.at("restartPolicy"), (value) => value === undefined || typeof value === "string", {
        why: "nobody can tell whether the container goes on running",
        fix: `Remove ${field.path}.restartPolicy, or set it to Always`,
      });
    }
  }
  return pod.containers.filter(({ role }) => role === "container" || role === "sidecar");
}

export function probeOf(container: Container, kind: ProbeKind): Field {
  return container.field.at(`${kind}Probe`);
}

/** What the API server fills in: SetDefaults_Probe, kubernetes v1.36 pkg/apis/core/v1/defaults.go. */
const defaults = {
  initialDelaySeconds: 0,
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
};
export type Timing = Record<keyof typeof defaults, number>;

/**
 * The numbers of a probe with Kubernetes' defaults; `undefined` when there is no probe or one of them can't be read,
 * which is then reported. Zero means the default, as it does to the API server.
 */
export function timingOf(probe: Field, report: Report): Timing | undefined {
  if (probe.absent || !report.readable(probe)) {
    return undefined;
  }
  const timing = { ...defaults };
  let complete = true;
  for (const key of Object.keys(defaults) as (keyof Timing)[]) {
    const field = probe.at(key);
    if (!report.readable(field)) {
      complete = false;
    } else if (!field.absent && !isCount(field.value)) {
      complete = false;
      report.violation({
        what: `${field.owner} sets ${field.local} to ${show(field.value)}`,
        why: "that is no number of seconds or times",
        fix: `Set ${field.path} to a whole number`,
      });
    } else if (isCount(field.value) && field.value > 0) {
      timing[key] = field.value;
    }
  }
  return complete ? timing : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

export const handlers = ["httpGet", "tcpSocket", "exec", "grpc"] as const;

/** Demands a probe with a handler. */
export function expectProbe(report: Report, container: Container, kind: ProbeKind, why: string): void {
  const probe = probeOf(container, kind);
  if (!report.readable(probe)) {
    return;
  }
  const fields = handlers.map((handler) => probe.at(handler));
  const inside = fields.find((field) => !field.absent);
  if (probe.absent || !inside) {
    report.violation({
      what: `${container.field.owner} has no ${kind} probe${probe.absent ? "" : " that asks anything"}`,
      why,
      fix: `Set ${container.setting(`probes.${kind}`)}`,
    });
  } else {
    report.readable(inside.at("*"));
  }
}
