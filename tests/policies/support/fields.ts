import { quantity } from "./quantity";
import { workloadFields } from "./workload-fields";

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
  /** Values that must pass, beside the one of the compliant pod. */
  fine?: unknown[];
  /** Garbage may hit other rules too; this value hits only the rule itself. */
  alsoHit?: string[];
}

const oneOf =
  (...values: unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);
export const unset = oneOf(undefined);
export const object = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const list = (item: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || (Array.isArray(value) && value.every(item));
const count = (value: unknown) => typeof value === "number" && Number.isInteger(value) && value >= 0;
export const without = (key: string) => (value: unknown) => value === undefined || (object(value) && !(key in value));
/** Below an absent object nothing is set; anything else than an object is garbage. */
export const empty = (value: unknown) =>
  value === undefined || (object(value) && Object.values(value).every((inner) => inner === null));

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline at 1.36 */
const safeSysctls = (
  "kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.ip_unprivileged_port_start net.ipv4.tcp_syncookies " +
  "net.ipv4.ping_group_range net.ipv4.ip_local_reserved_ports net.ipv4.tcp_keepalive_time net.ipv4.tcp_fin_timeout " +
  "net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes net.ipv4.tcp_rmem net.ipv4.tcp_wmem"
).split(" ");

export const fields: FieldCase[] = [
  { rule: "no-host-namespaces", at: "hostNetwork", fine: [false], ok: oneOf(undefined, false), bad: true },
  { rule: "no-host-namespaces", at: "hostPID", ok: oneOf(undefined, false), bad: true },
  { rule: "no-host-namespaces", at: "hostIPC", ok: oneOf(undefined, false), bad: true },
  {
    rule: "no-privileged-containers",
    at: "$.securityContext.privileged",
    fine: [false],
    ok: oneOf(undefined, false),
    bad: true,
  },
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
    fine: [[], ["NET_BIND_SERVICE"]],
    ok: list(oneOf("NET_BIND_SERVICE")),
    bad: ["SYS_ADMIN"],
  },
  {
    rule: "drop-all-capabilities",
    at: "$.securityContext.capabilities.drop",
    fine: [["NET_RAW", "ALL"]],
    ok: (value) => Array.isArray(value) && value.includes("ALL"),
    bad: ["NET_RAW"],
  },
  { rule: "no-privilege-escalation", at: "$.securityContext.allowPrivilegeEscalation", ok: oneOf(false), bad: true },
  { rule: "run-as-non-root", at: "securityContext.runAsNonRoot", ok: oneOf(true), bad: false },
  {
    rule: "run-as-non-root",
    at: "$.securityContext.runAsNonRoot",
    fine: [true],
    ok: oneOf(undefined, true),
    bad: false,
  },
  {
    rule: "run-as-user",
    at: "securityContext.runAsUser",
    fine: [1, 1000, undefined],
    ok: (v) => v === undefined || (count(v) && v !== 0),
    bad: 0,
  },
  {
    rule: "run-as-user",
    at: "$.securityContext.runAsUser",
    fine: [1000],
    ok: (v) => v === undefined || (count(v) && v !== 0),
    bad: 0,
  },
  { rule: "volume-types", at: "volumes.0.hostPath", ok: unset, bad: { path: "/var/run" } },
  { rule: "volume-types", at: "volumes.0.nfs", ok: unset, bad: { server: "nfs", path: "/" } },
  { rule: "volume-types", at: "volumes.0.emptyDir", ok: (v) => v === undefined || object(v), bad: 3 },
  { rule: "no-host-ports", at: "$.ports.1.hostPort", fine: [0], ok: oneOf(undefined, 0), bad: 80 },
  { rule: "no-host-probes", at: "$.livenessProbe.httpGet.host", fine: [""], ok: oneOf(undefined, ""), bad: "10.0.0.1" },
  { rule: "no-host-probes", at: "$.lifecycle.postStart.tcpSocket.host", ok: oneOf(undefined, ""), bad: "10.0.0.1" },
  {
    rule: "apparmor-profile",
    at: "securityContext.appArmorProfile.type",
    fine: ["RuntimeDefault", "Localhost"],
    ok: oneOf("RuntimeDefault", "Localhost"),
    bad: "Unconfined",
  },
  {
    rule: "apparmor-profile",
    at: "$.securityContext.appArmorProfile.type",
    fine: ["Localhost"],
    ok: oneOf("RuntimeDefault", "Localhost"),
    bad: "Unconfined",
  },
  {
    rule: "selinux-options",
    at: "securityContext.seLinuxOptions.type",
    fine: ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"],
    ok: oneOf(undefined, "", "container_t", "container_engine_t"),
    bad: "spc_t",
  },
  { rule: "selinux-options", at: "$.securityContext.seLinuxOptions.user", ok: oneOf(undefined, ""), bad: "root" },
  { rule: "selinux-options", at: "$.securityContext.seLinuxOptions.role", ok: oneOf(undefined, ""), bad: "admin" },
  {
    rule: "seccomp-profile",
    at: "securityContext.seccompProfile.type",
    fine: ["Localhost"],
    ok: oneOf("RuntimeDefault", "Localhost"),
    bad: "Unconfined",
  },
  {
    rule: "seccomp-profile",
    at: "$.securityContext.seccompProfile.type",
    fine: ["RuntimeDefault", "Localhost"],
    ok: oneOf("RuntimeDefault", "Localhost"),
    bad: "Unconfined",
  },
  {
    rule: "proc-mount",
    at: "$.securityContext.procMount",
    fine: ["Default"],
    ok: oneOf(undefined, "Default"),
    bad: "Unmasked",
  },
  {
    rule: "safe-sysctls",
    at: "securityContext.sysctls.0.name",
    fine: safeSysctls,
    ok: oneOf("net.ipv4.tcp_rmem"),
    bad: "kernel.msgmax",
  },
  { rule: "read-only-root", at: "$.securityContext.readOnlyRootFilesystem", ok: oneOf(true), bad: false },
  {
    rule: "no-default-service-account",
    at: "serviceAccountName",
    ok: (value) => typeof value === "string" && !["", "default"].includes(value),
    bad: "default",
  },
  { rule: "no-automatic-token", at: "automountServiceAccountToken", fine: [true], ok: oneOf(true, false), bad: "yes" },
  {
    rule: "container-requests",
    at: "containers.0.resources.requests.cpu",
    fine: ["1", 0.5, 2],
    ok: quantity,
    bad: "0",
  },
  {
    rule: "container-requests",
    at: "initContainers.0.resources.requests.memory",
    ok: quantity,
    bad: "1 GB",
    alsoHit: ["request-within-limit", "memory-ratio"],
  },
  {
    rule: "memory-limit",
    at: "initContainers.1.resources.limits.memory",
    ok: quantity,
    bad: true,
    alsoHit: ["request-within-limit", "memory-ratio"],
  },
  {
    rule: "request-within-limit",
    at: "containers.0.resources.limits.cpu",
    fine: ["100m", 0.1],
    ok: (v) => v === undefined || quantity(v),
    bad: "50m",
  },
  ...workloadFields,
  { rule: "readiness-probe", at: "$$.readinessProbe", ok: () => false, bad: {} },
  { rule: "liveness-probe", at: "$$.livenessProbe", ok: () => false, bad: {} },
  {
    rule: "liveness-patience",
    at: "$$.livenessProbe.failureThreshold",
    fine: [0, 4],
    ok: (v) => v === undefined || (count(v) && v !== 1 && v !== 2),
    bad: 2,
  },
  {
    rule: "probe-timing",
    at: "$$.readinessProbe.timeoutSeconds",
    fine: [5],
    ok: oneOf(undefined, 0, 1, 2, 3, 4, 5),
    bad: 6,
  },
  { rule: "probe-timing", at: "$$.livenessProbe.successThreshold", fine: [1], ok: oneOf(undefined, 0, 1), bad: 2 },
  { rule: "probe-ports", at: "$$.readinessProbe.httpGet.port", ok: oneOf("http"), bad: "htpp" },
  {
    rule: "start-allowance",
    at: "$$.startupProbe.failureThreshold",
    fine: [12],
    ok: (v) => count(v) && Number(v) >= 12,
    bad: 11,
  },
  {
    rule: "grace-period",
    at: "terminationGracePeriodSeconds",
    fine: [20],
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
