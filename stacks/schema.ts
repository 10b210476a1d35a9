import { z } from "zod";
import { admissionSettings } from "../components/admission/settings";
import { backupSettings } from "../components/backup/settings";
import { imagesSettings } from "../components/app-service/pod/image-settings";
import { serviceSettings } from "../components/app-service/settings";
import { clusterSettings } from "../components/cluster/settings";
import { bucketsSettings } from "../components/buckets/settings";
import { cachesSettings } from "../components/caches/settings";
import { databasesSettings } from "../components/databases/settings";
import { queuesSettings } from "../components/queues/settings";
import { secretsSettings, secretValuesSettings } from "../components/secrets/settings";
import { failoverSettings } from "../components/failover/settings";
import { managedAddonsSettings } from "../components/managed-addons/settings";
import { dnsSettings } from "../components/gateways/dns-settings";
import { consolesSettings } from "../components/consoles/settings";
import { gatewaysSettings } from "../components/gateways/settings";
import { namespacesSettings } from "../components/namespaces/settings";
import { networkSettings } from "../components/network/settings";
import { observabilitySettings } from "../components/observability/settings";
import { addonsSettings } from "../components/platform-addons/settings";
import { nodePoolsSettings } from "../components/node-pools/settings";
import { pattern } from "../components/shared/problem";
import { storageSettings } from "../components/storage/settings";
import { costSettings } from "./cost-settings";
import { recoverySettings } from "./recovery/settings";
import { type Tier, tierNames } from "./tiers";

const name = pattern(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, "is not a lower-case name", "letters, digits and hyphens");

/**
 * The one description of a stack's config: types, bounds, defaults and documentation.
 *
 * It is a function of the tier, because a tier decides defaults; the keys are the same for each. The TypeScript types,
 * the messages of the loader, `Pulumi.schema.json` and the configuration reference are all made from it.
 */
export function stackSchema(tier: Tier) {
  return z.strictObject({
    tier: z.enum(tierNames).describe("Column of the tables of defaults: production, staging or development."),
    today: z.iso
      .date()
      .optional()
      .describe("Date that support dates and expiries are judged at. Left out: the clock. It reaches no resource."),
    role: z
      .enum(["active", "standby"])
      .default("active")
      .describe(
        "`standby`: the other stack of the pair serves. The cluster is there with its add-ons, nodes for applications and their pods are not, and databases wait or follow. `active` promotes it: docs/runbooks/failover.md.",
      ),
    team: name.describe("Team that owns what no service or namespace gives to another."),
    costCenter: name.describe("Accounting unit, written on every AWS resource and Kubernetes object."),
    domain: z.hostname().describe("DNS domain of the stack; a relative `host` of a route is a name below it."),
    aws: z
      .strictObject({
        region: pattern(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not an AWS region", "a region such as us-east-1").describe(
          "Region of everything that has one.",
        ),
        accountId: pattern(/^\d{12}$/, "is not an AWS account", "twelve digits, in quotes").describe(
          "The only account that the program may touch; with credentials of another it stops.",
        ),
        assumeRoleArn: pattern(
          /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/,
          "is not the ARN of a role",
          "arn:aws:iam::<account>:role/<name>",
        )
          .optional()
          .describe("Role that the AWS provider takes first, for a pipeline in another account."),
        tags: z
          .record(z.string(), z.string())
          .default({})
          .describe("Tags beside those that the program sets on everything."),
      })
      .describe("Where the stack lives."),
    network: networkSettings(tier.network).describe("VPC, subnets, NAT, endpoints and flow logs."),
    cluster: clusterSettings(tier.cluster).describe(
      "The EKS control plane: version, who reaches it and who may use it.",
    ),
    managedAddons: managedAddonsSettings(tier.managedAddons)
      .prefault({})
      .describe("Add-ons that EKS manages: pod networking, DNS, identity, volumes. Optional: versions are pinned."),
    nodePools: nodePoolsSettings(tier.nodePools).describe(
      "Node pools by name: instance types, sizes and what may run there. One at least takes the platform's own pods.",
    ),
    namespaces: namespacesSettings(tier.namespaces).describe(
      "Namespaces of applications, by name: what guards them, how much they may use and what they may reach.",
    ),
    admission: admissionSettings(tier.admission).describe(
      "The policy pack's rules on pods and namespaces as policies of the API server.",
    ),
    gateways: gatewaysSettings(tier.gateways).describe(
      "Where requests come in, by name; services attach to a gateway by their routes. HTTPS only.",
    ),
    dns: dnsSettings().describe("Hosted zone of the domain."),
    consoles: consolesSettings()
      .default({})
      .describe(
        "Consoles of the platform behind a gateway, for whom each of them names. Left out: by port-forward only.",
      ),
    addons: addonsSettings(tier.addons).describe(
      "Shared services of the platform, by name; `{}` takes the defaults. What is not named is not installed.",
    ),
    observability: observabilitySettings(tier.observability)
      .optional()
      .describe("Metrics, alerts and dashboards. Left out: none; `{}` takes the defaults."),
    storageClasses: storageSettings(tier.storageClasses).describe(
      "Storage classes by name. Left out: gp3, encrypted, as the default.",
    ),
    images: imagesSettings().prefault({}).describe("Where the images of services come from."),
    databases: databasesSettings(tier.databases)
      .default({})
      .describe("Databases by name, in the cluster or of RDS. A service reaches one by `uses`."),
    caches: cachesSettings(tier.caches)
      .default({})
      .describe("Caches by name: Valkey of ElastiCache, which speaks Redis. A service reaches one by `uses`."),
    queues: queuesSettings()
      .default({})
      .describe("Queues by name, of SQS. A service names one under `consumes` or `produces`."),
    buckets: bucketsSettings().default({}).describe("Buckets by name, of S3. A service names one under `buckets`."),
    secrets: secretsSettings()
      .default({})
      .describe("Secrets by name: what the stack makes, and references to what exists. Never a value."),
    secretValues: secretValuesSettings()
      .default({})
      .describe("Values of `secrets` that say `config: true`; encrypted, by `pulumi config set --secret --path`."),
    backups: backupSettings(tier.backups)
      .optional()
      .describe(
        "Backups of volumes, file systems and databases of RDS, by AWS Backup. Left out: none; `{}` takes the defaults.",
      ),
    recovery: recoverySettings.optional(),
    failover: failoverSettings.optional(),
    services: serviceSettings(tier.services)
      .default({})
      .describe(
        "Applications by name; an image is all that one must have. A service `api` is reached as http://api:<port>.",
      ),
    cost: costSettings(tier.cost).prefault({}).describe("Assumptions and ceiling of the estimated monthly cost."),
  });
}

/** A stack's config with every default filled in. */
export type PlatformConfig = z.output<ReturnType<typeof stackSchema>> & { stack: string; today: string };
