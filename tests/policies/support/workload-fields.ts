import type { FieldCase } from "./fields";
import { quantity } from "./quantity";

const group = (value: unknown) => value === undefined || (Number.isInteger(value) && Number(value) > 0);

const groups = (value: unknown) =>
  value === undefined || (Array.isArray(value) && value.every((one) => one !== undefined && group(one)));

/** Fields of pods that rules beyond the first three themes judge. */
export const workloadFields: FieldCase[] = [
  {
    rule: "image-tag",
    at: "$.image",
    fine: ["api:1.0", "ghcr.io:443/x/api:v1", `api@sha256:${"0".repeat(64)}`, `api:latest@sha256:${"0".repeat(64)}`],
    ok: () => false,
    bad: "registry.example.com:5000/api",
  },
  { rule: "image-tag", at: "$.image", ok: () => false, bad: "api:latest" },
  { rule: "no-root-groups", at: "securityContext.fsGroup", fine: [1000], ok: group, bad: 0 },
  { rule: "no-root-groups", at: "securityContext.supplementalGroups", fine: [[1], []], ok: groups, bad: [0] },
  { rule: "no-root-groups", at: "securityContext.runAsGroup", fine: [1000], ok: group, bad: 0 },
  { rule: "no-root-groups", at: "$.securityContext.runAsGroup", fine: [1000], ok: group, bad: 0 },
  {
    rule: "memory-ratio",
    at: "containers.0.resources.limits.memory",
    fine: ["512Mi"],
    ok: (v) => v === undefined || (typeof v === "number" && v >= 0) || quantity(v),
    bad: "513Mi",
    alsoHit: ["memory-limit", "request-within-limit"],
  },
  {
    rule: "no-literal-secrets",
    at: "$.env.0.value",
    fine: ["info", "/etc/token"],
    ok: (v) => typeof v !== "object",
    bad: "AKIAIOSFODNN7EXAMPLE",
  },
  {
    rule: "priority-class",
    at: "priorityClassName",
    fine: ["standard"],
    ok: (v) => typeof v !== "object",
    bad: "system-node-critical",
  },
];
