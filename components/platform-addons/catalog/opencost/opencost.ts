import { costRows, rules } from "./monitoring";
import { chartPin } from "../../../shared/pins";
import { z } from "zod";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { commonAddonKeys } from "../../common-settings";
import { resources } from "../../placement";
import { alike } from "../../pods";

const name = "opencost";
const prometheus = "kube-prometheus-stack";

/**
 * OpenCost: what each namespace, team and workload costs, as metrics (KP-65; the open alternative to Kubecost, whose
 * version 3 has none of the keys named there). It reads usage from Prometheus and on-demand prices from AWS's public
 * list, by each node's region, and so needs no AWS identity.
 *
 * Values: opencost/opencost-helm-chart, tag opencost-2.5.17, charts/opencost/values.yaml.
 *
 * One copy: two would give every cost twice. No priority class: of all that runs it can wait longest.
 */
export const opencost: CatalogAddon<CommonAddonSettings> = {
  name,
  summary: "cost of namespaces, teams and workloads, as metrics",
  // It is not ready without Prometheus, which comes after the other add-ons.
  wave: waves.observability,
  chart: chartPin(name),
  labelsAt: ["podLabels"],
  page: { none: "what it measures is Cost Optimization" },
  rules,
  rows: { cost: costRows },
  needs: [{ addon: prometheus, why: "it reads all usage from Prometheus", set: "platform:observability: {}" }],
  excludes: [],
  settings: (defaults) => {
    const { namespace, values } = commonAddonKeys(defaults, name);
    return z.strictObject({ namespace, values }).transform((settings) => ({ ...settings, replicas: 1 }));
  },
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: () => [alike("Deployment/opencost", 1, "opencost.exporter.resources")],
  delivery: () => ({ kind: "chart", reason: "no hooks, and the chart renders the same twice" }),
  values: ({ facts, placement, on, namespaceOf }) => ({
    priorityClassName: "system-cluster-critical",
    opencost: {
      exporter: {
        defaultClusterId: facts.platform.clusterName,
        replicas: 1,
        // A trial figure for some hundred pods; it keeps what it aggregates in memory.
        resources: resources("50m", "512Mi"),
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          readOnlyRootFilesystem: true,
        },
      },
      prometheus: {
        internal: {
          enabled: true,
          serviceName: `${prometheus}-prometheus`,
          namespaceName: namespaceOf(prometheus) ?? "monitoring",
          port: 9090,
        },
      },
      metrics: { serviceMonitor: { enabled: on("prometheus-operator-crds"), honorLabels: true } },
      // Neither has any authentication. Grafana shows the metrics.
      ui: { enabled: false },
      mcp: { enabled: false },
      nodeSelector: placement.nodeSelector,
      tolerations: placement.tolerations,
    },
    // The image's own user: opencost/opencost, Dockerfile.
    podSecurityContext: { runAsNonRoot: true, runAsUser: 1001, seccompProfile: { type: "RuntimeDefault" } },
    networkPolicies: {
      enabled: true,
      prometheus: { namespace: namespaceOf(prometheus) ?? "monitoring", port: 9090 },
      // Beside Prometheus: DNS, the API server and the price list.
      extraEgress: [
        {
          ports: [
            { port: 53, protocol: "UDP" },
            { port: 53, protocol: "TCP" },
            { port: 443, protocol: "TCP" },
          ],
        },
      ],
    },
  }),
};
