import { endpointOf, type RequiredEndpoint, requiredWithoutNat } from "../../components/network/endpoints";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";

/** What the check reads of a config. */
export interface EgressView {
  aws: { region: string };
  network: { nat: string; endpoints: string[]; zones: string[]; existing?: unknown };
  images?: { registry?: string | undefined } | undefined;
  gateways?: Record<string, unknown> | undefined;
  addons?: Record<string, unknown> | undefined;
  observability?: { logs: { cloudwatch?: unknown } } | undefined;
}

/**
 * Endpoints that add-ons need where there is no NAT. Sources: for the first two
 * https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html, for Karpenter
 * https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/ ("Private Clusters").
 */
const addonEndpoints: Record<string, RequiredEndpoint[]> = {
  "aws-load-balancer-controller": [{ name: "elasticloadbalancing", why: "the load balancer controller calls it" }],
  "cluster-autoscaler": [{ name: "autoscaling", why: "the cluster autoscaler calls it" }],
  karpenter: [
    { name: "ssm", why: "Karpenter reads the ids of node images there" },
    { name: "sqs", why: "Karpenter hears of interruptions there" },
  ],
};

/** Add-ons that call a service without endpoint: Route 53 has none (source as above). */
const needsInternet: Record<string, string> = { "external-dns": "Route 53 has no VPC endpoint" };

/** The network against the region and against everything that has to leave it. */
export function checkEgress(config: EgressView): CheckResult {
  return { problems: [...zoneProblems(config), ...withoutNatProblems(config)] };
}

function zoneProblems({ aws, network }: EgressView): ConfigProblem[] {
  return network.zones.flatMap((zone, index) =>
    zone.slice(0, -1) === aws.region
      ? []
      : [
          {
            path: `network.zones[${index}]`,
            given: `"${zone}"`,
            why: `is no zone of ${aws.region}, the region of the stack (aws.region)`,
            set: `a zone such as ${aws.region}a, or aws.region: ${zone.slice(0, -1)}`,
          },
        ],
  );
}

/** Without NAT, whatever has no endpoint is unreachable, and pods wait for their images for ever. */
function withoutNatProblems(config: EgressView): ConfigProblem[] {
  const { network } = config;
  if (network.nat !== "none" || network.existing !== undefined) return [];
  return [
    ...missingEndpoints(config),
    ...(config.images?.registry === undefined ? [noMirror(config.aws.region)] : []),
    ...Object.entries(needsInternet).flatMap(([addon, why]) =>
      config.addons?.[addon] === undefined
        ? []
        : [
            {
              path: `addons.${addon}`,
              why: `can't work without NAT: ${why}`,
              set: "network.nat: one, or no such add-on",
            },
          ],
    ),
  ];
}

function missingEndpoints(config: EgressView): ConfigProblem[] {
  const { aws, network } = config;
  const there = network.endpoints.map((name) => endpointOf(name, aws.region).serviceName);
  const missing = neededEndpoints(config).filter(
    ({ name }) => !there.includes(endpointOf(name, aws.region).serviceName),
  );
  if (!missing.length) return [];
  return [
    {
      path: "network.endpoints",
      given: JSON.stringify(network.endpoints),
      why: `lacks what a cluster without NAT needs: ${missing.map(({ name, why }) => `${name} (${why})`).join("; ")}`,
      set: `[${[...network.endpoints, ...missing.map(({ name }) => name)].join(", ")}], or network.nat: one`,
    },
  ];
}

function neededEndpoints({ gateways, addons, observability }: EgressView): RequiredEndpoint[] {
  const installed = Object.entries(addonEndpoints).filter(
    ([addon]) =>
      addons?.[addon] !== undefined ||
      // Every gateway is made by the load balancer controller, whether a stack names it or not.
      (addon === "aws-load-balancer-controller" && Object.keys(gateways ?? {}).length > 0),
  );
  return [
    ...requiredWithoutNat,
    ...installed.flatMap(([, endpoints]) => endpoints),
    ...(observability?.logs.cloudwatch ? [{ name: "logs", why: "Fluent Bit writes to CloudWatch Logs" }] : []),
  ];
}

function noMirror(region: string): ConfigProblem {
  return {
    path: "images.registry",
    why: "is missing, and without NAT nodes reach no public registry",
    set: `the registry that mirrors all images, e.g. an ECR pull-through cache: <account>.dkr.ecr.${region}.amazonaws.com/<prefix>`,
  };
}
