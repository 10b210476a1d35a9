import { panels, rules } from "./monitoring";
import { chartPin, definitionsPin } from "../../../shared/pins";
import { z } from "zod";
import { label } from "../../../shared/vocabulary";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { commonAddonKeys } from "../../common-settings";
import { barmanCloudPort } from "../barman-cloud/barman-cloud";
import { drainBudget } from "../../drain-budget";
import { controllerPolicy } from "../../network-policy";
import { resources, spread } from "../../placement";
import { alike } from "../../pods";

const name = "cloudnative-pg";
const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };

/**
 * CloudNativePG: the operator behind PostgreSQL clusters in the namespaces of applications.
 *
 * Values: cloudnative-pg/charts, tag cloudnative-pg-v0.29.0, charts/cloudnative-pg/values.yaml.
 *
 * It makes the certificate of its webhook by itself and keeps it in the cluster, so that the chart renders the same twice.
 * While no copy of it answers, databases go on, but none can be made or changed.
 */
export const cloudnativePg: CatalogAddon<CommonAddonSettings> = {
  name,
  summary: "operator and kinds of PostgreSQL clusters: failover, backups, poolers",
  wave: waves.controllers,
  chart: chartPin(name),
  labelsAt: ["podLabels"],
  crds: { files: definitionsPin(name) },
  page: { panels },
  rules,
  needs: [],
  excludes: [],
  // Pods of databases and jobs of their backups: pkg/specs/pods.go writes them whole.
  makesPods: [name],
  settings: (defaults) => z.strictObject(commonAddonKeys(defaults, "cnpg-system")),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike(`Deployment/${name}`, settings.replicas, "resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks; the operator makes its certificate in the cluster" }),
  values: ({ settings, placement, on }) => ({
    // The definitions are a layer of their own.
    crds: { create: false },
    replicaCount: settings.replicas,
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    // What its own release manifest limits it to: cloudnative-pg/cloudnative-pg, config/manager/manager.yaml.
    resources: resources("100m", "200Mi"),
    priorityClassName: "system-cluster-critical",
    webhook: { startupProbe: { failureThreshold: 12 } },
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
    topologySpreadConstraints: spread(selector, settings.replicas, "Deployment"),
    // Pods and volumes of a cluster belong to the cluster's owner: docs/src/operator_conf.md, INHERITED_LABELS.
    config: { data: { INHERITED_LABELS: [label.partOf, label.team, label.costCenter].join(",") } },
    monitoring: { podMonitorEnabled: on("prometheus-operator-crds") },
  }),
  objects: ({ namespace, settings, on }) => [
    // 9443: its webhook, which the API server calls. 8000: status of each instance, which it asks all the time.
    controllerPolicy({
      namespace,
      name,
      selector,
      ingressPorts: [9443, 8080],
      egressPorts: [8000, 5432, ...(on("barman-cloud") ? [barmanCloudPort] : [])],
    }),
    ...(settings.replicas > 1 ? [drainBudget(name, namespace, selector)] : []), // the chart has none
  ],
};
