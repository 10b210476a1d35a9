import { expect } from "chai";
import recorded from "../../data/exported-series.json";
import { everything, queriesOf, rulesOf } from "./support/built";
import { type Selector, selectorsIn } from "./support/promql";

type Series = Record<string, Record<string, string[]>>;

/** Metrics by name with their labels, as `npm run test:controllers` saw the real programs export them. */
const series: Series = Object.assign({}, ...Object.values(recorded).map((one) => one.series as Series));

/** Labels that Prometheus sets when it scrapes. */
const ofTheScrape = new Set(["job", "instance", "endpoint", "service", "container", "namespace", "pod", "node"]);

/** Labels of which every value was seen: a program writes one series for each, whatever the state is. */
const complete: Record<string, RegExp> = {
  phase: /^(kube_(pod|namespace|persistentvolume|persistentvolumeclaim)_status_phase|rollout_phase)$/,
  condition: /^kube_node_status_condition$/,
  status: /^kube_(node|deployment)_status_condition$/,
  scaler: /^keda_scaler_/,
};

function wrong({ metric, matchers }: Selector): string[] {
  const labels = series[metric];
  if (!labels) return []; // of another exporter, or of an event that the test had none of
  return matchers.flatMap(({ label, operator, value }) => {
    if (ofTheScrape.has(label)) return [];
    if (!(label in labels)) return [`${metric} has no label ${label}`];
    if (!complete[label]?.test(metric) || operator.startsWith("!")) return [];
    const words = labels[label] ?? [];
    const fits = (word: string) => (operator === "=~" ? new RegExp(`^(?:${value})$`).test(word) : word === value);
    return words.some(fits) ? [] : [`${metric}{${label}${operator}"${value}"} is none of ${words.join(", ")}`];
  });
}

/**
 * Known to match nothing: KEDA writes the name of its scaler, with a capital. Another spelling alone would raise the alert
 * whenever there is work, for KEDA counts what is being worked on, too.
 */
const amiss = ['keda_scaler_metrics_value{scaler=~".*(sqs|rabbitmq|redis|kafka).*"} is none of awsSqsQueueScaler'];

describe("queries of rules and dashboards, against what the real programs export", () => {
  const rules = rulesOf(() => true).flatMap(({ rules: group }) => group.map(({ expr }) => expr));
  const queries = [...rules, ...queriesOf(everything).map(({ expr }) => expr)];

  it("asks of more than fifty selectors", () => {
    const judged = queries.flatMap(selectorsIn).filter(({ metric }) => metric in series);
    expect(judged.length).to.be.greaterThan(50);
  });

  it("names labels that the metric has, and values that its label takes", () => {
    expect([...new Set(queries.flatMap(selectorsIn).flatMap(wrong))]).to.deep.equal(amiss);
  });

  it("tells a label that isn't there, and a value of another spelling", () => {
    const of = (query: string) => selectorsIn(query).flatMap(wrong);
    expect(of('sum(kube_pod_info{nodes="a"})')).to.deep.equal(["kube_pod_info has no label nodes"]);
    expect(of('keda_scaler_active{scaler=~".*sqs.*"}')).to.have.length(1);
    expect(of('keda_scaler_active{scaler=~".*Sqs.*"} > 0')).to.deep.equal([]);
  });
});
