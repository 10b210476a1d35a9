import type * as k8s from "@pulumi/kubernetes";
import type { Grant } from "../../shared/grant";
import type { PoolRef } from "../../shared/refs";
import { containerEnv, type ConfigMapPlan } from "../config/config-map";
import { grantedEnv } from "../config/granted";
import { placementOf, spreadOf } from "./placement";
import { namedPorts } from "../traffic/ports";
import { containerProbes } from "./probes";
import type { PodSettings } from "./pod-settings";
import type { ServiceSettings } from "../settings";
import { podVolumes } from "./volumes";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;
type EnvVar = k8s.types.input.core.v1.EnvVar;

/** Seconds after the drain in which the process ends and the kubelet notices. */
const margin = 5;

/** Everything that shapes a service's pods. */
export interface PodPlan {
  /** Name of the service, of its container and of its service account. */
  name: string;
  settings: ServiceSettings;
  /** Full image reference. */
  image: string;
  selector: Record<string, string>;
  pool: PoolRef | undefined;
  config: ConfigMapPlan | undefined;
  /** Environment by which it finds the collector of traces; empty where there is none. */
  telemetry: EnvVar[];
  /** What comes with the things that it uses. */
  grant: Grant;
}

/** The pod of a service; what Pod Security `restricted` demands and what keeps it up while nodes and versions change. */
export function podSpec(plan: PodPlan): PodSpec {
  const { settings, selector } = plan;
  const own = settings.port === "none" ? undefined : settings.port;
  const ports = namedPorts(settings).map((one) => ({ name: one.name, containerPort: one.port, protocol: "TCP" }));
  const { delaySeconds } = settings.shutdown;
  return {
    ...commonSpec(plan, settings.scaling.max, selector),
    containers: [
      {
        ...container(plan),
        ...(ports.length ? { ports } : {}),
        ...containerProbes(settings.probes, own ?? settings.metrics?.port, settings.tls ? own : undefined),
        // The kubelet sleeps, not a command in the image: stable since 1.34 (KEP-3960).
        ...(own !== undefined && delaySeconds > 0
          ? { lifecycle: { preStop: { sleep: { seconds: delaySeconds } } } }
          : {}),
      },
    ],
  };
}

/** The pod of a run that ends: nobody calls it, and its end says how it went. */
export function jobPodSpec(plan: PodPlan): PodSpec {
  return { ...commonSpec(plan, 1, plan.selector), restartPolicy: "Never", containers: [container(plan)] };
}

function commonSpec(plan: PodPlan, mostPods: number, selector: Record<string, string>): Omit<PodSpec, "containers"> {
  const { settings, name } = plan;
  return {
    serviceAccountName: name,
    ...(settings.image.pullSecret === undefined ? {} : { imagePullSecrets: [{ name: settings.image.pullSecret }] }),
    automountServiceAccountToken: false,
    // The variables that Kubernetes makes of every Service of the namespace slow starts and leak names.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: gracePeriod(settings),
    ...(settings.priorityClass === undefined ? {} : { priorityClassName: settings.priorityClass }),
    ...placementOf(plan.pool, settings.image.architectures),
    ...spreadOf(settings, selector, mostPods),
    securityContext: podSecurity(settings.security),
    volumes: podVolumes(plan).volumes,
  };
}

/** Seconds between the order to stop and the kill: going on serving, finishing, ending. */
export function gracePeriod({ port, shutdown }: Pick<ServiceSettings, "port" | "shutdown">): number {
  return (port === "none" ? 0 : shutdown.delaySeconds) + shutdown.drainSeconds + margin;
}

function container(plan: PodPlan): Container {
  const { name, settings, image, config, telemetry, grant } = plan;
  const { command, args } = settings;
  const env = containerEnv(settings.env, config, [...telemetry, ...grantedEnv(name, grant)]);
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    ...(command ? { command } : {}),
    ...(args ? { args } : {}),
    ...(env.length ? { env } : {}),
    resources: podResources(settings),
    securityContext: containerSecurity(settings.security),
    volumeMounts: podVolumes(plan).mounts,
  };
}

/** Requests and limits; of BestEffort the local disk alone, which is no part of a class of quality of service. */
function podResources({ qos, resources }: ServiceSettings): Container["resources"] {
  if (typeof qos !== "object") return resources;
  const only = (of: { "ephemeral-storage": string }) => ({ "ephemeral-storage": of["ephemeral-storage"] });
  return { requests: only(resources.requests), limits: only(resources.limits) };
}

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
function podSecurity({ user, group, fsGroup, bindLowPorts }: PodSettings["security"]): PodSpec["securityContext"] {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    fsGroup,
    // Without it the kubelet changes the owner of every file of a large volume at each start.
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
    // A safe sysctl. The capability alone does nothing for a process that is not root and may gain no privileges:
    // Kubernetes has no ambient capabilities (KEP-2763).
    ...(bindLowPorts ? { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] } : {}),
  };
}

function containerSecurity({ bindLowPorts }: PodSettings["security"]): Container["securityContext"] {
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"], ...(bindLowPorts ? { add: ["NET_BIND_SERVICE"] } : {}) },
  };
}
