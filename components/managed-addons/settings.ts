import { z } from "zod";
import { pattern, report } from "../shared/problem";

/** What a tier decides about the managed add-ons when a stack does not. */
export interface ManagedAddonsDefaults {
  /** Fewest CoreDNS pods: one for each zone survives the loss of one without a queue at the others. */
  dnsMinReplicas: number;
}

/** Add-ons of EKS that the platform installs; `aws eks describe-addon-versions` knows them by these names. */
export const managedAddonNames = [
  "vpc-cni",
  "coredns",
  "kube-proxy",
  "eks-pod-identity-agent",
  "eks-node-monitoring-agent",
  "aws-ebs-csi-driver",
  "aws-efs-csi-driver",
  "snapshot-controller",
] as const;

export type ManagedAddonName = (typeof managedAddonNames)[number];

const version = pattern(
  /^v\d+\.\d+\.\d+-eksbuild\.\d+$/,
  "is not a version of an EKS add-on",
  "one of `aws eks describe-addon-versions`, such as v1.23.2-eksbuild.1",
);

function perAddon<S extends z.ZodType>(schema: S) {
  return z.strictObject({
    "vpc-cni": schema.optional(),
    coredns: schema.optional(),
    "kube-proxy": schema.optional(),
    "eks-pod-identity-agent": schema.optional(),
    "eks-node-monitoring-agent": schema.optional(),
    "aws-ebs-csi-driver": schema.optional(),
    "aws-efs-csi-driver": schema.optional(),
    "snapshot-controller": schema.optional(),
  } satisfies Record<ManagedAddonName, z.ZodType>);
}

/** What can enforce network policies. */
export const policyEngines = ["vpc-cni", "calico"] as const;

/** What a stack may say about the add-ons that EKS manages. All of it is optional. */
export function managedAddonsSettings(defaults: ManagedAddonsDefaults) {
  return z.strictObject({
    podNetworking: z
      .strictObject({
        policyEngine: z
          .enum(policyEngines)
          .default("vpc-cni")
          .describe(
            "What enforces network policies: the agent of the `vpc-cni`, or `calico`, the add-on of that name. One of the two.",
          ),
        prefixDelegation: z
          .boolean()
          .default(true)
          .describe(
            "Nodes get blocks of 16 addresses instead of single ones: four times the pods on small instances, and " +
              "fewer calls to EC2. The private subnets need free blocks of 16 in a row.",
          ),
        warmPrefixes: z
          .int()
          .min(1)
          .max(8)
          .default(1)
          .describe("Spare blocks of 16 addresses that each node holds, so that pods need not wait for one."),
        podSecurityGroups: z
          .boolean()
          .default(false)
          .describe(
            "Pods may have security groups of their own, by a SecurityGroupPolicy. Not on instances of the t families, " +
              "and each such pod takes a branch interface, of which a node has few.",
          ),
      })
      .prefault({})
      .describe("VPC CNI: every pod has an address of the VPC; network policies are always enforced."),
    dns: z
      .strictObject({
        minReplicas: z.int().min(2).max(50).default(defaults.dnsMinReplicas).describe("Fewest CoreDNS pods."),
        maxReplicas: z
          .int()
          .min(2)
          .max(50)
          .default(10)
          .describe("Most CoreDNS pods; EKS chooses between the two by the number of nodes and cores."),
      })
      .superRefine((dns, ctx) => {
        if (dns.minReplicas <= dns.maxReplicas) return;
        report(ctx, {
          path: ["minReplicas"],
          why: `is more than maxReplicas (${dns.maxReplicas})`,
          set: `${dns.maxReplicas} or less, or raise maxReplicas`,
        });
      })
      .prefault({})
      .describe("CoreDNS, the DNS server of the cluster."),
    snapshots: z
      .boolean()
      .default(false)
      .describe("Snapshot controller, for VolumeSnapshots of EBS volumes; backups of volumes need it."),
    versions: perAddon(version)
      .prefault({})
      .describe("Versions instead of those that the platform pins for the Kubernetes version."),
    configuration: perAddon(z.record(z.string(), z.unknown()))
      .prefault({})
      .describe(
        "Configuration values, laid over the platform's. Keys: `aws eks describe-addon-configuration`; EKS refuses unknown ones.",
      ),
  });
}

export type ManagedAddonsSettings = z.output<ReturnType<typeof managedAddonsSettings>>;
