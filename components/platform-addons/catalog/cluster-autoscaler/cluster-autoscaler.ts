import { panels, rules } from "./monitoring";
import { chartPin, imageTag, pinOf } from "../../../shared/pins";
import { z } from "zod";
import { type PolicyDocument, policyDocument } from "../../../identity/policy-document";
import type { PlatformContext } from "../../../shared/context";
import { pattern } from "../../../shared/problem";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { commonAddonKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources, spread } from "../../placement";
import { alike } from "../../pods";

const name = "cluster-autoscaler";
// The chart puts the cloud before its own name: templates/_helpers.tpl, "cluster-autoscaler.name".
const selector = { "app.kubernetes.io/name": "aws-cluster-autoscaler", "app.kubernetes.io/instance": name };

/** Settings of the autoscaler beside those of every add-on. */
export interface ClusterAutoscalerSettings extends CommonAddonSettings {
  maxNodesTotal?: number | undefined;
  scaleDown: { utilizationThreshold: number; unneededTime: string; delayAfterAdd: string };
}

const duration = pattern(/^([1-9]\d*)(s|m|h)$/, "is not a duration", "a number with s, m or h, such as 10m");

/**
 * Cluster Autoscaler: adds nodes to the stack's pools when pods find no room, and removes those that are little used
 * (VC-51, VC-52, VC-53, KP-31, SS-7).
 *
 * Values: kubernetes/autoscaler, tag cluster-autoscaler-chart-9.59.0, cluster-autoscaler/charts/cluster-autoscaler.
 * Flags: tag cluster-autoscaler-1.36.1, cluster-autoscaler/config/flags/flags.go.
 *
 * It finds the pools by the two tags that EKS sets on the Auto Scaling groups of managed node groups, and asks EKS for
 * labels and taints of a pool that is at 0. How far a pool goes is its own `size`.
 */
export const clusterAutoscaler: CatalogAddon<ClusterAutoscalerSettings> = {
  name,
  summary: "an autoscaler that keeps the node pools as large as pods need",
  wave: waves.services,
  chart: chartPin(name),
  labelsAt: ["additionalLabels"],
  page: { panels },
  rules,
  // https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
  endpoints: [{ name: "autoscaling", why: "the cluster autoscaler calls it" }],
  needs: [],
  excludes: [{ addon: "karpenter", why: "both would add and remove nodes for the same pods" }],
  settings: (defaults) =>
    z.strictObject({
      ...commonAddonKeys(defaults, "system"),
      maxNodesTotal: z
        .int()
        .min(1)
        .max(10_000)
        .optional()
        .describe(
          "Most nodes of all pools together, the system pool's too: the bound of the bill. Left out: the sum of the pools' `size.max`.",
        ),
      scaleDown: z
        .strictObject({
          utilizationThreshold: z
            .number()
            .min(0)
            .max(1)
            .default(0.5)
            .describe("Share of a node's CPU or memory, whichever is more, that pods request; below, it may go."),
          unneededTime: duration.default("10m").describe("How long a node must be below that before it is removed."),
          delayAfterAdd: duration.default("10m").describe("How long after a node was added none is removed."),
        })
        .prefault({})
        .describe("When a node is removed. Its pods must fit elsewhere, and no PodDisruptionBudget forbid it."),
    }),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike(`Deployment/${name}`, settings.replicas, "resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  identities: ({ facts }) => [{ serviceAccount: name, policy: clusterAutoscalerPolicy(facts.platform) }],
  // 8085: metrics.
  objects: ({ namespace }) => [controllerPolicy({ namespace, name, selector, ingressPorts: [8085] })],
  values: ({ facts, settings, namespace, placement, on, serviceAccountAnnotations }) => ({
    fullnameOverride: name,
    // The minor of the cluster, not that of the chart: it simulates the scheduler of its own.
    image: { tag: clusterAutoscalerRelease(facts.platform.kubernetesVersion) },
    cloudProvider: "aws",
    // Said because pods can't ask the instance metadata service (hop limit 1).
    awsRegion: facts.platform.region,
    autoDiscovery: { clusterName: facts.platform.clusterName },
    extraArgs: {
      expander: "least-waste",
      // Pools of the same size and labels, one per zone, grow evenly.
      "balance-similar-node-groups": true,
      // Else a single pod with an emptyDir keeps its node for ever; what it holds is lost with the pod anyway.
      "skip-nodes-with-local-storage": false,
      "scale-down-utilization-threshold": settings.scaleDown.utilizationThreshold,
      "scale-down-unneeded-time": settings.scaleDown.unneededTime,
      "scale-down-delay-after-add": settings.scaleDown.delayAfterAdd,
      ...(settings.maxNodesTotal === undefined ? {} : { "max-nodes-total": settings.maxNodesTotal }),
    },
    // One works, the others wait for its lease.
    replicaCount: settings.replicas,
    podDisruptionBudget: { maxUnavailable: 1 },
    // The request of upstream's own example (cloudprovider/aws/examples) is 600Mi.
    resources: resources("100m", "600Mi"),
    priorityClassName: "system-cluster-critical",
    securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: "RuntimeDefault" } },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
    topologySpreadConstraints: spread(selector, settings.replicas, "Deployment"),
    rbac: { serviceAccount: { create: true, name, annotations: serviceAccountAnnotations(name) } },
    serviceMonitor: { enabled: on("prometheus-operator-crds"), namespace, interval: "1m" },
  }),
};

/**
 * What the autoscaler may do.
 *
 * Source: kubernetes/autoscaler, tag cluster-autoscaler-1.36.1, cluster-autoscaler/cloudprovider/aws/README.md ("Full
 * Cluster Autoscaler Features Policy"), narrowed: it changes the groups that EKS tagged with this cluster, and reads
 * the node groups of this cluster alone.
 */
export function clusterAutoscalerPolicy(context: PlatformContext): PolicyDocument {
  const { partition, region, accountId, clusterName } = context;
  return policyDocument(
    // None of these takes a resource (service authorization reference of EC2 Auto Scaling and EC2).
    {
      Sid: "Read",
      Effect: "Allow",
      Action: [
        ...["AutoScalingGroups", "AutoScalingInstances", "LaunchConfigurations", "ScalingActivities"].map(
          (what) => `autoscaling:Describe${what}`,
        ),
        ...["Images", "InstanceTypes", "LaunchTemplateVersions"].map((what) => `ec2:Describe${what}`),
        "ec2:GetInstanceTypesFromInstanceRequirements",
      ],
      Resource: "*",
    },
    {
      Sid: "ReadNodeGroups",
      Effect: "Allow",
      Action: "eks:DescribeNodegroup",
      Resource: `arn:${partition}:eks:${region}:${accountId}:nodegroup/${clusterName}/*/*`,
    },
    // Tags that EKS sets: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
    {
      Sid: "ScaleOwnGroups",
      Effect: "Allow",
      Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
      Resource: `arn:${partition}:autoscaling:${region}:${accountId}:autoScalingGroup:*:autoScalingGroupName/*`,
      Condition: { StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${clusterName}`]: "owned" } },
    },
  );
}

/** Tag of the image for a Kubernetes minor; undefined where none is pinned. */
export function clusterAutoscalerRelease(kubernetesVersion: string): string | undefined {
  return kubernetesVersion in pinOf(name).images ? imageTag(name, kubernetesVersion) : undefined;
}
