import type * as k8s from "@pulumi/kubernetes";
import type { ProbeSettings, ProbesSettings } from "./probe-settings";

type Probe = k8s.types.input.core.v1.Probe;
type Handler = Pick<Probe, "httpGet" | "tcpSocket" | "grpc" | "exec">;

/** True for a probe that runs a command, which needs no port. */
export function checksByCommand(probe: ProbeSettings): boolean {
  return probe.exec !== undefined;
}

/** The three probes of a container; none where the stack gave a reason for that. */
export function containerProbes(
  probes: ProbesSettings,
  port: number | undefined,
  /** Port that speaks TLS, where one does. */
  tlsPort?: number,
): { startupProbe?: Probe; livenessProbe?: Probe; readinessProbe?: Probe } {
  if (probes.none) return {};
  const live = handlerOf(probes.liveness, port) ?? http("/health", probes.liveness.port ?? port);
  const ready =
    handlerOf(probes.readiness, port) ?? (port === undefined ? live : http("/ready", probes.readiness.port ?? port));
  const asked = (handler: Handler, given: ProbeSettings) => probe(secured(handler, tlsPort), given);
  return {
    startupProbe: asked(handlerOf(probes.startup, port) ?? live, probes.startup),
    livenessProbe: asked(live, probes.liveness),
    readinessProbe: asked(ready, probes.readiness),
  };
}

/** What a probe asks where it says so itself. */
function handlerOf(given: ProbeSettings, servicePort: number | undefined): Handler | undefined {
  const port = given.port ?? servicePort;
  if (given.exec) return { exec: { command: given.exec } };
  if (port === undefined) return undefined;
  if (given.tcp) return { tcpSocket: { port } };
  if (given.grpc) return { grpc: { port } };
  return given.path === undefined ? undefined : http(given.path, port);
}

function http(path: string, port: number | undefined): Handler {
  return port === undefined ? {} : { httpGet: { path, port } };
}

/** The kubelet checks no certificate; it must speak TLS where the port does. */
function secured(handler: Handler, tlsPort: number | undefined): Handler {
  const { httpGet } = handler as { httpGet?: { path: string; port: number } };
  return httpGet && httpGet.port === tlsPort ? { httpGet: { ...httpGet, scheme: "HTTPS" } } : handler;
}

function probe(handler: Handler, given: ProbeSettings): Probe {
  const { initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold } = given;
  return {
    ...handler,
    ...(initialDelaySeconds === 0 ? {} : { initialDelaySeconds }),
    periodSeconds,
    timeoutSeconds,
    failureThreshold,
  };
}
