import { durationSeconds } from "../../shared/duration";
import {
  alert,
  type AlertRule,
  type RecordingRule,
  type RuleFacts,
  type RuleGroup,
} from "../../platform-addons/monitoring/rule";
import { type Objective, objectiveRules } from "./burn-rate";

/** Request latency above which a service is in trouble whatever its objective (VC-79), seconds. */
export const latencyLimitSeconds = 1;

/** What observability reads of a service's declaration; only of one with metrics. */
export interface ObservedService {
  name: string;
  namespace: string;
  team: string;
  /** Histogram of request durations in seconds, without `_bucket`, and its label with the status code. */
  requests: { histogram: string; statusLabel: string };
  slo: {
    availability?: number | undefined;
    latency?: { p95?: string | undefined; p99?: string | undefined } | undefined;
  };
}

/**
 * Rules of one service: rate, errors and duration of its requests (VC-69), the alerts that every service has, and
 * burn-rate alerts for each objective that it names. All are read from its own histogram; docs/slo.md says why.
 */
export function serviceRules(facts: Pick<RuleFacts, "runbooks">, service: ObservedService): RuleGroup[] {
  return [
    {
      name: `requests.${service.namespace}.${service.name}`,
      rules: [...requestRecords(service), ...requestAlerts(facts, service)],
    },
    ...objectivesOf(service).map((objective) => objectiveRules(facts, objective)),
  ];
}

/** The objectives that a service names. */
export function objectivesOf(service: ObservedService): Objective[] {
  const { slo } = service;
  const labels = labelsOf(service);
  const { availability } = slo;
  const latencies = [
    { quantile: 95, within: slo.latency?.p95 },
    { quantile: 99, within: slo.latency?.p99 },
  ];
  return [
    ...(availability === undefined
      ? []
      : [
          {
            slo: "availability",
            labels,
            percent: availability,
            errorRatio: (window: string) => errorRatio(service, window),
            alert: "AvailabilityBurn",
            what: "Requests answered with a server error",
          },
        ]),
    ...latencies.flatMap(({ quantile, within }) =>
      within === undefined
        ? []
        : [
            {
              slo: `latency-p${quantile}`,
              labels,
              percent: quantile,
              errorRatio: (window: string) => slowRatio(service, durationSeconds(within), window),
              alert: "LatencyBurn",
              what: `Requests that took longer than ${within}`,
            },
          ],
    ),
  ];
}

function labelsOf({ name, namespace, team }: ObservedService) {
  return { namespace, service: name, team };
}

/** The series of a service: its monitor gives each the service's name as `job`, whatever finds its pods. */
function selector({ name, namespace }: ObservedService): string {
  return `namespace="${namespace}",job="${name}"`;
}

function errorRatio(service: ObservedService, window: string): string {
  const { histogram, statusLabel } = service.requests;
  const all = `${histogram}_count{${selector(service)}}[${window}]`;
  const failed = `${histogram}_count{${selector(service)},${statusLabel}=~"5.."}[${window}]`;
  // A service that never failed has no series of failures; one without requests has no ratio.
  return `(sum(rate(${failed})) or vector(0)) / (sum(rate(${all})) > 0)`;
}

/** Between two bounds of the histogram the share is interpolated, as quantiles are: no bucket has to be at the bound. */
function slowRatio(service: ObservedService, seconds: number, window: string): string {
  return `1 - histogram_fraction(0, ${seconds}, ${buckets(service, window)})`;
}

function buckets(service: ObservedService, window: string): string {
  return `sum by (le) (rate(${service.requests.histogram}_bucket{${selector(service)}}[${window}]))`;
}

/** PromQL of a quantile of the service's request durations, over five minutes. */
export function durationQuantile(share: string, service: ObservedService): string {
  return `histogram_quantile(${share}, ${buckets(service, "5m")})`;
}

function requestRecords(service: ObservedService): RecordingRule[] {
  const labels = labelsOf(service);
  const { histogram } = service.requests;
  const quantile = (share: string, name: string): RecordingRule => ({
    record: `service:request_duration_seconds:${name}_5m`,
    expr: durationQuantile(share, service),
    labels,
  });
  return [
    { record: "service:requests:rate5m", expr: `sum(rate(${histogram}_count{${selector(service)}}[5m]))`, labels },
    { record: "service:request_errors:ratio_rate5m", expr: errorRatio(service, "5m"), labels },
    quantile("0.5", "p50"),
    quantile("0.95", "p95"),
    quantile("0.99", "p99"),
  ];
}

function requestAlerts(facts: Pick<RuleFacts, "runbooks">, service: ObservedService): AlertRule[] {
  const whose = `${service.namespace}/${service.name}`;
  const of = (record: string) => `${record}{namespace="${service.namespace}",service="${service.name}"}`;
  const { p99 } = service.slo.latency ?? {};
  const limit = Math.max(latencyLimitSeconds, p99 === undefined ? 0 : durationSeconds(p99));
  const labels = labelsOf(service);
  return [
    alert(facts, "services", "RequestLatencyHigh", {
      expr: `${of("service:request_duration_seconds:p99_5m")} > ${limit}`,
      for: "5m",
      severity: "critical",
      summary: `${whose} answers slowly`,
      description: `One request of a hundred takes longer than {{ $value | humanizeDuration }}; the limit is ${limit} s.`,
      labels,
    }),
    alert(facts, "services", "RequestErrorsHigh", {
      expr: `${of("service:request_errors:ratio_rate5m")} > 0.05`,
      for: "10m",
      severity: "critical",
      summary: `${whose} answers with errors`,
      description: "{{ $value | humanizePercentage }} of its requests got a server error for ten minutes.",
      labels,
    }),
  ];
}
