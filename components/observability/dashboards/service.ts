import { everyAddon } from "../../platform-addons/registry";
import { boundedName } from "../../shared/naming";
import { burnRates } from "../slo/burn-rate";
import { durationQuantile, objectivesOf, type ObservedService } from "../slo/service";
import {
  type DashboardSpec,
  graph,
  graphWithTraces,
  lineGraph,
  lines,
  number,
} from "../../platform-addons/monitoring/panels";
import type { On } from "./themes";

/** A service as its page needs it; one without metrics of its own still has pods. */
export type PagedService = Pick<ObservedService, "name" | "namespace"> & { observed: ObservedService | undefined };

/** Longest uid that Grafana takes: https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/ */
const maxUid = 40;

/** The page of one service, made from its declaration: its objectives, requests, pods and logs. */
export function serviceDashboard({ name, namespace, observed }: PagedService, on: On): DashboardSpec {
  const own = `namespace="${namespace}",service="${name}"`;
  const pods = `namespace="${namespace}",pod=~"${name}-[a-z0-9]+(-[a-z0-9]+)?"`;
  return {
    uid: boundedName(`service-${namespace}-${name}`, maxUid),
    title: `${namespace}/${name}`,
    folder: "Services",
    tags: ["service", namespace],
    rows: [
      ...(observed ? requestRows(observed, own, hasStore("traces", on)) : []),
      {
        title: "Pods",
        panels: [
          graph("CPU", "cores", { "{{pod}}": `sum by (pod) (container:cpu_usage:cores{${pods}})` }),
          graph("CPU of its limit", "percentunit", { "{{pod}}": `container:cpu_utilization_of_limit:ratio{${pods}}` }),
          graph("Memory", "bytes", { "{{pod}}": `sum by (pod) (container:memory_working_set:bytes{${pods}})` }),
          graph("Memory of its limit", "percentunit", {
            "{{pod}}": `container:memory_utilization_of_limit:ratio{${pods}}`,
          }),
          graph("Pods", "short", {
            ready: `sum(kube_pod_status_ready{${pods},condition="true"})`,
            "autoscaler wants": `max(kube_horizontalpodautoscaler_status_desired_replicas{namespace="${namespace}",horizontalpodautoscaler=~"${name}|keda-hpa-${name}"})`,
            "autoscaler's maximum": `max(kube_horizontalpodautoscaler_spec_max_replicas{namespace="${namespace}",horizontalpodautoscaler=~"${name}|keda-hpa-${name}"})`,
          }),
          graph("Restarts in an hour", "short", { "{{pod}}": `sum by (pod) (container:restarts:increase1h{${pods}})` }),
        ],
      },
      ...(hasStore("logs", on) ? [logRow(own)] : []),
    ],
  };
}

/** Whether a stack keeps logs, or traces, where Grafana reads them. */
function hasStore(signal: "logs" | "traces", on: On): boolean {
  return everyAddon.some(({ name, stores }) => stores === signal && on(name));
}

/** Lines carry the labels that series carry: components/platform-addons/catalog/alloy/config.ts, `labelsInLoki`. */
function logRow(own: string) {
  return {
    title: "Logs",
    panels: [
      lineGraph("Lines", "{{stream}}", `sum by (stream) (count_over_time({${own}}[$__auto]))`),
      lineGraph(
        "Lines about errors",
        "errors",
        `sum(count_over_time({${own}} |~ "(?i)\\b(error|fatal|panic)\\b" [$__auto]))`,
      ),
      lines("Newest", `{${own}}`),
    ],
  };
}

function requestRows(service: ObservedService, own: string, traces: boolean) {
  const objectives = objectivesOf(service);
  return [
    ...(objectives.length
      ? [
          {
            title: "Objectives",
            panels: [
              ...objectives.map(({ slo, percent }) =>
                number(
                  `${slo}: budget left of three days at ${percent} %`,
                  "percentunit",
                  `1 - slo:error_ratio:rate3d{${own},slo="${slo}"} / (1 - slo:objective:ratio{${own},slo="${slo}"})`,
                ),
              ),
              graph(`Burn rate; ${burnRates[0].rate} over an hour is urgent`, "short", {
                "{{slo}}": `slo:error_ratio:rate1h{${own}} / (1 - slo:objective:ratio{${own}})`,
              }),
            ],
          },
        ]
      : []),
    {
      title: "Requests",
      panels: [
        graph("Requests", "reqps", { requests: `service:requests:rate5m{${own}}` }),
        graph("Errors", "percentunit", { errors: `service:request_errors:ratio_rate5m{${own}}` }),
        graph("Duration", "s", {
          p50: `service:request_duration_seconds:p50_5m{${own}}`,
          p95: `service:request_duration_seconds:p95_5m{${own}}`,
          p99: `service:request_duration_seconds:p99_5m{${own}}`,
        }),
        // Recorded series have no exemplars: the histogram itself is asked.
        ...(traces
          ? [graphWithTraces("Duration, p99, and traces", "s", "p99", durationQuantile("0.99", service))]
          : []),
      ],
    },
  ];
}
