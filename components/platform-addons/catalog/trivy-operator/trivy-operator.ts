import { panels } from "./monitoring";
import { chartPin, definitionsPin, imageDigest, imageTag } from "../../../shared/pins";
import { z } from "zod";
import { policyDocument } from "../../../identity/policy-document";
import { pattern } from "../../../shared/problem";
import { type AddonInput, type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { type AddonDefaults, commonAddonKeys } from "../../common-settings";
import { readImages } from "../../image-access";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";
import { alike } from "../../pods";

const name = "trivy-operator";
const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };

const severities = ["UNKNOWN", "LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;

const digest = pattern(/^sha256:[0-9a-f]{64}$/, "is not a digest", "sha256: and 64 hexadecimal digits");

/** Settings of the Trivy operator beside those of every add-on. */
export interface TrivyOperatorSettings extends CommonAddonSettings {
  severities: (typeof severities)[number][];
  ignoreUnfixed: boolean;
  digests: { operator: string; scanner: string };
}

const scansAtATime = 3;

type Image = "operator" | "scanner";

/**
 * Trivy operator: looks for known vulnerabilities in the image of every running container (VC-64, KP-44).
 *
 * Values: aquasecurity/trivy-operator, tag v0.32.0 (chart 0.34.0), deploy/helm/values.yaml.
 *
 * One copy scans; a second one would wait. The nodes of EKS and its control plane are AWS's to check, so nothing of it
 * reads a host. It may not read the Secrets of other namespaces: images of the account come by its AWS identity.
 */
export const trivyOperator: CatalogAddon<TrivyOperatorSettings> = {
  name,
  summary: "reports on known vulnerabilities of every running image",
  wave: waves.services,
  chart: chartPin(name),
  labelsAt: ["operator.labels", "operator.podLabels"],
  crds: { files: definitionsPin(name) },
  page: { panels },
  needs: [],
  excludes: [],
  settings: trivySettings,
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: () => [
    alike(`Deployment/${name}`, 1, "resources"),
    // What it makes to look at images.
    alike("Job/scan", scansAtATime, "trivy.resources"),
  ],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  identities: ({ facts }) => [{ serviceAccount: name, policy: policyDocument(...readImages(facts.platform)) }],
  values: ({ settings, placement, on, serviceAccountAnnotations }) => ({
    // A tag that a digest follows is taken by its digest: the tag then only says what it is.
    image: { tag: `${imageTag(name, "operator")}@${settings.digests.operator}` },
    operator: {
      replicas: 1,
      // Each job unpacks an image; more at a time is faster, and takes the room of others.
      scanJobsConcurrentLimit: scansAtATime,
      scanJobTTL: "1h",
      // Reads hosts.
      infraAssessmentScannerEnabled: false,
      // Needs what the former finds.
      clusterComplianceEnabled: false,
      accessGlobalSecretsAndServiceAccount: false,
    },
    trivyOperator: {
      scanJobNodeSelector: placement.nodeSelector,
      scanJobTolerations: placement.tolerations,
      scanJobPodTemplatePodSecurityContext: podContext,
    },
    trivy: {
      image: { tag: `${imageTag(name, "scanner")}@${settings.digests.scanner}` },
      severity: settings.severities.join(","),
      ignoreUnfixed: settings.ignoreUnfixed,
      // A layer of a large image is unpacked in memory: the chart's 500M is too little for some.
      resources: { requests: { cpu: "100m", memory: "512Mi" }, limits: { cpu: "1", memory: "1Gi" } },
    },
    serviceAccount: { create: true, name, annotations: serviceAccountAnnotations(name) },
    serviceMonitor: { enabled: on("prometheus-operator-crds"), interval: "60s" },
    podSecurityContext: podContext,
    resources: resources("100m", "512Mi"),
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
    priorityClassName: "system-cluster-critical",
  }),
  objects: (input) => [
    controllerPolicy({ namespace: input.namespace, name, selector, ingressPorts: [8080, 9090] }),
    scannerPolicy(input),
  ],
};

const podContext = {
  runAsNonRoot: true,
  runAsUser: 10000,
  runAsGroup: 10000,
  fsGroup: 10000,
  seccompProfile: { type: "RuntimeDefault" },
};

/** Scan jobs ask registries, and nobody asks them. */
function scannerPolicy({ namespace }: AddonInput<TrivyOperatorSettings>) {
  return controllerPolicy({
    namespace,
    name: "trivy-scans",
    selector: { "app.kubernetes.io/managed-by": name },
    ingressPorts: [],
  });
}

function trivySettings(defaults: AddonDefaults) {
  const { namespace, delivery, values } = commonAddonKeys(defaults, "trivy-system");
  const ofImage = (what: string, image: Image) =>
    digest
      .default(imageDigest(name, image))
      .describe(`Digest of the image of ${what}, version ${imageTag(name, image)}. Left out: the one that is pinned.`);
  return z
    .strictObject({
      namespace,
      delivery,
      values,
      severities: z
        .array(z.enum(severities))
        .min(1)
        .default(["HIGH", "CRITICAL"])
        .describe("Severities that are reported."),
      ignoreUnfixed: z.boolean().default(false).describe("Leaves out what nobody has fixed yet."),
      digests: z
        .strictObject({
          operator: ofImage("the operator", "operator"),
          scanner: ofImage("Trivy itself", "scanner"),
        })
        .prefault({})
        .describe(
          `Images by digest, as \`crane digest mirror.gcr.io/aquasec/trivy:${imageTag(name, "scanner")}\` says.`,
        ),
    })
    .transform((settings) => ({ ...settings, replicas: 1 }));
}
