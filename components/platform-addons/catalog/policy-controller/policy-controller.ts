import { chartPin } from "../../../shared/pins";
import { policyDocument, type PolicyStatement } from "../../../identity/policy-document";
import { label } from "../../../shared/vocabulary";
import { type AddonInput, type AddonObject, type CatalogAddon, waves } from "../../addon";
import type { AddonFacts } from "../../addon-facts";
import { readImages } from "../../image-access";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";
import { alike } from "../../pods";
import { type PolicyControllerSettings, policyControllerSettings } from "./settings";

const name = "policy-controller";
const account = `${name}-webhook`;
const selector = { "control-plane": account };

/**
 * Sigstore's policy controller: admits an image only with the signature that the stack asks for (VC-65).
 *
 * Values: sigstore/helm-charts, tag policy-controller-0.10.6, charts/policy-controller/values.yaml, which has the image
 * by digest; policies: sigstore/policy-controller, tag v0.13.1, config/300-clusterimagepolicy.yaml.
 *
 * Its definitions are templates of the chart, which has no switch for them: they come and go with it.
 *
 * It writes the certificate of its webhook into a Secret that the chart leaves empty.
 */
export const policyController: CatalogAddon<PolicyControllerSettings> = {
  name,
  summary: "admission of images by their signature",
  wave: waves.controllers,
  chart: chartPin(name),
  labelsAt: ["webhook.customLabels"],
  page: { none: "a webhook: what it refuses is in the events of the namespace" },
  needs: [],
  excludes: [],
  settings: policyControllerSettings,
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike(`Deployment/${account}`, settings.replicas, "webhook.resources")],
  // knative.dev/pkg, webhook/resourcesemantics/defaulting/defaulting.go: it appends to the selectors of its webhooks, which
  // Kubernetes counts as one field with what the chart says there.
  delivery: () => ({
    kind: "release",
    reason:
      "its controller writes into the selectors of the chart's webhooks: Helm's update goes over that, server-side apply would conflict",
    notByArgoCd: "it would take back at every look what the controller writes into its webhooks",
    withoutHooks: "the one hook cleans leases up, with an image that has no version",
  }),
  identities: ({ facts, settings }) => [{ serviceAccount: account, policy: verification(facts, settings) }],
  values: (input) => ({
    webhook: webhook(input),
    commonNodeSelector: input.placement.nodeSelector,
    commonTolerations: input.placement.tolerations,
    serviceMonitor: { enabled: input.on("prometheus-operator-crds") },
  }),
  objects: ({ namespace, settings, facts }) => [
    controllerPolicy({ namespace, name, selector, ingressPorts: [8443, 9090] }),
    ...Object.entries(settings.signatures).map(([policy, one]) => imagePolicy(policy, one, facts)),
  ],
};

function webhook({ settings, serviceAccountAnnotations }: AddonInput<PolicyControllerSettings>) {
  return {
    replicaCount: settings.replicas,
    configData: { "no-match-policy": settings.unmatched },
    // Told by name: a label on the namespace could be taken off by whoever may change it.
    namespaceSelector: {
      matchExpressions: [{ key: label.namespaceName, operator: "In", values: [...settings.namespaces].sort() }],
    },
    failurePolicy: "Fail",
    // One copy with a budget would keep its node from being drained.
    podDisruptionBudget: settings.replicas > 1 ? { enabled: true, minAvailable: 1 } : { enabled: false },
    serviceAccount: { create: true, name: account, annotations: serviceAccountAnnotations(account) },
    podSecurityContext: {
      enabled: true,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 65532,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
    affinity: settings.replicas > 1 ? apart : {},
    priorityClass: "system-cluster-critical",
    resources: resources("100m", "512Mi"),
  };
}

/** The chart takes no spread. */
const apart = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: selector }, topologyKey: label.hostname },
    ],
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 100, podAffinityTerm: { labelSelector: { matchLabels: selector }, topologyKey: label.zone } },
    ],
  },
};

/** Signatures are images beside the image; the public half of a key is asked of KMS. */
function verification(facts: AddonFacts, { signatures }: PolicyControllerSettings) {
  const keys = Object.values(signatures).flatMap(({ signedBy }) => (signedBy.type === "kms" ? [signedBy.keyArn] : []));
  const ofKeys: PolicyStatement[] = keys.length
    ? [
        {
          Sid: "ReadPublicKeys",
          Effect: "Allow",
          Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Verify"],
          Resource: [...new Set(keys)].sort(),
        },
      ]
    : [];
  return policyDocument(...readImages(facts.platform), ...ofKeys);
}

function imagePolicy(
  policy: string,
  { images, signedBy, mode }: PolicyControllerSettings["signatures"][string],
  { platform }: AddonFacts,
): AddonObject {
  const suffix = platform.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const own = `${platform.accountId}.dkr.ecr.${platform.region}.${suffix}/**`;
  const authority =
    signedBy.type === "kms"
      ? { name: "key", key: { kms: `awskms:///${signedBy.keyArn}` } }
      : {
          name: "identity",
          keyless: {
            url: "https://fulcio.sigstore.dev",
            identities: [{ issuer: signedBy.issuer, subject: signedBy.subject }],
          },
          ctlog: { url: "https://rekor.sigstore.dev" },
        };
  return {
    apiVersion: "policy.sigstore.dev/v1beta1",
    kind: "ClusterImagePolicy",
    metadata: { name: policy },
    setting: `signatures.${policy}`,
    body: { spec: { mode, images: (images ?? [own]).map((glob) => ({ glob })), authorities: [authority] } },
  };
}
