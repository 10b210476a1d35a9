import { panels, rules, securityRows } from "./monitoring";
import { chartPin, definitionsPin } from "../../../shared/pins";
import { policyDocument } from "../../../identity/policy-document";
import { type AddonInput, type AddonObject, type CatalogAddon, waves } from "../../addon";
import type { AddonFacts, HostedZone } from "../../addon-facts";
import { resources, spread } from "../../placement";
import { alike } from "../../pods";
import { authority, rootName } from "./authority";
import { type CertManagerSettings, certManagerSettings, directory, type Issuer } from "./settings";

const name = "cert-manager";

/** Namespace of the Gateways: that of `components/gateways`, which may not be imported from here. */
const gatewaysNamespace = "gateways";

/**
 * cert-manager: issues and renews certificates (SS-22, SS-32).
 *
 * Values: cert-manager/cert-manager, tag v1.21.1, deploy/charts/cert-manager/values.yaml; its schema refuses a key that
 * it does not know. Issuers: pkg/apis/acme/v1/types_issuer.go of the same tag.
 */
export const certManager: CatalogAddon<CertManagerSettings> = {
  name,
  summary: "certificates for gateways and webhooks, issued and renewed",
  wave: waves.certificates,
  chart: chartPin(name),
  labelsAt: ["global.commonLabels"],
  crds: { files: definitionsPin(name) },
  page: { panels },
  rules,
  rows: { security: securityRows },
  needs: [{ addon: "gateway-api-crds", why: "it looks for the kinds of the Gateway API once, at its start" }],
  excludes: [],
  // Pods that answer an authority where names are proven by HTTP: pkg/issuer/acme/http/pod.go writes them whole.
  makesPods: [name],
  settings: certManagerSettings,
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings: { replicas } }) => [
    alike("Deployment/cert-manager", replicas, "resources"),
    alike("Deployment/cert-manager-webhook", replicas, "webhook.resources"),
    alike("Deployment/cert-manager-cainjector", replicas, "cainjector.resources"),
  ],
  delivery: () => ({
    kind: "release",
    reason: "its hook waits until the webhook answers; issuers and certificates made before that would be refused",
  }),
  identities: ({ facts }) =>
    facts.hostedZones.length ? [{ serviceAccount: name, policy: dnsProofPolicy(facts) }] : [],
  values: (input) => ({
    ...component(input, "controller", name, "256Mi"),
    // Its answer is due before the next one is asked for; the chart waits 15 s.
    livenessProbe: { timeoutSeconds: 10 },
    global: {
      priorityClassName: "system-cluster-critical",
      // Not in kube-system, where nobody looks for it.
      leaderElection: { namespace: input.settings.namespace },
    },
    // The definitions are a layer of their own.
    crds: { enabled: false },
    config: {
      apiVersion: "controller.config.cert-manager.io/v1alpha1",
      kind: "ControllerConfiguration",
      gatewayAPI: { enabled: true },
    },
    serviceAccount: { create: true, name, annotations: input.serviceAccountAnnotations(name) },
    prometheus: { enabled: true, servicemonitor: { enabled: input.on("prometheus-operator-crds"), interval: "60s" } },
    // Every request for its kinds waits for it; the chart's 30 s hold the API server up.
    webhook: { ...component(input, "webhook", "webhook", "64Mi"), timeoutSeconds: 10 },
    cainjector: component(input, "cainjector", "cainjector", "256Mi"),
    startupapicheck: {
      enabled: true,
      timeout: "5m",
      resources: resources("10m", "64Mi"),
      nodeSelector: input.placement.nodeSelector,
      tolerations: input.placement.tolerations,
    },
  }),
  objects: ({ settings, facts }) =>
    Object.entries(settings.issuers).flatMap(([issuer, spec]) => [
      ...(spec.type === "ca" ? authority(issuer, settings, facts) : []),
      clusterIssuer(issuer, spec, settings, facts),
    ]),
};

/** A pod that never becomes ready must not keep its node. */
const budget = { enabled: true, maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" };

/** What controller, webhook and cainjector have alike. Memory is a trial figure for some hundred certificates. */
function component(
  { settings, placement }: AddonInput<CertManagerSettings>,
  part: string,
  label: string,
  memory: string,
) {
  const selector = {
    "app.kubernetes.io/name": label,
    "app.kubernetes.io/instance": name,
    "app.kubernetes.io/component": part,
  };
  return {
    replicaCount: settings.replicas,
    // One replica with a budget would keep its node from being drained.
    podDisruptionBudget: settings.replicas > 1 ? budget : { enabled: false },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    resources: resources("50m", memory),
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
    topologySpreadConstraints: spread(selector, settings.replicas, "Deployment"),
    // Said because all three live from the API server.
    automountServiceAccountToken: true,
    // The chart's own: metrics and the webhook in, DNS, HTTP and HTTPS out.
    networkPolicy: { enabled: true },
  };
}

/**
 * What proves a name by DNS, in the stack's zones and nowhere else: records _acme-challenge.* of type TXT.
 * Source: cert-manager.io/docs/configuration/acme/dns01/route53; with the id of the zone it lists none.
 */
function dnsProofPolicy({ platform, hostedZones }: AddonFacts) {
  const zones = hostedZones.map(({ id }) => `arn:${platform.partition}:route53:::hostedzone/${id}`);
  return policyDocument(
    {
      Sid: "WaitForChange",
      Effect: "Allow",
      Action: ["route53:GetChange"],
      Resource: `arn:${platform.partition}:route53:::change/*`,
    },
    {
      Sid: "WriteProof",
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets"],
      Resource: zones,
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
        "ForAllValues:StringLike": { "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["_acme-challenge.*"] },
      },
    },
    { Sid: "ReadRecords", Effect: "Allow", Action: ["route53:ListResourceRecordSets"], Resource: zones },
  );
}

function clusterIssuer(issuer: string, spec: Issuer, settings: CertManagerSettings, facts: AddonFacts): AddonObject {
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name: issuer },
    setting: "issuers",
    body: { spec: issuerSpec(issuer, spec, settings, facts) },
  };
}

function issuerSpec(issuer: string, spec: Issuer, settings: CertManagerSettings, facts: AddonFacts) {
  if (spec.type === "ca") return { ca: { secretName: rootName(issuer) } };
  return spec.type === "self-signed" ? { selfSigned: {} } : { acme: acme(issuer, spec, settings, facts) };
}

function acme(issuer: string, spec: Issuer & { type: "acme" }, settings: CertManagerSettings, facts: AddonFacts) {
  return {
    server: directory(spec.server),
    ...(settings.email === undefined ? {} : { email: settings.email }),
    privateKeySecretRef: { name: `${issuer}-account` },
    solvers: [
      ...facts.hostedZones.map((zone) => byDns(zone, facts)),
      ...(settings.http01Gateway === undefined ? [] : [byHttp(settings.http01Gateway)]),
    ],
  };
}

/** The most specific zone wins over a solver without a selector. */
function byDns({ domain, id }: HostedZone, { platform }: AddonFacts) {
  return { selector: { dnsZones: [domain] }, dns01: { route53: { region: platform.region, hostedZoneID: id } } };
}

function byHttp(gateway: string) {
  return {
    http01: {
      gatewayHTTPRoute: {
        // NodePort is its default.
        serviceType: "ClusterIP",
        parentRefs: [{ name: gateway, namespace: gatewaysNamespace, kind: "Gateway", sectionName: "http" }],
      },
    },
  };
}
