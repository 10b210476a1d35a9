import {
  alert,
  type AlertRule,
  type RecordingRule,
  type RuleFacts,
  type RuleGroup,
} from "../../platform-addons/monitoring/rule";

/** Days over which an objective is judged. */
export const objectiveDays = 30;

/** An objective, and where its error ratio is read. */
export interface Objective {
  /** `availability`, `latency-p99`: with the labels what tells it from others. */
  slo: string;
  /** Labels of its series and alerts: service, namespace, team. */
  labels: Record<string, string>;
  /** Share of events that must be good, percent, for example 99.9. */
  percent: number;
  /** Share of bad events over a window such as `5m`, as PromQL; no series where there were no events. */
  errorRatio(window: string): string;
  /** Name of its alert; its page in docs/runbooks is slo.md. */
  alert: string;
  /** What an event is and when it is bad, for the text of the alert. */
  what: string;
}

/**
 * Windows and burn rates of the Google SRE workbook, "Alerting on SLOs", table 5-8, approach 6: a rate of 14.4 for an
 * hour uses up 2 % of the budget of 30 days. Both windows must burn: the long one says that it matters, the short one
 * that it still goes on. https://sre.google/workbook/alerting-on-slos/
 */
export const burnRates = [
  { rate: 14.4, long: "1h", short: "5m", for: "2m", severity: "critical", budget: "2 % in an hour" },
  { rate: 6, long: "6h", short: "30m", for: "15m", severity: "critical", budget: "5 % in six hours" },
  { rate: 3, long: "1d", short: "2h", for: "1h", severity: "warning", budget: "10 % in a day" },
  { rate: 1, long: "3d", short: "6h", for: "3h", severity: "warning", budget: "10 % in three days" },
] as const;

/** Windows that are recorded: those of the alerts, shortest first. */
export const windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"] as const;

/** Name of the recorded error ratio over a window. */
export const errorRatioOver = (window: string) => `slo:error_ratio:rate${window}`;

/** Recording rules and burn-rate alerts of one objective. */
export function objectiveRules(facts: Pick<RuleFacts, "runbooks">, objective: Objective): RuleGroup {
  const { slo, labels, percent } = objective;
  const name = ["slo", labels["namespace"], labels["service"], slo].filter((part) => part !== undefined).join(".");
  const recorded = { slo, ...labels };
  return {
    name,
    rules: [
      ...windows.map((window): RecordingRule => ({
        record: errorRatioOver(window),
        expr: objective.errorRatio(window),
        labels: recorded,
      })),
      { record: "slo:objective:ratio", expr: `vector(${ratio(percent)})`, labels: recorded },
      ...burnRates.map((burn) => burnAlert(facts, objective, burn)),
    ],
  };
}

function burnAlert(
  facts: Pick<RuleFacts, "runbooks">,
  objective: Objective,
  burn: (typeof burnRates)[number],
): AlertRule {
  const { slo, labels, percent, what } = objective;
  const selector = Object.entries({ slo, ...labels })
    .map(([key, value]) => `${key}="${value}"`)
    .join(",");
  const above = (window: string) => `${errorRatioOver(window)}{${selector}} > ${burn.rate} * ${ratio(100 - percent)}`;
  const whose = labels["service"] === undefined ? "the cluster" : `${labels["namespace"]}/${labels["service"]}`;
  return alert(facts, "slo", objective.alert, {
    expr: `${above(burn.long)}\nand\n${above(burn.short)}`,
    for: burn.for,
    severity: burn.severity,
    summary: `${whose} burns its error budget (${slo})`,
    description: `${what}: {{ $value | humanizePercentage }} over ${burn.long}, ${burn.rate} times what ${percent} % in ${objectiveDays} days allows. That is ${burn.budget}.`,
    // Tells the four of one objective apart.
    labels: { window: burn.long },
  });
}

/** A percentage as a ratio, without the noise of binary fractions: 0.1 % is 0.001. */
function ratio(percent: number): number {
  return Number((percent / 100).toPrecision(10));
}
