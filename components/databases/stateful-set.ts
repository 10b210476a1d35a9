import type * as k8s from "@pulumi/kubernetes";
import { placementOf } from "../app-service/pod/placement";
import { secretVolume } from "../secrets/provider-class";
import { secretsDirectory, type SecretMount } from "../shared/grant";
import { selectorLabels } from "../shared/labels";
import type { PoolRef } from "../shared/refs";
import { type Client, clientPeers } from "./workload";
import { postgresPort, type StatefulSetSettings } from "./settings";

type StatefulSetSpec = k8s.types.input.apps.v1.StatefulSetSpec;
type Container = k8s.types.input.core.v1.Container;
type Probe = k8s.types.input.core.v1.Probe;

/** User and group `postgres` of the image: docker-library/postgres, Dockerfile-debian.template. */
const postgresId = 999;

const volumePath = "/var/lib/postgresql/data";

/** Seconds for a clean stop: the image is stopped with SIGINT, a fast shutdown that writes a checkpoint. */
const stopSeconds = 120;

/** What the StatefulSet is made from. */
export interface StatefulSetPlan {
  name: string;
  settings: StatefulSetSettings;
  image: string;
  labels: Record<string, string>;
  pool: PoolRef | undefined;
  /** Without its pod: the volume is to be restored before it may start. */
  standby?: boolean;
  /** Its user name and password. */
  credentials: SecretMount;
  /** Annotations of its pod. */
  podAnnotations: Record<string, string>;
}

/**
 * PostgreSQL with one pod and one volume. The data is in a directory below the mount, because a fresh ext4
 * volume is not empty and initdb then refuses. Nothing of it is root's.
 */
export function statefulSetSpec(plan: StatefulSetPlan): StatefulSetSpec {
  const { name, settings, labels, pool, podAnnotations } = plan;
  const secret = secretVolume(name, plan.credentials);
  return {
    replicas: plan.standby ? 0 : 1,
    serviceName: headlessName(name),
    selector: { matchLabels: selectorLabels(name) },
    updateStrategy: { type: "RollingUpdate" },
    // What Kubernetes does by default, said because it is what keeps the data.
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    template: {
      metadata: { labels, ...(Object.keys(podAnnotations).length ? { annotations: podAnnotations } : {}) },
      spec: {
        serviceAccountName: name,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        terminationGracePeriodSeconds: stopSeconds,
        ...placementOf(pool, []),
        securityContext: {
          runAsNonRoot: true,
          runAsUser: postgresId,
          runAsGroup: postgresId,
          fsGroup: postgresId,
          fsGroupChangePolicy: "OnRootMismatch",
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [container(plan, secret.mount)],
        volumes: [
          { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
          { name: "run", emptyDir: { sizeLimit: "16Mi" } },
          // Docker's 64 MB are too few for parallel queries; it counts as memory of the container.
          { name: "shm", emptyDir: { medium: "Memory", sizeLimit: "256Mi" } },
          secret.volume,
        ],
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: "data", labels },
        spec: {
          accessModes: ["ReadWriteOnce"],
          ...(settings.storageClass === undefined ? {} : { storageClassName: settings.storageClass }),
          resources: { requests: { storage: settings.storage } },
        },
      },
    ],
  };
}

/** Disk of the node that a database's container may take, beside its volume. */
export const databaseDisk = { "ephemeral-storage": "512Mi" };

function container({ settings, image, credentials }: StatefulSetPlan, secrets: object): Container {
  const directory = `${secretsDirectory}/${credentials.name}`;
  const { requests, limits } = settings.resources;
  return {
    name: "postgres",
    image,
    imagePullPolicy: "IfNotPresent",
    env: [
      { name: "PGDATA", value: `${volumePath}/pgdata` },
      { name: "POSTGRES_DB", value: settings.database },
      { name: "POSTGRES_INITDB_ARGS", value: "--data-checksums" },
      { name: "POSTGRES_PASSWORD_FILE", value: `${directory}/password` },
      { name: "POSTGRES_USER_FILE", value: `${directory}/username` },
    ],
    ports: [{ name: "postgres", containerPort: postgresPort, protocol: "TCP" }],
    resources: { requests: { ...requests, ...databaseDisk }, limits: { ...limits, ...databaseDisk } },
    // Replaying the log after a crash may take minutes.
    startupProbe: isReady({ periodSeconds: 5, failureThreshold: 120 }),
    readinessProbe: isReady({ periodSeconds: 5, failureThreshold: 3 }),
    livenessProbe: isReady({ periodSeconds: 10, failureThreshold: 6 }),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    volumeMounts: [
      { name: "data", mountPath: volumePath },
      { name: "tmp", mountPath: "/tmp" },
      { name: "run", mountPath: "/var/run/postgresql" },
      { name: "shm", mountPath: "/dev/shm" },
      secrets as { name: string; mountPath: string },
    ],
  };
}

/** Over TCP: while initdb runs, the image listens on its socket only. */
function isReady(timing: Probe): Probe {
  return {
    exec: { command: ["pg_isready", "-h", "127.0.0.1", "-p", `${postgresPort}`] },
    timeoutSeconds: 5,
    ...timing,
  };
}

/** Name of the Service that gives the pod its DNS name. */
export function headlessName(name: string): string {
  return `${name}-headless`;
}

/** The Service that clients call, and the headless one. */
export function databaseServiceSpec(name: string, headless: boolean): k8s.types.input.core.v1.ServiceSpec {
  return {
    type: "ClusterIP",
    ...(headless ? { clusterIP: "None" } : {}),
    selector: selectorLabels(name),
    // A mesh takes a port whose protocol it is not told for HTTP, or waits for bytes to guess by.
    ports: [{ name: "postgres", port: postgresPort, targetPort: postgresPort, protocol: "TCP", appProtocol: "tcp" }],
  };
}

/** Who may come in: the services that use it. Nothing goes out: a database answers, it never calls. */
export function statefulSetPolicy(name: string, clients: Client[]): k8s.types.input.networking.v1.NetworkPolicySpec {
  const from = clientPeers(clients);
  return {
    podSelector: { matchLabels: selectorLabels(name) },
    policyTypes: ["Ingress", "Egress"],
    ...(from.length ? { ingress: [{ from, ports: [{ protocol: "TCP", port: postgresPort }] }] } : {}),
  };
}
