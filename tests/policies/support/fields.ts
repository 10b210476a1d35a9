/**
 * Every field that a single rule judges by itself: which values are fine, and one that isn't. From this table come the
 * tests of pass, fail, missing, other type, garbage and unknown, in every kind and every container list.
 */
export interface FieldCase {
  rule: string;
  /** Path in the pod spec; `$` stands for a container, `$$` for one that takes part in the rule for serving. */
  at: string;
  ok: (value: unknown) => boolean;
  bad: unknown;
  /** Garbage may hit other rules too; this value hits only the rule itself. */
  alsoHit?: string[];
}

const oneOf =
  (...values: unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);
const unset = oneOf(undefined);
const object = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const list = (item: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || (Array.isArray(value) && value.every(item));
const count = (value: unknown) => typeof value === "number" && Number.isInteger(value) && value >= 0;
const without = (key: string) => (value: unknown) => value === undefined || (object(value) && !(key in value));
/** Below an absent object nothing is set; anything else than an object is garbage. */
const empty = (value: unknown) =>
  value === undefined || (object(value) && Object.values(value).every((inner) => inner === null));

export const fields: FieldCase[] = [
  { rule: "no-host-namespaces", at: "hostNetwork", ok: oneOf(undefined, false), bad: true },
  { rule: "no-host-namespaces", at: "hostPID", ok: oneOf(undefined, false), bad: true },
  { rule: "no-host-namespaces", at: "hostIPC", ok: oneOf(undefined, false), bad: true },
  { rule: "no-privileged-containers", at: "$.securityContext.privileged", ok: oneOf(undefined, false), bad: true },
  {
    rule: "no-windows-host-process",
    at: "securityContext.windowsOptions.hostProcess",
    ok: oneOf(undefined, false),
    bad: true,
  },
  {
    rule: "no-windows-host-process",
    at: "$.securityContext.windowsOptions.hostProcess",
    ok: oneOf(undefined, false),
    bad: true,
  },
  {
    rule: "added-capabilities",
    at: "$.securityContext.capabilities.add",
    ok: list(oneOf("NET_BIND_SERVICE")),
    bad: ["SYS_ADMIN"],
  },
  {
    rule: "drop-all-capabilities",
    at: "$.securityContext.capabilities.drop",
    ok: (value) => Array.isArray(value) && value.includes("ALL"),
    bad: ["NET_RAW"],
  },
  { rule: "no-privilege-escalation", at: "$.securityContext.allowPrivilegeEscalation", ok: oneOf(false), bad: true },
  { rule: "run-as-non-root", at: "securityContext.runAsNonRoot", ok: oneOf(true), bad: false },
  { rule: "run-as-non-root", at: "$.securityContext.runAsNonRoot", ok: oneOf(undefined, true), bad: false },
  { rule: "run-as-user", at: "securityContext.runAsUser", ok: (v) => v === undefined || (count(v) && v !== 0), bad: 0 },
  {
    rule: "run-as-user",
    at: "$.securityContext.runAsUser",
    ok: (v) => v === undefined || (count(v) && v !== 0),
    bad: 0,
  },
  { rule: "volume-types", at: "volumes.0.hostPath", ok: unset, bad: { path: "/var/run" } },
  { rule: "volume-types", at: "volumes.0.nfs", ok: unset, bad: { server: "nfs", path: "/" } },
  { rule: "volume-types", at: "volumes.0.emptyDir", ok: (v) => v === undefined || object(v), bad: 3 },
  { rule: "no-host-ports", at: "$.ports.1.hostPort", ok: oneOf(undefined, 0), bad: 80 },
  { rule: "no-host-probes", at: "$.livenessProbe.httpGet.host", ok: oneOf(undefined, ""), bad: "10.0.0.1" },
  { rule: "no-host-probes", at: "$.lifecycle.postStart.tcpSocket.host", ok: oneOf(undefined, ""), bad: "10.0.0.1" },
  {
    rule: "apparmor-profile",
    at: "securityContext.appArmorProfile.type",
    ok: oneOf("RuntimeDefault", "Localhost"),
    bad: "Unconfined",
  },
  {
    rule: "apparmor-profile",
    at: "$.securityContext.appArmorProfile.type",
    ok: oneOf("RuntimeDefault", "Localhost"),
    bad: "Unconfined",
  },
  {
    rule: "selinux-options",
    at: "securityContext.seLinuxOptions.type",
    ok: oneOf(undefined, "", "container_t", "container_engine_t"),
    bad: "spc_t",
  },
  { rule: "selinux-options", at: "$.securityContext.seLinuxOptions.user", ok: oneOf(undefined, ""), bad: "root" },
  { rule: "selinux-options", at: "$.securityContext.seLinuxOptions.role", ok: oneOf(undefined, ""), bad: "admin" },
  {
    rule: "seccomp-profile",
    at: "securityContext.seccompProfile.type",
    ok: oneOf("RuntimeDefault", "Localhost"),
    bad: "Unconfined",
  },
  {
    rule: "seccomp-profile",
    at: "$.securityContext.seccompProfile.type",
    ok: oneOf("RuntimeDefault", "Localhost"),
    bad: "Unconfined",
  },
  { rule: "proc-mount", at: "$.securityContext.procMount", ok: oneOf(undefined, "Default"), bad: "Unmasked" },
  { rule: "safe-sysctls", at: "securityContext.sysctls.0.name", ok: oneOf("net.ipv4.tcp_rmem"), bad: "kernel.msgmax" },
  { rule: "read-only-root", at: "$.securityContext.readOnlyRootFilesystem", ok: oneOf(true), bad: false },
  {
    rule: "no-default-service-account",
    at: "serviceAccountName",
    ok: (value) => typeof value === "string" && !["", "default"].includes(value),
    bad: "default",
  },
  { rule: "no-automatic-token", at: "automountServiceAccountToken", ok: oneOf(true, false), bad: "yes" },
  { rule: "container-requests", at: "containers.0.resources.requests.cpu", ok: quantity, bad: "0" },
  {
    rule: "container-requests",
    at: "initContainers.0.resources.requests.memory",
    ok: quantity,
    bad: "1 GB",
    alsoHit: ["request-within-limit"],
  },
  {
    rule: "memory-limit",
    at: "initContainers.1.resources.limits.memory",
    ok: quantity,
    bad: true,
    alsoHit: ["request-within-limit"],
  },
  {
    rule: "request-within-limit",
    at: "containers.0.resources.limits.cpu",
    ok: (v) => v === undefined || quantity(v),
    bad: "50m",
  },
  { rule: "readiness-probe", at: "$$.readinessProbe", ok: () => false, bad: {} },
  { rule: "liveness-probe", at: "$$.livenessProbe", ok: () => false, bad: {} },
  {
    rule: "liveness-patience",
    at: "$$.livenessProbe.failureThreshold",
    ok: (v) => v === undefined || (count(v) && v !== 1 && v !== 2),
    bad: 2,
  },
  { rule: "probe-timing", at: "$$.readinessProbe.timeoutSeconds", ok: oneOf(undefined, 0, 1, 2, 3, 4, 5), bad: 6 },
  { rule: "probe-timing", at: "$$.livenessProbe.successThreshold", ok: oneOf(undefined, 0, 1), bad: 2 },
  { rule: "probe-ports", at: "$$.readinessProbe.httpGet.port", ok: oneOf("http"), bad: "htpp" },
  { rule: "start-allowance", at: "$$.startupProbe.failureThreshold", ok: (v) => count(v) && Number(v) >= 12, bad: 11 },
  {
    rule: "grace-period",
    at: "terminationGracePeriodSeconds",
    ok: (v) => v === undefined || (typeof v === "number" && v >= 20),
    bad: 19,
  },
  {
    rule: "grace-period",
    at: "$$.lifecycle.preStop.sleep.seconds",
    ok: (v) => v === undefined || (typeof v === "number" && v <= 55),
    bad: 56,
  },
];

/** Structures above the fields: whatever garbage stands there, the rule that reads below it says so. */
export const structures: Omit<FieldCase, "bad">[] = [
  { rule: "no-privileged-containers", at: "$.securityContext", ok: without("privileged") },
  { rule: "added-capabilities", at: "$.securityContext.capabilities", ok: without("add") },
  { rule: "seccomp-profile", at: "securityContext.seccompProfile", ok: () => false },
  { rule: "apparmor-profile", at: "securityContext.appArmorProfile", ok: unset },
  {
    rule: "safe-sysctls",
    at: "securityContext.sysctls",
    ok: (v) => v === undefined || (Array.isArray(v) && v.length === 0),
  },
  { rule: "volume-types", at: "volumes", ok: list((v) => object(v) && empty({ ...v, name: null })) },
  { rule: "no-host-ports", at: "$.ports", ok: list((v) => object(v) && (v["hostPort"] ?? 0) === 0) },
  { rule: "container-requests", at: "containers.0.resources", ok: () => false },
  { rule: "readiness-probe", at: "containers.0.readinessProbe.httpGet", ok: object },
  {
    rule: "no-privileged-containers",
    at: "containers",
    ok: list((v) => object(v) && empty(v["securityContext"] ?? undefined)),
  },
  {
    rule: "no-privileged-containers",
    at: "initContainers",
    ok: list((v) => object(v) && empty(v["securityContext"] ?? undefined)),
  },
];

/** Independent of the pack's own parser on purpose, and narrower: what the API server takes and nobody doubts. */
function quantity(value: unknown): boolean {
  return typeof value === "number"
    ? value > 0
    : typeof value === "string" && /^(?!0+(\.0+)?[a-zA-Z]*$)\d+(\.\d+)?(m|k|Ki|M|Mi|G|Gi)?$/.test(value);
}
