import { namedConsoles } from "../../components/consoles/targets";
import type { ConsolesSettings } from "../../components/consoles/settings";
import type { GatewaysSettings } from "../../components/gateways/settings";
import type { ServicesSettings } from "../../components/app-service/settings";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface LoadBalancerQuotasView {
  gateways: GatewaysSettings;
  services: ServicesSettings;
  consoles?: ConsolesSettings;
}

/**
 * Quotas of an account as it comes; support raises them.
 * ALB: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html.
 * Rules of a security group: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups.
 */
export const loadBalancerQuotas = { rules: 100, targetGroups: 100, securityGroupRules: 60 };

/** Ports that a gateway listens on: HTTPS, and HTTP for the redirect to it. */
const ports = 2;

/** What a load balancer and its security group are asked to hold, against what an account has of them. */
export function checkLoadBalancerQuotas(config: LoadBalancerQuotasView): CheckResult {
  return {
    problems: Object.entries(config.gateways).flatMap(([name, gateway]) => [
      ...(gateway.type === "alb" ? ruleProblems(name, config) : []),
      ...rangeProblems(name, gateway.allowFrom ?? []),
    ]),
  };
}

/** A route is a rule of the listener, beside the default one; each service and console a target group. */
function ruleProblems(name: string, { gateways, services, consoles = {} }: LoadBalancerQuotasView): ConfigProblem[] {
  const [only] = Object.keys(gateways);
  const here = ({ gateway = only }: { gateway?: string | undefined }) => gateway === name;
  const ofConsoles = namedConsoles(consoles).filter(({ settings }) => here(settings)).length;
  const rules = Object.values(services).flatMap(({ routes }) => routes.filter(here)).length + ofConsoles;
  const groups = Object.values(services).filter(({ routes }) => routes.some(here)).length + ofConsoles;
  const problem = (count: number, quota: number, what: string): ConfigProblem[] =>
    count <= quota
      ? []
      : [
          {
            path: `gateways.${name}`,
            why: `has ${count.toString()} ${what}, of which an ALB takes ${quota.toString()}`,
            set: "a second gateway for some of them, or type alb-gateway, whose proxies hold the routes and the ALB one rule",
          },
        ];
  return [
    ...problem(rules, loadBalancerQuotas.rules, "routes"),
    ...problem(groups, loadBalancerQuotas.targetGroups, "services, each a target group"),
  ];
}

function rangeProblems(name: string, ranges: readonly string[]): ConfigProblem[] {
  const rules = ranges.length * ports;
  if (rules <= loadBalancerQuotas.securityGroupRules) return [];
  const most = Math.floor(loadBalancerQuotas.securityGroupRules / ports);
  return [
    {
      path: `gateways.${name}.allowFrom`,
      why: `has ${ranges.length.toString()} ranges on ${ports.toString()} ports, ${rules.toString()} rules of a security group, which takes ${loadBalancerQuotas.securityGroupRules.toString()}`,
      set: `${most.toString()} ranges at most: join neighbours to larger ones`,
    },
  ];
}
