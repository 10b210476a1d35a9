import { panels, rules } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { boundedName } from "../../../shared/naming";
import type { PlatformContext } from "../../../shared/context";
import { type CatalogAddon, waves } from "../../addon";
import type { AddonQueue } from "../../addon-aws";
import { queueNamed } from "../../../queues/queue-plan";
import { controllerPolicy } from "../../network-policy";
import { resources, spread } from "../../placement";
import { alike } from "../../pods";
import { karpenterFlowSchemas, karpenterNodes } from "./objects";
import { karpenterPolicy } from "./policy";
import { type KarpenterSettings, karpenterSettings } from "./settings";

const name = "karpenter";
const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };

/**
 * Karpenter: starts the instances that pending pods need and packs pods onto fewer of them (TB-5, TB-6, TB-40).
 *
 * Values: aws/karpenter-provider-aws, tag v1.14.1, charts/karpenter/values.yaml.
 *
 * It runs on a managed pool, the system pool, because it can't start the node that it needs itself. The account needs
 * the service-linked role of EC2 Spot for spot nodes: `aws iam create-service-linked-role --aws-service-name
 * spot.amazonaws.com`, once.
 */
export const karpenter: CatalogAddon<KarpenterSettings> = {
  name,
  summary: "Karpenter, which starts instances as pods need them and packs pods onto fewer",
  wave: waves.services,
  chart: chartPin(name),
  labelsAt: ["additionalLabels", "podLabels"],
  crds: { chart: chartPin("karpenter", "karpenter-crd") },
  page: { panels },
  rules,
  // https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/ ("Private Clusters").
  endpoints: [
    { name: "ssm", why: "Karpenter reads the ids of node images there" },
    { name: "sqs", why: "Karpenter hears of interruptions there" },
  ],
  needs: [],
  // Cluster Autoscaler says that the two can't be together.
  excludes: [],
  settings: karpenterSettings,
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike(`Deployment/${name}`, settings.replicas, "controller.resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  identities: ({ facts }) => [
    {
      serviceAccount: name,
      policy: karpenterPolicy(facts.platform, {
        queueArn: queueNamed(facts.platform, interruptionQueue(facts.platform)).arn,
        nodeRoleName: facts.nodes.roleName,
      }),
    },
  ],
  queues: ({ facts }) => [interruptions(facts.platform)],
  objects: ({ facts, settings, namespace }) => [
    ...karpenterFlowSchemas(namespace, name),
    // 8080: metrics.
    controllerPolicy({ namespace, name, selector, ingressPorts: [8080] }),
    ...karpenterNodes(settings, facts),
  ],
  values: ({ facts, settings, placement, on, serviceAccountAnnotations }) => ({
    replicas: settings.replicas,
    strategy: { rollingUpdate: { maxUnavailable: 1 } },
    podDisruptionBudget: { name, maxUnavailable: 1 },
    priorityClassName: "system-cluster-critical",
    nodeSelector: { "kubernetes.io/os": "linux", ...placement.nodeSelector },
    tolerations: placement.tolerations,
    // The chart's own affinity stays: never on a node that Karpenter made, never two on one node.
    topologySpreadConstraints: spread(selector, settings.replicas, "Deployment"),
    serviceAccount: { create: true, name, annotations: serviceAccountAnnotations(name) },
    controller: {
      // Upstream's figures: getting-started-with-karpenter, "Install Karpenter".
      resources: resources("1", "1Gi"),
      // Said because pods can't ask the instance metadata service (hop limit 1).
      env: [{ name: "AWS_REGION", value: facts.platform.region }],
    },
    settings: {
      clusterName: facts.platform.clusterName,
      // Endpoint and Kubernetes version come from eks:DescribeCluster: unknown at the first preview.
      eksControlPlane: true,
      interruptionQueue: interruptionQueue(facts.platform),
    },
    serviceMonitor: { enabled: on("prometheus-operator-crds") },
  }),
};

/** With the name of a rule behind it, it must fit the 64 characters of an EventBridge rule. */
function interruptionQueue({ clusterName }: PlatformContext): string {
  return boundedName(`${clusterName}-karpenter`, 48);
}

/** The five kinds of notice that AWS gives; source: the CloudFormation template of the policy. */
function interruptions(context: PlatformContext): AddonQueue {
  const ofEc2 = (detail: string) => ({ source: ["aws.ec2"], "detail-type": [detail] });
  return {
    name: interruptionQueue(context),
    retentionSeconds: 300,
    events: {
      health: { source: ["aws.health"], "detail-type": ["AWS Health Event"] },
      spot: ofEc2("EC2 Spot Instance Interruption Warning"),
      rebalance: ofEc2("EC2 Instance Rebalance Recommendation"),
      state: ofEc2("EC2 Instance State-change Notification"),
      reservation: ofEc2("EC2 Capacity Reservation Instance Interruption Warning"),
    },
  };
}
