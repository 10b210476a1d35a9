import { label } from "../../../shared/vocabulary";
import type { AddonObject } from "../../addon";
import type { AddonFacts } from "../../addon-facts";
import type { KarpenterSettings, NodeClassSettings, NodePoolSettings } from "./settings";

// Fields: aws/karpenter-provider-aws, tag v1.14.1, pkg/apis/crds/*.yaml.
const classKind = { group: "karpenter.k8s.aws", kind: "EC2NodeClass" } as const;

/** Every EC2NodeClass and NodePool of the settings. */
export function karpenterNodes(settings: KarpenterSettings, facts: AddonFacts): AddonObject[] {
  return [
    ...Object.entries(settings.nodeClasses).map(([name, one]) => nodeClassObject(name, one, facts)),
    ...Object.entries(settings.nodePools).map(([name, one]) => nodePoolObject(name, one)),
  ];
}

function nodeClassObject(name: string, settings: NodeClassSettings, facts: AddonFacts): AddonObject {
  // The network tags the private subnets and the nodes' security group so.
  const discovery = [{ tags: { "karpenter.sh/discovery": facts.platform.clusterName } }];
  return {
    apiVersion: `${classKind.group}/v1`,
    kind: classKind.kind,
    metadata: { name },
    setting: `nodeClasses.${name}`,
    body: {
      spec: {
        amiSelectorTerms: [{ alias: imageAlias(settings, facts.nodes.images) }],
        // The role of all nodes: EKS has its access entry since the first managed pool.
        role: facts.nodes.roleName,
        subnetSelectorTerms: discovery,
        securityGroupSelectorTerms: discovery,
        associatePublicIPAddress: false,
        // One hop ends at the node: a pod can't read the node's credentials.
        metadataOptions: {
          httpEndpoint: "enabled",
          httpProtocolIPv6: "disabled",
          httpPutResponseHopLimit: 1,
          httpTokens: "required",
        },
        blockDeviceMappings: disks(settings),
        ...(settings.localDisks === "raid0" ? { instanceStorePolicy: "RAID0" } : {}),
        ...(settings.maxPods === undefined ? {} : { kubelet: { maxPods: settings.maxPods } }),
        tags: facts.tags,
      },
    },
  };
}

/**
 * `al2023@v20260930` of 1.36.4-20260930, `bottlerocket@v1.66.0` of 1.66.0-1ad6b4a4: Karpenter's form of the release
 * that managed pools pin (website/content/en/preview/concepts/nodeclasses.md, "alias"). Never `latest`, with which a new
 * image replaces nodes without a review.
 */
export function imageAlias({ os, release }: NodeClassSettings, images: AddonFacts["nodes"]["images"]): string {
  const [version = "", build = ""] = images[os].split("-");
  return `${os}@${release ?? `v${os === "al2023" ? build : version}`}`;
}

/** As of managed pools: one disk, or with Bottlerocket a small one for the system and one for data. */
function disks({ os, diskGiB, kmsKeyArn }: NodeClassSettings): object[] {
  const encryption = {
    volumeType: "gp3",
    encrypted: true,
    deleteOnTermination: true,
    ...(kmsKeyArn === undefined ? {} : { kmsKeyID: kmsKeyArn }),
  };
  const data = { volumeSize: `${diskGiB}Gi`, ...encryption };
  if (os === "al2023") return [{ deviceName: "/dev/xvda", ebs: data }];
  return [
    { deviceName: "/dev/xvda", ebs: { volumeSize: "4Gi", ...encryption } },
    { deviceName: "/dev/xvdb", ebs: data },
  ];
}

function nodePoolObject(name: string, settings: NodePoolSettings): AddonObject {
  const { consolidation, weight } = settings;
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    setting: `nodePools.${name}`,
    body: {
      spec: {
        template: {
          metadata: { labels: { ...settings.labels, [label.pool]: name } },
          spec: {
            nodeClassRef: { ...classKind, name: settings.nodeClass },
            requirements: requirements(settings),
            ...(settings.taints.length ? { taints: settings.taints } : {}),
            expireAfter: settings.expireAfter,
          },
        },
        limits: settings.limits,
        disruption: {
          consolidationPolicy: consolidation.policy,
          consolidateAfter: consolidation.after,
          budgets: [{ nodes: consolidation.atOnce }],
        },
        ...(weight === undefined ? {} : { weight }),
      },
    },
  };
}

function requirements(settings: NodePoolSettings): object[] {
  const within = (key: string, values: string[]) => ({ key, operator: "In", values });
  return [
    within("karpenter.sh/capacity-type", settings.capacity),
    within("kubernetes.io/arch", settings.architectures),
    within("kubernetes.io/os", ["linux"]),
    ...(settings.instanceTypes
      ? [within("node.kubernetes.io/instance-type", settings.instanceTypes)]
      : [
          within("karpenter.k8s.aws/instance-category", settings.categories),
          {
            key: "karpenter.k8s.aws/instance-generation",
            operator: "Gt",
            values: [String(settings.minGeneration - 1)],
          },
        ]),
    ...(settings.zones ? [within(label.zone, settings.zones)] : []),
  ];
}

/**
 * Outside kube-system the API server would hold back Karpenter's leases and calls behind everyone else's.
 * Source: tag v1.14.1, getting-started-with-karpenter/scripts/step15-apply-flowschemas.sh.
 */
export function karpenterFlowSchemas(namespace: string, serviceAccount: string): AddonObject[] {
  const subjects = [{ kind: "ServiceAccount", serviceAccount: { name: serviceAccount, namespace } }];
  const flow = (name: string, level: string, matchingPrecedence: number, rule: object): AddonObject => ({
    apiVersion: "flowcontrol.apiserver.k8s.io/v1",
    kind: "FlowSchema",
    metadata: { name },
    body: {
      spec: {
        distinguisherMethod: { type: "ByUser" },
        matchingPrecedence,
        priorityLevelConfiguration: { name: level },
        rules: [{ ...rule, subjects }],
      },
    },
  });
  return [
    flow("karpenter-leader-election", "leader-election", 200, {
      resourceRules: [
        {
          apiGroups: ["coordination.k8s.io"],
          namespaces: ["*"],
          resources: ["leases"],
          verbs: ["get", "create", "update"],
        },
      ],
    }),
    flow("karpenter-workload", "workload-high", 1000, {
      nonResourceRules: [{ nonResourceURLs: ["*"], verbs: ["*"] }],
      resourceRules: [{ apiGroups: ["*"], clusterScope: true, namespaces: ["*"], resources: ["*"], verbs: ["*"] }],
    }),
  ];
}
