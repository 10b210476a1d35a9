import { panels, rules } from "./monitoring";
import { chartPin, definitionsPin } from "../../../shared/pins";
import { z } from "zod";
import { type PolicyDocument, type PolicyStatement, policyDocument } from "../../../identity/policy-document";
import { pattern } from "../../../shared/problem";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { commonAddonKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources, spread } from "../../placement";
import { alike } from "../../pods";

const name = "keda";
const operator = "keda-operator";
/** Prometheus, where queries of scalers go (TB-38), and the operator itself, whom the metrics server asks. */
const ports = { prometheus: 9090, operator: 9666 };

/** Settings of KEDA beside those of every add-on. */
export interface KedaSettings extends CommonAddonSettings {
  queueArns: string[];
  cloudWatch: boolean;
  readSecrets: boolean;
}

/**
 * KEDA: scales pods by queues, Prometheus queries, CPU and memory, also down to none (TB-36, TB-37, TB-38, TB-39).
 *
 * Values: kedacore/charts, tag v2.20.2, keda/values.yaml. Its operator makes and renews the certificates itself.
 *
 * A ScaledObject makes an HPA of its own: a service that has one gets `scaling` with min equal to max, or none.
 */
export const keda: CatalogAddon<KedaSettings> = {
  name,
  summary: "KEDA, which scales pods by queues, Prometheus queries, CPU and memory",
  wave: waves.services,
  chart: chartPin(name),
  labelsAt: ["additionalLabels"],
  crds: { files: definitionsPin(name) },
  page: { panels },
  rules,
  needs: [{ addon: "metrics-server", why: "its scalers for CPU and memory read from there" }],
  excludes: [],
  settings: (defaults) =>
    z.strictObject({
      ...commonAddonKeys(defaults, name),
      queueArns: z
        .array(pattern(/^arn:aws[a-z-]*:sqs:[^:]+:\d{12}:[^*]+$/, "is not the ARN of a queue", "arn:aws:sqs:…"))
        .default([])
        .describe("SQS queues whose length scales pods."),
      cloudWatch: z.boolean().default(false).describe("Whether metrics of CloudWatch may scale pods."),
      readSecrets: z
        .boolean()
        .default(false)
        .describe("Lets triggers refer to Secrets of any namespace, which the operator may then read, all of them."),
    }),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings: { replicas } }) => [
    alike("Deployment/keda-operator", replicas, "resources.operator"),
    alike("Deployment/keda-operator-metrics-apiserver", replicas, "resources.metricServer"),
    alike("Deployment/keda-admission-webhooks", replicas, "resources.webhooks"),
  ],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  identities: ({ settings }) => {
    const policy = kedaPolicy(settings);
    return policy.Statement.length ? [{ serviceAccount: operator, policy }] : [];
  },
  objects: ({ namespace }) => {
    const policy = (app: string, ingressPorts: number[], egressPorts: number[]) =>
      controllerPolicy({ namespace, name: app, selector: { app }, ingressPorts, egressPorts });
    return [
      policy(operator, [8080, ports.operator], [ports.prometheus]),
      policy(`${operator}-metrics-apiserver`, [8080, 6443], [ports.operator]),
      policy("keda-admission-webhooks", [8080, 9443], []),
    ];
  },
  values: ({ facts, settings, placement, on, serviceAccountAnnotations }) => {
    const monitored = on("prometheus-operator-crds");
    const monitor = { enabled: monitored, serviceMonitor: { enabled: monitored } };
    const budget = settings.replicas > 1 ? { maxUnavailable: 1 } : {};
    const spreadOf = (app: string) => spread({ app }, settings.replicas, "Deployment");
    const replicated = { replicaCount: settings.replicas };
    return {
      clusterName: facts.platform.clusterName,
      image: { pullPolicy: "IfNotPresent" },
      // A layer of their own.
      crds: { install: false },
      // Of each, one works and the others wait or answer too.
      operator: replicated,
      metricsServer: replicated,
      webhooks: replicated,
      // The chart spells one of the three in three ways; these are its own.
      podDisruptionBudget: { operator: budget, metricServer: budget, webhooks: budget },
      topologySpreadConstraints: {
        operator: spreadOf(operator),
        metricsServer: spreadOf(`${operator}-metrics-apiserver`),
        webhooks: spreadOf("keda-admission-webhooks"),
      },
      resources: {
        operator: resources("100m", "256Mi"),
        metricServer: resources("100m", "128Mi"),
        webhooks: resources("50m", "128Mi"),
      },
      priorityClassName: "system-cluster-critical",
      nodeSelector: placement.nodeSelector,
      tolerations: placement.tolerations,
      serviceAccount: { operator: { create: true, name: operator, annotations: serviceAccountAnnotations(operator) } },
      // Said because pods can't ask the instance metadata service (hop limit 1).
      env: [{ name: "AWS_REGION", value: facts.platform.region }],
      permissions: { operator: { restrict: { secret: !settings.readSecrets } } },
      prometheus: { operator: monitor, metricServer: monitor, webhooks: monitor },
    };
  },
};

/**
 * What the operator may ask of AWS: nothing unless the stack names it.
 * https://keda.sh/docs/2.20/scalers/aws-sqs/, https://keda.sh/docs/2.20/scalers/aws-cloudwatch/
 */
export function kedaPolicy({ queueArns, cloudWatch }: Pick<KedaSettings, "queueArns" | "cloudWatch">): PolicyDocument {
  const statements: PolicyStatement[] = [];
  if (queueArns.length)
    statements.push({
      Sid: "QueueLength",
      Effect: "Allow",
      Action: "sqs:GetQueueAttributes",
      Resource: [...queueArns].sort(),
    });
  // Classic metrics, which the scaler reads, are no resource of IAM; only datasets of OTLP metrics are.
  if (cloudWatch)
    statements.push({ Sid: "Metrics", Effect: "Allow", Action: "cloudwatch:GetMetricData", Resource: "*" });
  return policyDocument(...statements);
}
