import { panels, rules } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { z } from "zod";
import { policyDocument } from "../../../identity/policy-document";
import { label } from "../../../shared/vocabulary";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import type { AddonFacts } from "../../addon-facts";
import { commonAddonKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources } from "../../placement";
import { alike } from "../../pods";

const name = "external-dns";
const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };

/** Kinds of records that it makes, and the TXT records by which it knows its own. */
const records = ["A", "AAAA", "CNAME"];

/** Settings of external-dns beside those of every add-on. */
export interface ExternalDnsSettings extends CommonAddonSettings {
  policy: "sync" | "upsert-only";
  sources: string[];
}

/**
 * external-dns: records of Route 53 for the hosts of routes (SS-28), in the hosted zones that `dns` names and no other.
 *
 * Values: kubernetes-sigs/external-dns, tag external-dns-helm-chart-1.21.1, charts/external-dns/values.yaml.
 *
 * One replica that is stopped before the next starts (SS-33): it has no leader election (SS-N2), and two would undo
 * each other's changes.
 */
export const externalDns: CatalogAddon<ExternalDnsSettings> = {
  name,
  summary: "records in the stack's hosted zones for the hosts of routes",
  wave: waves.services,
  chart: chartPin(name),
  labelsAt: ["commonLabels", "podLabels"],
  page: { panels },
  rules,
  // https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
  internet: "Route 53 has no VPC endpoint",
  needs: [{ addon: "gateway-api-crds", why: "it watches routes and Gateways" }],
  excludes: [],
  settings: (defaults) => {
    const { namespace, values } = commonAddonKeys(defaults, name);
    return z
      .strictObject({
        namespace,
        values,
        policy: z
          .enum(["sync", "upsert-only"])
          .default("sync")
          .describe(
            "`sync`: records go with their routes, those that this cluster made and no others. `upsert-only`: they stay.",
          ),
        sources: z
          .array(z.enum(["gateway-httproute", "gateway-grpcroute", "service", "ingress"]))
          .min(1)
          .default(["gateway-httproute"])
          .describe("Kinds of objects whose hosts get records."),
      })
      .transform((settings) => ({ ...settings, replicas: 1 }));
  },
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: () => [alike(`Deployment/${name}`, 1, "resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  identities: ({ facts }) => [{ serviceAccount: name, policy: recordsPolicy(facts) }],
  values: ({ facts, settings, placement, on, serviceAccountAnnotations }) => ({
    provider: { name: "aws" },
    sources: settings.sources,
    policy: settings.policy,
    registry: "txt",
    // Clusters that share a zone leave each other's records alone.
    txtOwnerId: facts.platform.clusterName,
    // With the type and a dot, so that the record of the domain itself lies inside the zone: docs/registry/txt.md.
    // Never to be changed: the records that it marked would have no owner any more.
    txtPrefix: "%{record_type}-edns.",
    managedRecordTypes: records,
    domainFilters: facts.hostedZones.map(({ domain }) => domain),
    extraArgs: {
      "zone-id-filter": facts.hostedZones.map(({ id }) => id),
      "aws-zone-type": "public",
      // The address of a Gateway behind another one is of no use outside.
      "gateway-label-filter": `!${label.behind}`,
    },
    env: [{ name: "AWS_DEFAULT_REGION", value: facts.platform.region }],
    interval: "1m",
    // A new route needn't wait for the minute.
    triggerLoopOnEvent: true,
    logFormat: "json",
    deploymentStrategy: { type: "Recreate" },
    // Longer than readiness waits (60 s): the chart's 20 s end a start that has many records to read.
    livenessProbe: { failureThreshold: 9 },
    // A trial figure for some hundred records.
    resources: resources("50m", "128Mi"),
    priorityClassName: "system-cluster-critical",
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
    serviceAccount: { create: true, name, annotations: serviceAccountAnnotations(name) },
    serviceMonitor: { enabled: on("prometheus-operator-crds"), interval: "1m" },
  }),
  objects: ({ namespace }) => [controllerPolicy({ namespace, name, selector, ingressPorts: [7979] })],
};

/**
 * Source: kubernetes-sigs/external-dns, tag v0.21.0, docs/tutorials/aws.md, narrowed to the stack's zones and the kinds
 * of records; tags of zones are read only for a filter by tags, which isn't used.
 */
function recordsPolicy({ platform, hostedZones }: AddonFacts) {
  const zones = hostedZones.map(({ id }) => `arn:${platform.partition}:route53:::hostedzone/${id}`);
  return policyDocument(
    {
      Sid: "WriteRecords",
      Effect: "Allow",
      Action: ["route53:ChangeResourceRecordSets"],
      Resource: zones,
      Condition: {
        "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": [...records, "TXT"] },
      },
    },
    { Sid: "ReadRecords", Effect: "Allow", Action: ["route53:ListResourceRecordSets"], Resource: zones },
    // Takes no resource (service authorization reference of Route 53).
    { Sid: "FindZones", Effect: "Allow", Action: ["route53:ListHostedZones"], Resource: "*" },
  );
}
