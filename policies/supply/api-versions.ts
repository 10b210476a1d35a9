import type { ResourceValidationPolicy } from "@pulumi/policy";
import { kubeObject } from "../support/kube-object";
import { Report } from "../support/report";
import { configOf, settings, withCommon } from "../support/rule";

/**
 * In which release an API version is no longer served, and what to use instead. Source: Deprecated API Migration Guide,
 * https://kubernetes.io/docs/reference/using-api/deprecation-guide/. `*` stands for every kind of the group version.
 */
const removed: Record<string, [release: string, instead: string]> = {
  "extensions/v1beta1:Ingress": ["1.22", "networking.k8s.io/v1"],
  "extensions/v1beta1:NetworkPolicy": ["1.16", "networking.k8s.io/v1"],
  "extensions/v1beta1:*": ["1.16", "apps/v1"],
  "apps/v1beta1:*": ["1.16", "apps/v1"],
  "apps/v1beta2:*": ["1.16", "apps/v1"],
  "admissionregistration.k8s.io/v1beta1:MutatingWebhookConfiguration": ["1.22", "admissionregistration.k8s.io/v1"],
  "admissionregistration.k8s.io/v1beta1:ValidatingWebhookConfiguration": ["1.22", "admissionregistration.k8s.io/v1"],
  "apiextensions.k8s.io/v1beta1:*": ["1.22", "apiextensions.k8s.io/v1"],
  "apiregistration.k8s.io/v1beta1:*": ["1.22", "apiregistration.k8s.io/v1"],
  "certificates.k8s.io/v1beta1:*": ["1.22", "certificates.k8s.io/v1"],
  "coordination.k8s.io/v1beta1:Lease": ["1.22", "coordination.k8s.io/v1"],
  "networking.k8s.io/v1beta1:Ingress": ["1.22", "networking.k8s.io/v1"],
  "networking.k8s.io/v1beta1:IngressClass": ["1.22", "networking.k8s.io/v1"],
  "rbac.authorization.k8s.io/v1beta1:*": ["1.22", "rbac.authorization.k8s.io/v1"],
  "scheduling.k8s.io/v1beta1:*": ["1.22", "scheduling.k8s.io/v1"],
  "storage.k8s.io/v1beta1:CSIStorageCapacity": ["1.27", "storage.k8s.io/v1"],
  "storage.k8s.io/v1beta1:StorageClass": ["1.22", "storage.k8s.io/v1"],
  "storage.k8s.io/v1beta1:CSIDriver": ["1.22", "storage.k8s.io/v1"],
  "batch/v1beta1:*": ["1.25", "batch/v1"],
  "discovery.k8s.io/v1beta1:*": ["1.25", "discovery.k8s.io/v1"],
  "events.k8s.io/v1beta1:*": ["1.25", "events.k8s.io/v1"],
  "autoscaling/v2beta1:*": ["1.25", "autoscaling/v2"],
  "autoscaling/v2beta2:*": ["1.26", "autoscaling/v2"],
  "policy/v1beta1:PodSecurityPolicy": ["1.25", "Pod Security labels on namespaces"],
  "policy/v1beta1:PodDisruptionBudget": ["1.25", "policy/v1"],
  "node.k8s.io/v1beta1:*": ["1.25", "node.k8s.io/v1"],
  "flowcontrol.apiserver.k8s.io/v1beta1:*": ["1.26", "flowcontrol.apiserver.k8s.io/v1"],
  "flowcontrol.apiserver.k8s.io/v1beta2:*": ["1.29", "flowcontrol.apiserver.k8s.io/v1"],
  "flowcontrol.apiserver.k8s.io/v1beta3:*": ["1.32", "flowcontrol.apiserver.k8s.io/v1"],
};

const rule: ResourceValidationPolicy = withCommon({
  name: "api-versions",
  displayName: "API versions that are served",
  description: "No object is of an API version that the cluster's release doesn't serve.",
  severity: "high",
  remediationSteps: "Use the API version that the message names.",
  url: "https://kubernetes.io/docs/reference/using-api/deprecation-guide/",
  tags: ["supply-chain"],
  covers: ["trivy KSV107"],
  config: {
    kubernetesVersion: {
      type: "string",
      pattern: "^1\\.\\d+$",
      default: "1.36",
      description: "Release that the cluster runs, or the next one, to be ready for an upgrade.",
    },
  },
});
rule.validateResource = (args, reportViolation) => {
  const parts = /^kubernetes:([^:]+):(\w+)$/.exec(args.type);
  const kind = parts?.[2]?.replace(/(?<=.)Patch$/, "");
  const match = parts && (removed[`${parts[1]}:${kind}`] ?? removed[`${parts[1]}:*`]);
  const object = match ? kubeObject(args) : undefined;
  if (!match || !parts || object === undefined) {
    return;
  }
  const config = configOf(rule, args.getConfig());
  const [release, instead] = match;
  const minor = (version: unknown) => Number(String(version).split(".")[1]);
  if (minor(release) <= minor(config["kubernetesVersion"])) {
    const report = new Report(object, () => settings(rule, config));
    report.violation({
      what: `its API version ${parts[1]} is not served since Kubernetes ${release}`,
      why: "the API server knows no such object",
      fix: `Use ${instead}`,
    });
    report.send(reportViolation);
  }
};

export const apiVersions = rule;
