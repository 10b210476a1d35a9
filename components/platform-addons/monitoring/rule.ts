/** How urgent an alert is. `critical`: someone acts now; `warning`: on the next working day; `info`: to be seen only. */
export type Severity = "critical" | "warning" | "info";

/** An alert in the form that Prometheus reads: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface AlertRule {
  alert: string;
  expr: string;
  /** How long the condition must hold; `0m` for what is an event and not a state. */
  for: string;
  labels: { severity: Severity | "none" } & Record<string, string>;
  annotations: { summary: string; description: string; runbook_url: string };
}

/** A series that is computed ahead, so that dashboards and alerts ask for the same figure by one name. */
export interface RecordingRule {
  record: string;
  expr: string;
  labels?: Record<string, string>;
}

/** Rules that are evaluated together, in their order. */
export interface RuleGroup {
  name: string;
  /** How often; Prometheus's own interval when left out. */
  interval?: string;
  rules: (AlertRule | RecordingRule)[];
}

/** What rules are made from; all of it plain. */
export interface RuleFacts {
  /** Whether an add-on is installed: no rule asks for a metric that nothing exports. */
  on(addon: string): boolean;
  /** Where docs/runbooks is published, without a slash at the end. */
  runbooks: string;
  /** Namespaces of the platform's own components. */
  platformNamespaces: string[];
  /** Ceiling of the monthly cost, USD; undefined without one. */
  costCeilingUsd: number | undefined;
}

/** What an alert says about itself. */
export interface AlertSpec {
  expr: string;
  for: string;
  severity: AlertRule["labels"]["severity"];
  /** One line: what is wrong with which object. */
  summary: string;
  /** What it means, with the figure. */
  description: string;
  labels?: Record<string, string>;
}

/** An alert with its page: `docs/runbooks/<page>.md` has a section of the alert's name. */
export function alert(facts: Pick<RuleFacts, "runbooks">, page: string, name: string, spec: AlertSpec): AlertRule {
  const { expr, severity, summary, description, labels } = spec;
  return {
    alert: name,
    expr: expr.trim().replace(/\n\s+/g, "\n"),
    for: spec.for,
    labels: { severity, ...labels },
    annotations: { summary, description, runbook_url: `${facts.runbooks}/${page}.md#${name.toLowerCase()}` },
  };
}

/** A group of alerts that have their sections on one page of docs/runbooks: that of the group's name. */
export function alertGroup(
  facts: Pick<RuleFacts, "runbooks">,
  name: string,
  alerts: Record<string, AlertSpec>,
): RuleGroup {
  return { name, rules: Object.entries(alerts).map(([title, spec]) => alert(facts, name, title, spec)) };
}

/** All alerts of some groups. */
export function alertsOf(groups: RuleGroup[]): AlertRule[] {
  return groups.flatMap(({ rules }) => rules.filter((rule): rule is AlertRule => "alert" in rule));
}
