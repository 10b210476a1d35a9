import { z } from "zod";
import { pattern, report } from "../../../shared/problem";
import type { CommonAddonSettings } from "../../addon";
import { type AddonDefaults, commonAddonKeys } from "../../common-settings";
import { refersTo } from "../../../shared/reference";

const name = pattern(
  /^[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/,
  "is not a name",
  "at most 30 lower-case letters, digits and hyphens",
);
/** Lists of durations of the NodePool's own schema, less its "Never". */
const duration = pattern(/^([1-9]\d*)(s|m|h)$/, "is not a duration", "a number with s, m or h, such as 1m");
const quantity = pattern(/^\d+(\.\d+)?(m|[KMGT]i?)?$/, "is not a quantity", 'a quantity such as "64" or 256Gi');

const nodeClass = z
  .strictObject({
    os: z.enum(["al2023", "bottlerocket"]).default("al2023").describe("Image of the nodes."),
    release: pattern(/^v\d[\d.]*$/, "is not a release", "v20260930 (AL2023) or v1.66.0 (Bottlerocket)")
      .optional()
      .describe("Release of the image. Left out: the one that the platform pins for the Kubernetes version."),
    diskGiB: z.int().min(20).max(59_000).default(80).describe("GiB for images, logs and emptyDir volumes; encrypted."),
    kmsKeyArn: pattern(/^arn:aws[a-z-]*:kms:.+:key\/.+$/, "is not the ARN of a KMS key", "arn:aws:kms:…:key/…")
      .optional()
      .describe("Key of the disk. Left out: the account's `aws/ebs`."),
    localDisks: z
      .enum(["unused", "raid0"])
      .default("unused")
      .describe("Local NVMe disks. `raid0` joins them under images, logs and emptyDir volumes."),
    maxPods: z
      .int()
      .min(10)
      .max(250)
      .optional()
      .describe(
        "Most pods of a node. Left out: as many as its interfaces have single addresses, which is fewer than prefixes give.",
      ),
  })
  .describe("What nodes are made of: an EC2NodeClass.");

const taint = z.strictObject({
  key: z.string().min(1).describe("Key of the taint."),
  value: z.string().default("").describe("Value of the taint."),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).describe("What it does to other pods."),
});

const consolidation = z
  .strictObject({
    policy: z
      .enum(["WhenEmptyOrUnderutilized", "WhenEmpty"])
      .default("WhenEmptyOrUnderutilized")
      .describe(
        "The first packs pods onto fewer or cheaper nodes, which moves them; the second waits until none is left.",
      ),
    after: duration.default("1m").describe("How long a node must be left alone by pods before it is judged."),
    atOnce: pattern(/^((100|\d{1,2})%|\d+)$/, "is not a number or share of nodes", "a number, or a share such as 10%")
      .default("10%")
      .describe("Most nodes that are replaced at the same time; at least one."),
  })
  .prefault({})
  .describe("How nodes are kept full.");

const nodePool = z
  .strictObject({
    nodeClass: name.default("default").describe("One of `nodeClasses`."),
    capacity: z
      .array(z.enum(["spot", "on-demand"]))
      .min(1)
      .default(["on-demand"])
      .describe("With both, spot is taken while there is some. Spot can be taken back at two minutes' notice."),
    architectures: z
      .array(z.enum(["amd64", "arm64"]))
      .min(1)
      .default(["amd64"])
      .describe("Architectures of the nodes."),
    categories: z
      .array(z.string().regex(/^[a-z]+$/))
      .min(1)
      .default(["c", "m", "r"])
      .describe("Instance families by their letter: compute, general, memory."),
    minGeneration: z.int().min(1).max(20).default(5).describe("Oldest generation of instances."),
    instanceTypes: z.array(z.string()).min(1).optional().describe("These types alone, such as m7i.large."),
    zones: z
      .array(refersTo("zone", z.string()))
      .min(1)
      .optional()
      .describe("Zones, a part of `network.zones`. Left out: all."),
    labels: z.record(z.string(), z.string()).default({}).describe("Labels of the nodes beside platform/pool."),
    taints: z.array(taint).default([]).describe("Taints of the nodes."),
    limits: z
      .strictObject({
        cpu: quantity.default("64").describe("Most CPU of all nodes of the pool together."),
        memory: quantity.default("256Gi").describe("Most memory of all nodes of the pool together."),
      })
      .prefault({})
      .describe("Where the pool ends, and with it the bill."),
    consolidation,
    expireAfter: duration
      .default("720h")
      .describe("Age at which a node is replaced, so that none runs an image older than that."),
    weight: z.int().min(1).max(100).optional().describe("Of several pools that fit a pod, the heaviest is taken."),
  })
  .describe("Nodes of one kind: a NodePool.");

/** Settings of Karpenter: what its nodes are made of, and how many of which there may be. */
export function karpenterSettings(defaults: AddonDefaults) {
  return z
    .strictObject({
      ...commonAddonKeys(defaults, "karpenter"),
      nodeClasses: z
        .record(name, nodeClass)
        .default({})
        .transform((given) => (Object.keys(given).length ? given : { default: nodeClass.parse({}) }))
        .describe("What nodes are made of, by name. Left out: one, `default`."),
      nodePools: z
        .record(name, nodePool)
        .default({})
        .transform((given) => (Object.keys(given).length ? given : { karpenter: nodePool.parse({}) }))
        .describe("Kinds of nodes by name, each with its end. Left out: one, `karpenter`, on demand, up to 64 CPU."),
    })
    .superRefine(({ nodeClasses, nodePools }, ctx) => {
      for (const [pool, settings] of Object.entries(nodePools)) {
        if (settings.nodeClass in nodeClasses) continue;
        report(ctx, {
          path: ["nodePools", pool, "nodeClass"],
          why: "is not one of nodeClasses",
          set: `one of ${Object.keys(nodeClasses).join(", ")}, or add ${settings.nodeClass} to nodeClasses`,
        });
      }
    });
}

export type NodeClassSettings = z.output<typeof nodeClass>;
export type NodePoolSettings = z.output<typeof nodePool>;

export interface KarpenterSettings extends CommonAddonSettings {
  nodeClasses: Record<string, NodeClassSettings>;
  nodePools: Record<string, NodePoolSettings>;
}
