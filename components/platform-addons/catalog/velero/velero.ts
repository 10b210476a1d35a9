import { panels, rules } from "./monitoring";
import { chartPin, definitionsPin, imagePin } from "../../../shared/pins";
import { z } from "zod";
import { bucketArn, bucketFullName } from "../../../buckets/bucket-plan";
import { policyDocument } from "../../../identity/policy-document";
import { duration } from "../../../shared/duration";
import { pattern, report } from "../../../shared/problem";
import { label } from "../../../shared/vocabulary";
import { useOfKey } from "../../addon-key";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import type { AddonFacts } from "../../addon-facts";
import { unreplicatedKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";
import { alike } from "../../pods";
import { keysSchedule, location, schedule, volumePolicies } from "./schedules";

const name = "velero";
const account = "velero";
/** Name of the bucket, to which the stack's and the account's are added (KP-58). */
const bucket = "velero";
const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };
/** User of the plugin's image; the server's names its own by a word, which a restricted namespace can't check. */
const user = 65532;

const pluginImage = imagePin(name, "aws-plugin");

/** Five fields of cron, in UTC: the server's pod has no other time zone. */
const cron = pattern(/^(\S+ ){4}\S+$/, "is not a cron expression", 'five fields, such as "0 2 * * *"');

/** Settings of Velero beside those of every add-on. */
export interface VeleroSettings extends CommonAddonSettings {
  schedule: string;
  ttl: string;
  backupNamespaces: string[];
  archiveAfterDays?: number | undefined;
}

/**
 * Velero: objects of Kubernetes into a bucket of its own, and snapshots of their volumes by CSI (KP-58 as KP-N9 corrects
 * it: a `Schedule`, whose template is the backup). The keys of Sealed Secrets have a schedule of their own (SS-78).
 *
 * Values: vmware-tanzu/helm-charts, tag velero-12.1.0, charts/velero/values.yaml.
 *
 * One copy by design: backups are a queue. It is bound to cluster-admin, because a restore writes any kind anywhere.
 * Its bucket holds every Secret of what it backs up, so it has a key of its own. No agent runs on the nodes: snapshots
 * stay snapshots of EBS, in this region; what must leave it is in the vault of AWS Backup.
 */
