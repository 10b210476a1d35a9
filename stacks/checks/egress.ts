import { awsLoadBalancerController } from "../../components/platform-addons/catalog/aws-load-balancer-controller/aws-load-balancer-controller";
import { fluentBitName } from "../../components/platform-addons/catalog/fluent-bit/fluent-bit";
import { everyAddon } from "../../components/platform-addons/registry";
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
    ...everyAddon.flatMap(({ name, internet }) =>
      internet === undefined || config.addons?.[name] === undefined
        ? []
        : [
            {
              path: `addons.${name}`,
              why: `can't work without NAT: ${internet}`,
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
  const installed = everyAddon.filter(
    ({ name }) =>
      addons?.[name] !== undefined ||
      // Every gateway is made by the load balancer controller, whether a stack names it or not.
      (name === awsLoadBalancerController.name && Object.keys(gateways ?? {}).length > 0) ||
      (name === fluentBitName && observability?.logs.cloudwatch !== undefined),
  );
  return [...requiredWithoutNat, ...installed.flatMap(({ endpoints }) => endpoints ?? [])];
}

function noMirror(region: string): ConfigProblem {
  return {
    path: "images.registry",
    why: "is missing, and without NAT nodes reach no public registry",
    set: `the registry that mirrors all images, e.g. an ECR pull-through cache: <account>.dkr.ecr.${region}.amazonaws.com/<prefix>`,
  };
}
