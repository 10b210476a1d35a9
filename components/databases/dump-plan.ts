import type * as k8s from "@pulumi/kubernetes";
import { bucketFullName } from "../buckets/bucket-plan";
import { clusterDns, nodeLocalDns, podIdentityAgent } from "../namespaces/network-policies";
import { secretVolume } from "../secrets/provider-class";
import type { PlatformContext } from "../shared/context";
import { secretsDirectory, type SecretMount } from "../shared/grant";
import { selectorLabels } from "../shared/labels";
import { postgresPort, type StatefulSetSettings } from "./settings";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;

/** Where dumps go, and what makes them. */
export interface DumpPlan {
  context: PlatformContext;
  database: string;
  settings: StatefulSetSettings;
  dumps: NonNullable<StatefulSetSettings["dumps"]>;
  /** Image of the database, whose pg_dump is of its version. */
  image: string;
  /** Image with the AWS CLI. */
  awsImage: string;
  host: string;
  credentials: SecretMount;
  labels: Record<string, string>;
  standby: boolean;
}

/** Name of the job, of its service account and of its pods. */
export function dumpName(database: string): string {
  return `${database}-dump`;
}

/** First part of the keys, which is all that the job may write. */
export function dumpPrefix(database: string): string {
  return `${database}/`;
}

/**
 * `nobody`: pg_dump needs no user of the system. `--no-owner`, because whoever restores owns it. The dump is read back as a
 * table of contents before it is sent: what can't be listed can't be restored.
 */
const dumpScript = [
  "set -euo pipefail",
  'export PGPASSWORD="$(cat "$CREDENTIALS/password")"',
  'pg_dump --format=custom --no-owner --username="$(cat "$CREDENTIALS/username")" --file=/dump/database.dump',
  "pg_restore --list /dump/database.dump >/dev/null",
].join("\n");

const sendScript = [
  "set -euo pipefail",
  'aws s3 cp --no-progress /dump/database.dump "s3://$BUCKET/$PREFIX$(date -u +%Y-%m-%dT%H%M%SZ).dump"',
].join("\n");

const nobody = 65534;

/** One dump a night: a copy that another version, or another PostgreSQL, can read, where a volume's can't. */
export function dumpJob(plan: DumpPlan): k8s.types.input.batch.v1.CronJobSpec {
  return {
    schedule: plan.dumps.schedule,
    timeZone: "Etc/UTC",
    suspend: plan.standby,
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 3600,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 1,
    jobTemplate: {
      metadata: { labels: plan.labels },
      spec: {
        backoffLimit: 2,
        activeDeadlineSeconds: 3 * 3600,
        podFailurePolicy: {
          rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
        },
        template: { metadata: { labels: plan.labels }, spec: dumpPod(plan) },
      },
    },
  };
}

function dumpPod({ context, database, settings, dumps, image, awsImage, host, credentials }: DumpPlan): PodSpec {
  const secret = secretVolume(dumpName(database), credentials);
  const dump = { name: "dump", mountPath: "/dump" };
  const tmp = { name: "tmp", mountPath: "/tmp" };
  return {
    serviceAccountName: dumpName(database),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: "Never",
    securityContext: {
      runAsNonRoot: true,
      runAsUser: nobody,
      runAsGroup: nobody,
      fsGroup: nobody,
      seccompProfile: { type: "RuntimeDefault" },
    },
    initContainers: [
      container("dump", image, dumpScript, dumps.scratch, [dump, tmp, secret.mount], {
        PGHOST: host,
        PGPORT: String(postgresPort),
        PGDATABASE: settings.database,
        CREDENTIALS: `${secretsDirectory}/${credentials.name}`,
      }),
    ],
    containers: [
      container("send", awsImage, sendScript, "256Mi", [{ ...dump, readOnly: true }, tmp], {
        BUCKET: bucketFullName(context, dumps.bucket),
        PREFIX: dumpPrefix(database),
        AWS_REGION: context.region,
        HOME: "/tmp",
      }),
    ],
    volumes: [
      { name: "dump", emptyDir: { sizeLimit: dumps.scratch } },
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
      secret.volume,
    ],
  };
}

/**
 * What each container of the job asks for: dumping is reading and compressing, one core at most. They run one after the
 * other, so the pod asks for the largest: the disk is that of the dump.
 */
export function dumpResources(disk: string) {
  return {
    requests: { cpu: "250m", memory: "512Mi", "ephemeral-storage": disk },
    limits: { cpu: "1", memory: "512Mi", "ephemeral-storage": disk },
  };
}

function container(
  name: string,
  image: string,
  script: string,
  disk: string,
  volumeMounts: k8s.types.input.core.v1.VolumeMount[],
  env: Record<string, string>,
): Container {
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    command: ["/bin/bash", "-c", script],
    env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
    resources: dumpResources(disk),
    securityContext: {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts,
  };
}

/** The job is asked by nobody; it asks for names and credentials, the database, and S3. */
export function dumpTraffic(database: string): k8s.types.input.networking.v1.NetworkPolicySpec {
  const tcp = (port: number) => [{ port, protocol: "TCP" }];
  return {
    podSelector: { matchLabels: selectorLabels(dumpName(database)) },
    policyTypes: ["Ingress", "Egress"],
    egress: [
      { to: [clusterDns, nodeLocalDns], ports: [{ port: 53, protocol: "UDP" }, ...tcp(53)] },
      { to: [podIdentityAgent], ports: tcp(80) },
      { to: [{ podSelector: { matchLabels: selectorLabels(database) } }], ports: tcp(postgresPort) },
      // S3 has public addresses, behind a gateway endpoint too; KMS and STS may have private ones.
      { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: tcp(443) },
    ],
  };
}
