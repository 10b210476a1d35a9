import type * as k8s from "@pulumi/kubernetes";
import { bucketArn, bucketFullName, bucketGrant } from "../../buckets/bucket-plan";
import type { BucketSettings } from "../../buckets/settings";
import { policyDocument, type PolicyDocument } from "../../identity/policy-document";
import { type Placement, resources } from "../../platform-addons/placement";
import type { PlatformContext } from "../../shared/context";
import { adminSecret } from "../../platform-addons/catalog/kube-prometheus-stack/grafana-values";
import {
  prometheusPlacement,
  sharedVolumeLevel,
} from "../../platform-addons/catalog/kube-prometheus-stack/prometheus-values";
import type { ObservabilitySettings } from "../settings";
import { type CopyKind, copyName } from "./names";
import { dashboardsScript, metricsScript } from "./scripts";
import { grafanaUrl, stackName } from "../../platform-addons/catalog/kube-prometheus-stack/address";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type CronJobSpec = k8s.types.input.batch.v1.CronJobSpec;

/** Everything that decides about a copy; all of it plain. */
export interface CopyPlan {
  context: PlatformContext;
  settings: ObservabilitySettings;
  /** The bucket of the stack that gets the copies. */
  bucket: { name: string; settings: BucketSettings };
  /** Image with the AWS CLI, bash and curl; a stack may name its own. */
  image: string;
  placement: Placement;
}

/** First part of the keys, which is all that a job may write. */
const prefixes = { dashboards: "grafana/", metrics: "prometheus/" } as const;

/** Hours after which a run has failed: a first copy of a full volume takes some. */
const deadlineSeconds = { dashboards: 900, metrics: 6 * 3600 } as const;

/** What a job may do: write below its prefix, and for metrics list what is there. It can neither read nor delete. */
export function copyPolicy({ context, bucket }: CopyPlan, kind: CopyKind): PolicyDocument {
  const prefix = prefixes[kind];
  const { statements } = bucketGrant(context, bucket.name, bucket.settings, { access: "write", prefix });
  if (kind === "dashboards") return policyDocument(...statements);
  return policyDocument(...statements, {
    Effect: "Allow",
    Action: ["s3:ListBucket"],
    Resource: [bucketArn(context, bucket.name)],
    Condition: { StringLike: { "s3:prefix": `${prefix}*` } },
  });
}

/** The CronJob of a copy. Pods that a drained node takes along are made again without counting as a try. */
export function copyJob(plan: CopyPlan, kind: CopyKind, schedule: string, labels: Record<string, string>): CronJobSpec {
  return {
    schedule,
    timeZone: "Etc/UTC",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 3600,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 1,
    jobTemplate: {
      metadata: { labels },
      spec: {
        backoffLimit: 2,
        activeDeadlineSeconds: deadlineSeconds[kind],
        podFailurePolicy: {
          rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
        },
        template: { metadata: { labels }, spec: copyPod(plan, kind) },
      },
    },
  };
}

function copyPod(plan: CopyPlan, kind: CopyKind): PodSpec {
  const { context, bucket } = plan;
  const image = plan.settings.copies?.image ?? plan.image;
  const own = kind === "dashboards" ? dashboardsPart(plan) : metricsPart(plan);
  return {
    serviceAccountName: copyName(kind),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: "Never",
    ...own.pod,
    containers: [
      {
        name: "copy",
        image,
        imagePullPolicy: "IfNotPresent",
        command: ["/bin/bash", "-c", own.script],
        env: [
          { name: "BUCKET", value: bucketFullName(context, bucket.name) },
          { name: "AWS_REGION", value: context.region },
          { name: "HOME", value: "/tmp" },
          ...own.env,
        ],
        resources: resources("50m", "512Mi"),
        securityContext: {
          allowPrivilegeEscalation: false,
          privileged: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ["ALL"] },
          seccompProfile: { type: "RuntimeDefault" },
        },
        volumeMounts: [{ name: "scratch", mountPath: "/tmp" }, own.mount],
      },
    ],
    volumes: [{ name: "scratch", emptyDir: { sizeLimit: "256Mi" } }, own.volume],
  };
}

/** `nobody`, with the administrator's name and password as files. */
function dashboardsPart({ settings, placement }: CopyPlan) {
  const { name, userKey, passwordKey } = settings.grafana.adminSecret ?? adminSecret;
  const items = [
    { key: userKey, path: "user" },
    { key: passwordKey, path: "password" },
  ];
  return {
    script: dashboardsScript,
    env: [
      { name: "GRAFANA_URL", value: grafanaUrl(settings.namespace) },
      { name: "ADMIN", value: "/etc/grafana-admin" },
    ],
    mount: { name: "admin", mountPath: "/etc/grafana-admin", readOnly: true },
    volume: { name: "admin", secret: { secretName: name, items, defaultMode: 0o440 } },
    pod: { ...placement, securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, fsGroup: 65534 } },
  };
}

/** The StatefulSet that the operator makes of the chart's Prometheus: prometheus-operator v0.93.1, pkg/prometheus/common.go. */
const statefulSet = `prometheus-${stackName}-prometheus`;
const firstPod = `${statefulSet}-0`;

/**
 * As the user of Prometheus, on the node of its first copy: an EBS volume is mounted on one node at a time, there by as
 * many pods as like.
 */
function metricsPart({ settings, placement }: CopyPlan) {
  const beside = { labelSelector: { matchLabels: { "statefulset.kubernetes.io/pod-name": firstPod } } };
  return {
    script: metricsScript,
    env: [
      { name: "PROMETHEUS_URL", value: `http://${firstPod}.prometheus-operated.${settings.namespace}.svc:9090` },
      { name: "DATA", value: "/prometheus" },
    ],
    mount: { name: "data", mountPath: "/prometheus", subPath: "prometheus-db" },
    volume: { name: "data", persistentVolumeClaim: { claimName: `${statefulSet}-db-${firstPod}` } },
    pod: {
      ...prometheusPlacement(settings.prometheus, placement),
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ ...beside, topologyKey: "kubernetes.io/hostname" }],
        },
      },
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 2000,
        fsGroup: 2000,
        fsGroupChangePolicy: "OnRootMismatch",
        seLinuxOptions: { level: sharedVolumeLevel },
      },
    },
  };
}
