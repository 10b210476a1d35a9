import { surgeOf } from "../../components/app-service/rollout/strategy";
import { namedPorts } from "../../components/app-service/traffic/ports";
import type { ServicesSettings } from "../../components/app-service/settings";
import type { NamespacesSettings, NamespaceSettings } from "../../components/namespaces/settings";
import { formatQuantity, parseQuantity, quantityFormat } from "../../components/shared/quantity";
import { type ConfigProblem, pathText } from "../problems";
import type { CheckResult } from "./check";
import { serviceNamespace } from "./services";

/** What the check reads of a config. */
export interface QuotasView {
  namespaces: NamespacesSettings;
  services: ServicesSettings;
}

type Service = ServicesSettings[string];

/** What one service asks of one key of a quota at its largest. */
interface Share {
  service: string;
  /** In billionths, as `parseQuantity` gives it. */
  amount: bigint;
  /** The multiplication, for people. */
  text: string;
}

/**
 * Every namespace's quota against its services at their most pods, with those that a rollout adds: the last pods would
 * be refused just when they are needed.
 */
export function checkServiceQuotas(config: QuotasView): CheckResult {
  return {
    problems: Object.entries(config.namespaces).flatMap(([name, namespace]) => {
      const services = Object.entries(config.services).filter(
        ([, service]) => serviceNamespace(service, config.namespaces) === name,
      );
      return Object.entries(namespace.quota).flatMap(([key, allowed]) =>
        quotaProblems(pathText(["namespaces", name, "quota", key]), key, allowed, services, namespace),
      );
    }),
  };
}

function quotaProblems(
  path: string,
  key: string,
  allowed: string,
  services: [string, Service][],
  namespace: NamespaceSettings,
): ConfigProblem[] {
  const shares = services.flatMap(([name, service]) => shareOf(name, service, key, namespace) ?? []);
  const sum = shares.reduce((total, { amount }) => total + amount, 0n);
  if (sum <= parseQuantity(allowed)) return [];
  const sorted = [...shares].sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0));
  const text = formatQuantity(sum, quantityFormat(allowed));
  const [largest] = sorted;
  return [
    {
      path,
      given: `"${allowed}"`,
      why: `is less than the ${text} that its services ask for at their most: ${sorted.map((share) => share.text).join(", ")}`,
      set: `${text} or more, or smaller scaling.max or resources of services.${largest?.service ?? ""}, the largest`,
    },
  ];
}

function shareOf(name: string, service: Service, key: string, namespace: NamespaceSettings): Share | undefined {
  if (key === "services") {
    return namedPorts(service).length ? { service: name, amount: parseQuantity("1"), text: name } : undefined;
  }
  const each = key === "pods" || key === "count/pods" ? "1" : resourceOf(service, key, namespace);
  if (each === undefined) return undefined;
  const surge = surgeOf(service, service.scaling.max) + (service.beforeRollout ? 1 : 0);
  const pods = service.scaling.max + surge;
  const amount = parseQuantity(each) * BigInt(pods);
  const count = surge ? `(${service.scaling.max} + ${surge} while rolling)` : `${pods}`;
  const product =
    each === "1" && key.endsWith("pods") ? "" : ` x ${each} = ${formatQuantity(amount, quantityFormat(each))}`;
  return { service: name, amount, text: `${name} ${count}${product}` };
}

/** The quantity of one pod that a key counts: `requests.cpu`, or `cpu` for short. */
function resourceOf({ resources }: Service, key: string, { limitRange }: NamespaceSettings): string | undefined {
  const [, kind = "requests", resource] = /^(?:(requests|limits)\.)?(cpu|memory|ephemeral-storage)$/.exec(key) ?? [];
  if (resource !== "cpu" && resource !== "memory" && resource !== "ephemeral-storage") return undefined;
  if (kind === "requests") return resources.requests[resource];
  // A container without a limit gets the namespace's default one.
  return resources.limits[resource] ?? limitRange.default[resource];
}
