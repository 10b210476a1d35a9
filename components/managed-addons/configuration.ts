import { label } from "../shared/vocabulary";
import type { ManagedAddonsSettings } from "./settings";

/** Configuration values of an add-on, in the form that its own schema asks for. */
export type AddonConfiguration = Record<string, unknown>;

/**
 * Seconds that a CoreDNS pod answers on after it was told to stop, while every node takes it off its list. EKS ships 5;
 * the pod's grace period of 30 is the bound.
 */
const lameduckSeconds = 20;

/**
 * VPC CNI (KP-5, KP-6, KP-7). Its schema takes booleans and numbers as strings only.
 * Keys: the schema that AWS publishes with `describe-addon-configuration` (tests/data/eks-addon-keys.ts), and
 * https://github.com/aws/amazon-vpc-cni-k8s#cni-configuration-variables
 */
export function vpcCniConfiguration(
  settings: ManagedAddonsSettings["podNetworking"],
  tags: Record<string, string>,
): AddonConfiguration {
  return {
    // Two engines would undo each other's rules (KP-37).
    enableNetworkPolicy: String(settings.policyEngine === "vpc-cni"),
    env: {
      // The default is DEBUG, which fills the nodes' disks.
      AWS_VPC_K8S_CNI_LOGLEVEL: "INFO",
      AWS_VPC_K8S_PLUGIN_LOG_LEVEL: "INFO",
      ENABLE_PREFIX_DELEGATION: String(settings.prefixDelegation),
      ...(settings.prefixDelegation ? { WARM_PREFIX_TARGET: String(settings.warmPrefixes) } : {}),
      // `standard`: traffic of such a pod goes through the node's own rules too (source NAT, NodePorts, network
      // policies); with `strict` it does not, and kubelet probes need DISABLE_TCP_EARLY_DEMUX.
      ...(settings.podSecurityGroups ? { ENABLE_POD_ENI: "true", POD_SECURITY_GROUP_ENFORCING_MODE: "standard" } : {}),
      // Calico learns a pod's address at once, not when the kubelet reports it: until then a new pod has no policy's
      // allowances (aws/amazon-vpc-cni-k8s v1.23.0, README.md, "ANNOTATE_POD_IP"). The add-on calico grants the right.
      ...(settings.policyEngine === "calico" ? { ANNOTATE_POD_IP: "true" } : {}),
      // The CNI makes interfaces by itself, which the default tags of the AWS provider don't reach.
      ...(Object.keys(tags).length ? { ADDITIONAL_ENI_TAGS: JSON.stringify(sorted(tags)) } : {}),
    },
  };
}

/**
 * CoreDNS: never one pod, spread over zones, at most one away at a time, scaled by EKS with the size of the cluster.
 * Keys: https://docs.aws.amazon.com/eks/latest/userguide/coredns-autoscaling.html and the published schema
 * (tests/data/eks-addon-keys.ts).
 */
export function corednsConfiguration(settings: ManagedAddonsSettings["dns"]): AddonConfiguration {
  return {
    autoScaling: { enabled: true, minReplicas: settings.minReplicas, maxReplicas: settings.maxReplicas },
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: label.zone,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: { "k8s-app": "kube-dns" } },
      },
    ],
    corefile: corefile(),
  };
}

/** The Corefile that EKS ships, with a longer lameduck (https://coredns.io/plugins/health/). */
function corefile(): string {
  return [
    ".:53 {",
    "    errors",
    "    health {",
    `        lameduck ${lameduckSeconds}s`,
    "    }",
    "    ready",
    "    kubernetes cluster.local in-addr.arpa ip6.arpa {",
    "        pods insecure",
    "        fallthrough in-addr.arpa ip6.arpa",
    "    }",
    "    prometheus :9153",
    "    forward . /etc/resolv.conf",
    "    cache 30",
    "    loop",
    "    reload",
    "    loadbalance",
    "}",
    "",
  ].join("\n");
}

/** EBS CSI driver: volumes carry the stack's tags; storage classes are the platform's own, so none of the add-on's. */
export function ebsCsiConfiguration(tags: Record<string, string>): AddonConfiguration {
  return {
    defaultStorageClass: { enabled: false },
    ...(Object.keys(tags).length ? { controller: { extraVolumeTags: sorted(tags) } } : {}),
  };
}

/** `over` laid over `base`: objects are merged key by key, everything else is replaced. */
export function overlaid(base: AddonConfiguration, over: AddonConfiguration | undefined): AddonConfiguration {
  if (over === undefined) return base;
  const merged: AddonConfiguration = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = base[key];
    merged[key] = isObject(below) && isObject(value) ? overlaid(below, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is AddonConfiguration {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** With its keys in order, so that their order in the YAML is no difference. */
function sorted(tags: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}
