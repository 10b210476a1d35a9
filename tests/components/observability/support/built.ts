import { platformRules } from "../../../../components/observability/alerts/rules";
import type { RuleGroup } from "../../../../components/platform-addons/monitoring/rule";
import { type DashboardFacts, dashboards } from "../../../../components/observability/dashboards/dashboards";
import { dashboardJson } from "../../../../components/platform-addons/monitoring/panels";
import { serviceRules } from "../../../../components/observability/slo/service";
import { aService, ruleFactsOf } from "../builders";
import { exportedMetrics } from "./exporters";

export const api = { name: "api", namespace: "production", observed: aService() };
export const worker = { name: "worker", namespace: "production", observed: undefined };
export const everything: DashboardFacts = { on: () => true, cloudWatch: true, services: [api, worker] };

export interface Panel {
  type: string;
  title: string;
  datasource?: { type: string; uid: string };
  targets?: { expr?: string; exemplar?: boolean; namespace?: string; metricName?: string }[];
}
export interface Dashboard {
  uid: string;
  title: string;
  editable: boolean;
  panels: Panel[];
}

export const built = (facts = everything): Dashboard[] =>
  dashboards(facts).map((spec) => JSON.parse(dashboardJson(spec)));
export const panelsOf = (facts = everything) =>
  built(facts).flatMap(({ uid, panels }) => panels.map((one) => ({ uid, ...one })));
export const queriesOf = (facts = everything) =>
  panelsOf(facts).flatMap(({ uid, title, datasource, targets = [] }) =>
    (datasource?.type === "prometheus" ? targets : []).flatMap(({ expr }) =>
      expr === undefined ? [] : [{ where: `${uid}: ${title}`, expr }],
    ),
  );
export const titled = (title: string) => built().find((one) => one.title === title)?.panels ?? [];

/** The rules of the same stack: what they record, dashboards may ask for. */
export function rulesOf(on: (addon: string) => boolean): RuleGroup[] {
  const facts = ruleFactsOf({ on });
  return [...platformRules(facts), ...serviceRules(facts, aService())];
}
export function known(on: (addon: string) => boolean): Set<string> {
  const records = rulesOf(on).flatMap(({ rules }) => rules.flatMap((rule) => ("record" in rule ? [rule.record] : [])));
  return new Set([...exportedMetrics(on), ...records]);
}
