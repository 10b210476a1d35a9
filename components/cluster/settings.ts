import { z } from "zod";
import { pattern, remedied, report } from "../shared/problem";
import { type AccessSettings, accessSettings, repeatedPrincipals } from "./access-settings";
import { apiServerRefusal, endpointSettings } from "./endpoint-settings";

/** What a tier decides about the cluster when a stack does not. */
export interface ClusterDefaults {
  /** Kubernetes minor, from `stacks/versions.ts`. */
  version: string;
  logRetentionDays: LogRetention;
  deletionProtection: boolean;
}

/** Types of control-plane log: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html */
const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

/** Days that CloudWatch Logs can keep: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

type LogRetention = (typeof retentions)[number];

const name = pattern(
  // EKS allows a hundred characters; a label value, which carries the name on every object, allows 63;
  // RDS and ElastiCache, whose identifiers begin with it, no two hyphens in a row.
  /^(?!.*--)[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
  "is not a cluster name",
  "at most 63 lower-case letters, digits and single hyphens, starting with a letter",
);

const entryName = pattern(
  /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  "is not a name of an access entry",
  "lower-case letters, digits and hyphens, such as platform-admins",
);

const upgradePolicy = z.union([
  z.literal("STANDARD", {
    error: remedied("is no upgrade policy", "STANDARD, or { support: EXTENDED, reason: … }, at six times the price"),
  }),
  z.strictObject({
    support: z.literal("EXTENDED"),
    reason: z
      .string({ error: remedied("is missing", "why six times the price of the control plane is worth it") })
      .min(1)
      .describe("Why the cluster can't be upgraded in time; the preview prints it."),
  }),
]);

/** What a stack may say about its cluster. */
export function clusterSettings(defaults: ClusterDefaults) {
  return z
    .strictObject({
      name: name.describe(
        "Name of the EKS cluster and the first part of the names of its AWS resources. A change replaces the cluster.",
      ),
      version: z
        .string({ error: remedied("is not text", 'a minor in quotes, such as "1.36"') })
        .regex(/^1\.\d{2}$/, { error: remedied("is not a Kubernetes minor", 'a minor in quotes, such as "1.36"') })
        .default(defaults.version)
        .describe(
          "Kubernetes minor, in quotes. Upgrades go one minor at a time; EKS can't go back once the nodes are upgraded.",
        ),
      upgradePolicy: upgradePolicy
        .default("STANDARD")
        .describe(
          "What happens at the end of standard support. `STANDARD`: EKS upgrades the control plane by itself. " +
            "`{ support: EXTENDED, reason: … }`: twelve further months at six times the price of the control plane " +
            "($0.60 instead of $0.10 an hour, https://aws.amazon.com/eks/pricing/).",
        ),
      endpoint: endpointSettings()
        .prefault({})
        .describe("Who reaches the API server. The private endpoint, for nodes and pods, is always on."),
      logs: z
        .strictObject({
          types: z
            .array(z.enum(logTypes))
            .default(["api", "audit", "authenticator"])
            .describe(
              "Control-plane logs that are kept; CloudWatch charges for what it takes in, `audit` most of all.",
            ),
          retentionDays: z
            .literal(retentions)
            .default(defaults.logRetentionDays)
            .describe("Days that CloudWatch keeps them; only the values that CloudWatch knows."),
        })
        .prefault({})
        .describe("Control-plane logs, in the log group `/aws/eks/<name>/cluster`."),
      access: z
        .record(entryName, accessSettings())
        .default({})
        .describe(
          "Who may use the Kubernetes API: one EKS access entry each, by a name of your choice. The principal that " +
            "creates the cluster is its administrator already and must not be listed.",
        ),
      encryption: z
        .strictObject({
          kmsKeyArn: pattern(
            /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]+$/,
            "is not a KMS key's ARN",
            "the ARN of a symmetric key in the cluster's region",
          )
            .optional()
            .describe(
              "A symmetric key that exists already. Left out: the stack makes its own, rotated yearly, $1 a month.",
            ),
        })
        .prefault({})
        .describe("Envelope encryption of what etcd holds. It can't be switched off or be given another key later."),
      deletionProtection: z
        .boolean()
        .default(defaults.deletionProtection)
        .describe(
          "Neither EKS nor Pulumi deletes the cluster, and Pulumi neither its key nor its log group. Before a destroy: set false and run `pulumi up`.",
        ),
      identity: z
        .enum(["pod-identity", "irsa"])
        .default("pod-identity")
        .describe(
          "How pods get AWS credentials. `pod-identity`: by an agent on the node, no annotation. `irsa`: by the OIDC provider, for what " +
            "Pod Identity can't serve (Fargate, Windows).",
        ),
      apiServer: apiServerRefusal(),
      maxRequestsInflight: apiServerRefusal(),
      maxMutatingRequestsInflight: apiServerRefusal(),
    })
    .superRefine((cluster, ctx) => {
      for (const problem of repeatedPrincipals(cluster.access))
        report(ctx, { ...problem, path: ["access", ...problem.path] });
    });
}

/** What a stack says of its cluster, with every default filled in. */
export type ClusterSettings = z.output<ReturnType<typeof clusterSettings>>;
export type { AccessSettings };
