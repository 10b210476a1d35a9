import { empty, list, object, unset, without, type FieldCase } from "./fields";

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
