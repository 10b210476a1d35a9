import { chartPin } from "../../../shared/pins";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { definitionsOnly } from "../../common-settings";

/**
 * The kinds of the Prometheus Operator (ServiceMonitor, PrometheusRule, …) as a layer of their own: add-ons that come
 * before the monitoring stack have monitors too, and Helm never upgrades the copy inside the stack's chart.
 *
 * Chart: prometheus-community/helm-charts, tag prometheus-operator-crds-31.0.1: definitions only, no values of ours.
 */
export const prometheusOperatorCrds: CatalogAddon<CommonAddonSettings> = {
  name: "prometheus-operator-crds",
  summary: "kinds of the Prometheus Operator: monitors, rules, Prometheus and Alertmanager",
  wave: waves.certificates,
  crds: { chart: chartPin("prometheus-operator-crds") },
  page: { none: "definitions alone: nothing runs" },
  needs: [],
  excludes: [],
  settings: () => definitionsOnly,
  delivery: () => ({ kind: "chart", reason: "definitions only; the same twice, no hooks" }),
  values: () => ({}),
};
