import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { RuleGroup } from "../../../../components/platform-addons/monitoring/rule";
import { run } from "../../../support/prometheus-tools/tools";

/** Samples by series, one a minute, in promtool's notation: `1x10` is eleven times 1, `0+60x10` rises by 60. */
export type Samples = Record<string, string>;

/** What Prometheus has seen, and after how long it is asked. */
export type Case = [Samples, string];

/** Cases of one alert. */
export interface AlertCases {
  fires: Case[];
  silent: Case[];
}

/** Cases by the name of the alert, with the labels that tell it from others of its name: `LatencyBurn{window="1h"}`. */
export type CasesByAlert = Record<string, AlertCases>;

/** A value that stays for four hours. */
export const steady = (value: number) => `${value}x240`;
/** A counter that grows by so much a second, for four hours. */
export const perSecond = (rate: number) => `0+${rate * 60}x240`;

const firing = (name: string) => {
  const [alert, labels = ""] = name.split("{");
  const selector = labels === "" ? "" : `,${labels.replace("}", "")}`;
  return `count(ALERTS{alertname="${alert}",alertstate="firing"${selector}}) or vector(0)`;
};

function entries(name: string, cases: AlertCases, interval: string) {
  const one = (value: number) => (wanted: Case, index: number) => ({
    name: `${name} ${value ? "fires" : "is silent"} ${index + 1}`,
    interval,
    input_series: Object.entries(wanted[0]).map(([series, values]) => ({ series, values })),
    promql_expr_test: [
      { expr: `(${firing(name)}) > bool 0`, eval_time: wanted[1], exp_samples: [{ labels: "{}", value }] },
    ],
  });
  return [...cases.fires.map(one(1)), ...cases.silent.map(one(0))];
}

/** The rules without recordings that no alert is made from, neither itself nor through others: each costs at every minute. */
function needed(groups: RuleGroup[]): RuleGroup[] {
  const all = groups.flatMap(({ rules }) => rules);
  const wanted = new Set<RuleGroup["rules"][number]>(all.filter((rule) => "alert" in rule));
  for (const one of wanted) {
    const names = new Set(one.expr.match(/[a-zA-Z_:][\w:]*/g));
    for (const rule of all) if ("record" in rule && names.has(rule.record)) wanted.add(rule);
  }
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => wanted.has(rule)) }))
    .filter(({ rules }) => rules.length);
}

/** Runs the cases against the rules by promtool; what it says when one is wrong, else an empty string. */
export function ruleTest(groups: RuleGroup[], cases: CasesByAlert, interval = "1m"): string {
  const directory = mkdtempSync(join(tmpdir(), "rules-"));
  writeFileSync(join(directory, "rules.yaml"), stringify({ groups: needed(groups) }));
  const tests = Object.entries(cases).flatMap(([name, of]) => entries(name, of, interval));
  const test = { rule_files: ["rules.yaml"], evaluation_interval: interval, tests };
  writeFileSync(join(directory, "test.yaml"), stringify(test));
  const { ok, output } = run("promtool", ["test", "rules", "test.yaml"], directory);
  return ok ? "" : output;
}