export const velero: CatalogAddon<VeleroSettings> = {
  name,
  summary: "Velero, which backs up objects of Kubernetes and snapshots their volumes",
  wave: waves.services,
  chart: chartPin(name),
  crds: { files: definitionsPin(name) },
  page: { panels },
  rules,
  needs: [],
  excludes: [],
  labelsAt: ["labels"],
  settings: (defaults) =>
    z
      .strictObject({
        ...unreplicatedKeys(defaults, name),
        schedule: cron.default("0 2 * * *").describe("When it backs up, as cron in UTC."),
        ttl: duration(["h"], "720h").default("720h").describe("How long a backup is kept; its snapshots go with it."),
        backupNamespaces: z
          .array(z.string().min(1))
          .min(1)
          .default(["*"])
          .describe("Namespaces that are backed up; `*` is all of them, with the objects that have none."),
        archiveAfterDays: z
          .int()
          .min(1)
          .optional()
          .describe("Days after which backups go to S3 Glacier Instant Retrieval, from which they restore as before."),
      })
      .superRefine(({ ttl, archiveAfterDays }, ctx) => {
        const kept = Number.parseInt(ttl) / 24;
        if (archiveAfterDays === undefined || kept >= archiveAfterDays + 90) return;
        report(ctx, {
          path: ["archiveAfterDays"],
          why: `and 90 days more, which Glacier bills in any case, are longer than ttl, ${ttl}`,
          set: `ttl: ${(archiveAfterDays + 90) * 24}h or more, or remove the line`,
        });
      })
      .transform((settings) => ({ ...settings, replicas: 1 })),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: () => [alike(`Deployment/${name}`, 1, "resources")],
  // The one hook upgrades definitions, which are a layer of their own here.
  delivery: () => ({ kind: "chart", reason: "no hooks that are needed, and the chart renders the same twice" }),
  keys: ({ facts }) => [
    { alias: keyAlias(facts), description: `Encrypts Velero's backups of ${facts.platform.clusterName}` },
  ],
  buckets: ({ facts, settings }) => ({
    [bucket]: {
      // Velero deletes what is older than its ttl by itself; a version that it deleted can be had back for a week.
      noncurrentDays: 7,
      kmsKeyArn: keyAliasArn(facts),
      ...(settings.archiveAfterDays === undefined
        ? {}
        : { archive: { afterDays: settings.archiveAfterDays, class: "GLACIER_IR" as const } }),
    },
  }),
  identities: ({ facts }) => [{ serviceAccount: account, policy: backupPolicy(facts) }],
  values: ({ facts, placement, on, serviceAccountAnnotations }) => ({
    upgradeCRDs: false,
    podLabels: { [label.team]: facts.platform.team, [label.costCenter]: facts.platform.costCenter },
    initContainers: [
      {
        name: "velero-plugin-for-aws",
        image: pluginImage,
        imagePullPolicy: "IfNotPresent",
        resources: resources("10m", "64Mi"),
        securityContext: closed,
        volumeMounts: [{ mountPath: "/target", name: "plugins" }],
      },
    ],
    configuration: {
      backupStorageLocation: [
        {
          name: location,
          provider: "aws",
          bucket: bucketFullName(facts.platform, bucket),
          default: true,
          config: { region: facts.platform.region },
        },
      ],
      defaultBackupStorageLocation: location,
      // Volumes by the CSI driver's snapshots; Velero's own snapshotter would need rights on every volume.
      features: "EnableCSI",
      logFormat: "json",
      extraEnvVars: [{ name: "AWS_REGION", value: facts.platform.region }],
    },
    snapshotsEnabled: false,
    deployNodeAgent: false,
    credentials: { useSecret: false },
    serviceAccount: { server: { create: true, name: account, annotations: serviceAccountAnnotations(account) } },
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containerSecurityContext: closed,
    // A backup that a stop interrupts is failed in any case; an hour would only hold up a drain.
    terminationGracePeriodSeconds: 600,
    resources: resources("250m", "512Mi"),
    priorityClassName: "system-cluster-critical",
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
    metrics: { serviceMonitor: { enabled: on("prometheus-operator-crds"), autodetect: false } },
  }),
  objects: ({ namespace, settings, on, namespaceOf }) => [
    controllerPolicy({ namespace, name, selector, ingressPorts: [8085] }),
    volumePolicies(namespace),
    schedule(namespace, "daily-backup", settings, { includedNamespaces: settings.backupNamespaces }),
    ...(on("sealed-secrets") ? [keysSchedule(namespace, settings, namespaceOf("sealed-secrets") ?? "")] : []),
  ],
};

const closed = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } };

function keyAlias({ platform }: AddonFacts): string {
  return `alias/${platform.clusterName}/velero`;
}

function keyAliasArn(facts: AddonFacts): string {
  const { partition, region, accountId } = facts.platform;
  return `arn:${partition}:kms:${region}:${accountId}:${keyAlias(facts)}`;
}

/** vmware-tanzu/velero-plugin-for-aws, tag v1.14.0-rc.1, README.md, "Set permissions", without volumes and tags of objects. */
function backupPolicy(facts: AddonFacts) {
  const arn = bucketArn(facts.platform, bucket);
  return policyDocument(
    {
      Sid: "Backups",
      Effect: "Allow",
      Action: [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ],
      Resource: `${arn}/*`,
    },
    { Sid: "ListBackups", Effect: "Allow", Action: "s3:ListBucket", Resource: arn },
    useOfKey(facts.platform, keyAlias(facts), ["kms:Decrypt", "kms:GenerateDataKey"]),
  );
}
