import { z } from "zod";
import { refersTo } from "../shared/reference";
import { pattern } from "../shared/problem";
import { kubeletSettings } from "./kubelet-settings";
import { offPeakSettings } from "./off-peak";
import { checkPool, checkPools } from "./settings-checks";

/** What a tier decides about node pools when a stack does not. */
export interface NodePoolsDefaults {
  /** Root disk of a node (Bottlerocket: its data disk), GiB. */
  diskGiB: number;
  /** EKS replaces nodes that stay unhealthy. */
  repair: boolean;
  /** Share of a pool's nodes that an update may take at once, percent. */
  updatePercentage: number;
}

/** Pool names become labels, taint values and the beginning of node group names (63 characters, 26 of them EKS's). */
const poolName = pattern(
  /^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/,
  "is not a pool name",
  "at most 30 lower-case letters, digits and hyphens",
);
const labelKey = pattern(
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
  "is not a label key",
  "a key such as workload or example.com/workload",
);
const labelValue = pattern(
  /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/,
  "is not a label value",
  "at most 63 letters, digits, hyphens, dots and underscores",
);

const size = z.strictObject({
  min: z
    .int()
    .min(0)
    .describe(
      "Fewest nodes. 0 lets the autoscaler empty the pool. EKS refuses more than there are just now; from 0 with `desired: 0` the group is made anew.",
    ),
  desired: z
    .int()
    .min(0)
    .describe(
      "Nodes at the start, and what the cost is counted with. Later the autoscaler decides; it is then ignored.",
    ),
  max: z.int().min(1).describe("Most nodes; the upper bound of what the pool can cost."),
});

const disk = (defaults: NodePoolsDefaults) =>
  z.strictObject({
    sizeGiB: z
      .int()
      .min(20)
      .max(65_536)
      .default(defaults.diskGiB)
      .describe("GiB for images, logs and emptyDir volumes. Always encrypted."),
    type: z.enum(["gp3", "io2"]).default("gp3").describe("EBS volume type."),
    iops: z.int().optional().describe("Provisioned IOPS: gp3 3,000 (included) to 80,000, io2 100 to 256,000."),
    throughput: z.int().optional().describe("MiB/s of gp3: 125 (included) to 2,000, at most a quarter of the IOPS."),
    kmsKeyArn: pattern(/^arn:aws[a-z-]*:kms:.+:key\/.+$/, "is not the ARN of a KMS key", "arn:aws:kms:…:key/…")
      .optional()
      .describe(
        "Key of the disk. Left out: the account's `aws/ebs`. Auto Scaling's service role must be allowed to use it.",
      ),
  });

const update = (defaults: NodePoolsDefaults) =>
  z
    .strictObject({
      maxUnavailable: z.int().min(1).max(100).optional().describe("Nodes that are replaced at the same time."),
      maxUnavailablePercentage: z
        .int()
        .min(1)
        .max(100)
        .optional()
        .describe(`Share of the nodes that is replaced at the same time. Default ${defaults.updatePercentage}.`),
      force: z
        .boolean()
        .default(false)
        .describe(
          "Replaces nodes although a PodDisruptionBudget forbids it; else such an update fails after 15 minutes.",
        ),
    })
    .transform((given) =>
      given.maxUnavailable === undefined && given.maxUnavailablePercentage === undefined
        ? { ...given, maxUnavailablePercentage: defaults.updatePercentage }
        : given,
    );

/** Schema of one pool. */
function poolSettings(defaults: NodePoolsDefaults) {
  return z
    .strictObject({
      instanceTypes: z
        .array(z.string())
        .min(1)
        .max(20)
        .describe(
          "EC2 instance types of one architecture, the preferred one first. Several of equal size give spot and the " +
            "autoscaler a choice. A change replaces the node group: new nodes come before the old ones go.",
        ),
      size: size.describe("Number of nodes: min ≤ desired ≤ max."),
      offPeak: offPeakSettings
        .optional()
        .describe("Hours in which the pool is smaller, nights and weekends say. Left out: none. The cost counts them."),
      capacity: z
        .enum(["on-demand", "spot"])
        .default("on-demand")
        .describe(
          "`spot` costs up to 90 % less and can be taken back at two minutes' notice. A change replaces the nodes.",
        ),
      system: z
        .boolean()
        .default(false)
        .describe("Only for the platform's own pods: taint CriticalAddonsOnly=true:NoSchedule, which they tolerate."),
      dedicated: z
        .boolean()
        .default(false)
        .describe("Only for services that name the pool: taint platform/pool=<name>:NoSchedule."),
      labels: z.record(labelKey, labelValue).default({}).describe("Labels of the nodes beside platform/pool."),
      taints: z
        .array(
          z.strictObject({
            key: labelKey.describe("Key of the taint."),
            value: labelValue.default("").describe("Value of the taint."),
            effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).describe("What it does to other pods."),
          }),
        )
        .max(48)
        .default([])
        .describe("Further taints of the nodes. Services that name the pool tolerate them."),
      zones: z
        .array(refersTo("zone", z.string()))
        .min(1)
        .optional()
        .describe("Zones of the pool, a part of `network.zones`. Left out: all. One zone binds EBS volumes to it."),
      os: z
        .enum(["al2023", "bottlerocket"])
        .default("al2023")
        .describe("Amazon Linux 2023, or Bottlerocket: read-only, without shell and package manager."),
      releaseVersion: z
        .string()
        .min(1)
        .optional()
        .describe("Release of the node image. Left out: the one that the platform pins for the Kubernetes version."),
      disk: disk(defaults).prefault({}).describe("Root disk of each node (Bottlerocket: its data disk)."),
      localDisks: z
        .enum(["unused", "raid0"])
        .default("unused")
        .describe(
          "Local NVMe disks of the instance. `raid0` joins them under images, logs and emptyDir volumes: fast, and lost with the node.",
        ),
      kubelet: kubeletSettings.prefault({}).describe("Settings of the kubelet."),
      update: update(defaults).prefault({}).describe("Pace of node replacements on a new image or launch template."),
      repair: z
        .boolean()
        .default(defaults.repair)
        .describe("EKS replaces a node that stays unhealthy; with the node monitoring agent for more reasons."),
      detailedMonitoring: z
        .boolean()
        .default(false)
        .describe("EC2 metrics each minute instead of each five; paid per instance."),
    })
    .superRefine(checkPool);
}

/** What a stack may say about its node pools, by name. */
export function nodePoolsSettings(defaults: NodePoolsDefaults) {
  return z.record(poolName, poolSettings(defaults)).superRefine(checkPools);
}

/** Node pools by name, with every default filled in. */
export type NodePoolsSettings = z.output<ReturnType<typeof nodePoolsSettings>>;
export type PoolSettings = NodePoolsSettings[string];
