import { z } from "zod";
import { pattern, remedied } from "../shared/problem";
import { quantity } from "../shared/quantity";
import { isNetworkBlock } from "../network/cidr";
import { isQuotaKey, quotaKeys } from "./quota-keys";
import { checkNamespace, checkRole } from "./settings-checks";
import type { ContainerLimits, ResourceQuantities } from "./spec";

/** What a tier decides about a namespace when a stack does not. */
export interface NamespaceDefaults {
  quota: ResourceQuantities;
  limitRange: ContainerLimits;
}

const label = pattern(
  /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
  "is not a name that Kubernetes takes",
  "up to 63 lower-case letters, digits and hyphens",
);

const namespaceName = label.refine((name) => !name.startsWith("kube-"), {
  error: remedied("is one of Kubernetes' own namespaces, which start with kube-", "another name"),
});

const labelValue = pattern(
  /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
  "is not a label value",
  "up to 63 letters, digits, hyphens, underscores and dots",
);

const labelsOf = (text: string) => z.record(z.string(), labelValue).describe(text);

const port = z.union([
  z.int().min(1).max(65535),
  pattern(/^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/, "is not the name of a port", "a name such as metrics, or a number"),
]);

const allowance = z
  .strictObject({
    pods: labelsOf("Labels of the pods of this namespace that it is for. Left out: all of them.").optional(),
    namespace: label.optional().describe("The other side's namespace. Left out: this one."),
    peers: labelsOf("Labels of the other side's pods. Left out: all of them.").optional(),
    cidr: z
      .string()
      .refine(isNetworkBlock, {
        error: remedied("is not an IPv4 network in CIDR form", "a block such as 192.0.2.0/24"),
      })
      .optional()
      .describe("A range instead of pods."),
    ports: z.array(port).min(1).describe("Ports by number, or by the name that the container gives them."),
    protocol: z.enum(["TCP", "UDP"]).default("TCP").describe("Protocol of the ports."),
  })
  .refine((rule) => rule.cidr === undefined || (rule.namespace === undefined && rule.peers === undefined), {
    path: ["cidr"],
    error: remedied("stands beside namespace or peers, but the other side is a range or pods", "one of them"),
  });

const rule = z.strictObject({
  apiGroups: z.array(z.string()).default([""]).describe("API groups; the empty one is that of pods and services."),
  resources: z.array(z.string()).min(1).describe("Resources in the plural, for example pods."),
  verbs: z.array(z.string()).min(1).describe("What may be done, for example get, list, watch."),
  resourceNames: z.array(z.string()).optional().describe("Only objects of these names. Left out: all."),
});

const role = z
  .strictObject({
    rules: z.array(rule).min(1).optional().describe("Rules of a Role of the namespace."),
    clusterRole: z
      .enum(["view", "edit", "admin"])
      .optional()
      .describe("A role of Kubernetes instead, for this namespace only. `edit` and `admin` may read secrets."),
    groups: z.array(z.string().min(1)).default([]).describe("Groups that have it, such as those of an access entry."),
    serviceAccounts: z.array(label).default([]).describe("Service accounts of this namespace that have it."),
    reason: z.string().min(1).optional().describe("Why rights beyond the usual are given; the preview lists it."),
  })
  .superRefine(checkRole);

/** Schema of the resources of one container; a value is kept as its text. */
const resources = z.partialRecord(z.enum(["cpu", "memory", "ephemeral-storage"]), quantity());

function limitRangeSettings(defaults: ContainerLimits) {
  return z
    .strictObject({
      default: resources.default(defaults.default).describe("Limits of a container that says none."),
      defaultRequest: resources.default(defaults.defaultRequest).describe("Requests of a container that says none."),
      min: resources
        .optional()
        .default(defaults.min ?? {})
        .describe("Least that a container may request."),
      max: resources
        .optional()
        .default(defaults.max ?? {})
        .describe("Most that a container may have as its limit."),
      maxLimitRequestRatio: resources
        .optional()
        .default(defaults.maxLimitRequestRatio ?? {})
        .describe("How many times its request a limit may be. Memory above its request is what nodes run out of."),
    })
    .prefault({})
    .describe("LimitRange: what a container gets that says nothing, and what none may go beyond.");
}

function namespaceSettings(defaults: NamespaceDefaults) {
  return z
    .strictObject({
      podSecurity: z
        .enum(["restricted", "baseline", "privileged"])
        .default("restricted")
        .describe("Pod Security level that the cluster enforces. Below `restricted` a `reason` is needed."),
      reason: z.string().min(1).optional().describe("Why the level is below `restricted`; the preview lists it."),
      team: labelValue.optional().describe("Team that owns it; alerts and costs go there. Left out: the stack's team."),
      costCenter: labelValue.optional().describe("Accounting unit. Left out: the stack's."),
      labels: labelsOf("Labels beside those that the program sets.").default({}),
      mesh: z
        .enum(["none", "istio"])
        .default("none")
        .describe(
          "`istio`: a proxy in each pod, mutual TLS only, and nothing may call a pod that no service declares. Needs the add-on istiod; each pod asks for 100m CPU and 128Mi more.",
        ),
      tiers: z.array(label).default([]).describe("Names that `tier` of its services may have, e.g. frontend, backend."),
      quota: z
        .record(
          z.string().refine(isQuotaKey, {
            error: remedied(
              "is no quota that Kubernetes counts",
              `one of ${quotaKeys.join(", ")}, or count/<resource>`,
            ),
          }),
          quantity({ orZero: true }),
        )
        .default(defaults.quota)
        .describe("ResourceQuota, `spec.hard` as Kubernetes writes it. Your own replaces the tier's default whole."),
      limitRange: limitRangeSettings(defaults.limitRange),
      bestEffort: z
        .boolean()
        .default(false)
        .describe(
          "For services with `qos: bestEffort` alone: pods with requests of CPU or memory are refused, `quota` bounds `pods` and nothing else, and each part of `limitRange` is {}.",
        ),
      egress: z
        .enum(["none", "internet"])
        .default("none")
        .describe(
          "`none`: pods reach only what they declare. `internet`: and everything public, never the VPC or IMDS.",
        ),
      sameNamespace: z
        .enum(["allow", "deny"])
        .default("deny")
        .describe("Whether its pods may talk to each other without declaring it."),
      scrapePorts: z.array(port).default(["metrics"]).describe("Ports that the monitoring namespace may scrape."),
      ingressFrom: z.record(label, allowance).default({}).describe("What may reach its pods, by a name of your own."),
      egressTo: z.record(label, allowance).default({}).describe("What its pods may reach, by a name of your own."),
      roles: z.record(label, role).default({}).describe("Roles in the namespace, by name, and who has them."),
      serviceAccounts: z
        .array(label)
        .default([])
        .describe("Service accounts for what no service of the stack stands for, without a token in the pod."),
    })
    .superRefine(checkNamespace);
}

/** What a stack may say about its application namespaces, by name. */
export function namespacesSettings(defaults: NamespaceDefaults) {
  return z.record(namespaceName, namespaceSettings(defaults));
}

export type NamespacesSettings = z.output<ReturnType<typeof namespacesSettings>>;
export type NamespaceSettings = NamespacesSettings[string];
