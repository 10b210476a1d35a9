import { durationSeconds } from "../../shared/duration";
import type { MetricsSettings } from "../monitoring/metrics-settings";
import type { SloSettings } from "../monitoring/slo-settings";
import type { AnalysisSettings } from "./rollout-settings";

/** What the questions of an analysis are made from. */
export interface AnalysisPlan {
  /** Name of the service, the first part of the names of its pods. */
  service: string;
  namespace: string;
  analysis: AnalysisSettings;
  metrics: NonNullable<MetricsSettings>;
  slo: SloSettings | undefined;
  prometheusUrl: string;
  /** Looks that are enough; undefined: as many as the rollout takes. */
  looks: number | undefined;
}

/** Arguments by which a Rollout tells an analysis its two versions: hashes in the names of their pods. */
export const analysisArguments = [
  { name: "new", valueFrom: { podTemplateHashValue: "Latest" } },
  { name: "old", valueFrom: { podTemplateHashValue: "Stable" } },
];

/** Name of the AnalysisTemplate of a service. */
export function analysisName(service: string): string {
  return `${service}-rollout`;
}

/** Seconds over which rates are taken: four scrapes of the usual half minute. */
const rateWindow = "2m";

/**
 * Spec of the AnalysisTemplate: success rate and latency of the new version, and its errors against the old version's.
 * Fields: argoproj/argo-rollouts v1.9.1, pkg/apis/rollouts/v1alpha1/analysis_types.go.
 *
 * A look without data is neither good nor bad: both conditions are false, and after some of them the rollout pauses
 * for a person (docs/features/analysis.md, "Inconclusive Runs" and "NaN and Infinity").
 */
export function analysisSpec(plan: AnalysisPlan) {
  const { analysis, slo, prometheusUrl, looks } = plan;
  const common = {
    interval: `${analysis.everySeconds}s`,
    ...(looks === undefined ? {} : { count: looks }),
    initialDelay: `${analysis.everySeconds}s`,
    failureLimit: analysis.failures,
    inconclusiveLimit: 3,
  };
  const metric = (name: string, query: string, good: string, bad: string) => ({
    name,
    ...common,
    successCondition: `len(result) > 0 && result[0] ${good}`,
    failureCondition: `len(result) > 0 && result[0] ${bad}`,
    provider: { prometheus: { address: prometheusUrl, query } },
  });
  const success = analysis.successRate / 100;
  const p99 = durationSeconds(analysis.p99 ?? slo?.latency?.p99 ?? "1s");
  const more = analysis.errorIncrease / 100;
  return {
    args: analysisArguments.map(({ name }) => ({ name })),
    metrics: [
      metric("success-rate", `1 - ${errorShare(plan, "new")}`, `>= ${success}`, `< ${success}`),
      metric("latency-p99", latency(plan), `<= ${p99}`, `> ${p99}`),
      metric("error-rate", `${errorShare(plan, "new")} - ${errorShare(plan, "old")}`, `<= ${more}`, `> ${more}`),
    ],
  };
}

/** Share of a version's answers that are server errors; no number where there were no requests. */
function errorShare(plan: AnalysisPlan, version: "new" | "old"): string {
  const { histogram, statusLabel } = plan.metrics.requests;
  const rate = (matchers: string) => `sum(rate(${histogram}_count{${matchers}}[${rateWindow}]))`;
  const all = podsOf(plan, version);
  // Without an error there is no series of errors, which is a share of none.
  return `((${rate(`${all},${statusLabel}=~"5.."`)} or vector(0)) / ${rate(all)})`;
}

function latency(plan: AnalysisPlan): string {
  const buckets = `${plan.metrics.requests.histogram}_bucket{${podsOf(plan, "new")}}`;
  return `histogram_quantile(0.99, sum by (le) (rate(${buckets}[${rateWindow}])))`;
}

/** Pods of a version: a ReplicaSet of a Rollout is named after the Rollout and the hash. */
function podsOf({ service, namespace }: AnalysisPlan, version: "new" | "old"): string {
  return `namespace="${namespace}",pod=~"${service}-{{args.${version}}}-.*"`;
}
