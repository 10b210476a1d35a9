import { isAutoscaled } from "../../components/app-service/scaling/autoscaling";
import { analysisOf, isProgressive } from "../../components/app-service/rollout/strategy";
import type { ServicesSettings } from "../../components/app-service/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface ServiceAddonsView {
  addons: Record<string, unknown>;
  observability?: object | undefined;
  services: ServicesSettings;
}

type Service = ServicesSettings[string];

/** One thing that a service asks for, and the add-on without which nothing would ever act on it. */
interface Need {
  key: string;
  asks: boolean;
  addon: string;
  why: string;
  drop: string;
}

/** Add-ons that objects of services are made for: without them the object is stored and nothing happens. */
export function checkServiceAddons({ addons, observability, services }: ServiceAddonsView): CheckResult {
  const all = Object.entries(services);
  const missing = all.flatMap(([name, service]) =>
    needsOf(service)
      .filter(({ asks, addon }) => asks && addons[addon] === undefined)
      .map(({ key, addon, why, drop }): ConfigProblem => ({
        path: `services.${name}.${key}`,
        why: `${why}, and that is not installed`,
        set: `addons: { ${addon}: {} }, or ${drop}`,
      })),
  );
  const blind = observability ? [] : all.flatMap(([name, service]) => unanswered(name, service));
  return {
    problems: [...missing, ...blind],
    warnings: all
      .filter(([, { scaling }]) => isAutoscaled(scaling) && scaling.metrics.length)
      .map(
        ([name]) =>
          `services.${name}.scaling.metrics: the HPA reads them from an adapter that this platform does not install; ` +
          "while nothing serves them it takes no pod away. scaling.queries asks Prometheus without one.",
      ),
  };
}

/** What a service asks of Prometheus. */
function unanswered(name: string, service: Service): ConfigProblem[] {
  const { scaling, rollout } = service;
  const key = rollout.canary ? "canary" : "blueGreen";
  const why = "asks Prometheus, and the stack has none";
  const queries = { path: `services.${name}.scaling.queries`, why, set: "observability: {}, or drop the queries" };
  const analysis = {
    path: `services.${name}.rollout.${key}.analysis`,
    why,
    set: "observability: {}, or none: { reason: <why> }",
  };
  return [
    ...(isAutoscaled(scaling) && scaling.queries.length ? [queries] : []),
    ...(analysisOf(service) ? [analysis] : []),
  ];
}

function needsOf(service: Service): Need[] {
  const { scaling, recommend, rollout } = service;
  const scaled = isAutoscaled(scaling);
  return [
    {
      key: "scaling",
      asks: scaled && scaling.with === "hpa",
      addon: "metrics-server",
      why: "asks for an autoscaler, which reads CPU and memory from metrics-server",
      drop: "min and max the same",
    },
    {
      key: "scaling",
      asks: scaled && scaling.with === "keda",
      addon: "keda",
      why: "is by queues (those that the service consumes, too), queries, schedules or `with: keda`, which KEDA scales by",
      drop: "drop them (`queues: []`)",
    },
    {
      key: "recommend",
      asks: recommend !== undefined,
      addon: "vertical-pod-autoscaler",
      why: "asks for recommendations, which the vertical-pod-autoscaler makes",
      drop: "remove the line",
    },
    {
      key: `rollout.${rollout.canary ? "canary" : "blueGreen"}`,
      asks: isProgressive(service),
      addon: "argo-rollouts",
      why: "is done by Argo Rollouts",
      drop: "drop it for a rolling update",
    },
  ];
}
