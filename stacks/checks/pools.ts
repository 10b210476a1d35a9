import { instanceType, instanceTypesOf } from "../../components/node-pools/instance-catalog";
import { isOpen, type PoolSpec } from "../../components/node-pools/pool-spec";
import { maxPodsOfAll } from "../../components/node-pools/reservations";
import { nodeImage } from "../node-images";
import type { ConfigProblem } from "../problems";
import type { CheckResult } from "./check";
import { karpenterPools } from "../../components/platform-addons/catalog/karpenter/pools";
import type { KarpenterSettings } from "../../components/platform-addons/catalog/karpenter/settings";
import { kubernetesVersions } from "../versions";

/** What the check reads of a service. */
interface PlacedService {
  pool?: string | undefined;
  image?: { architectures?: ("amd64" | "arm64")[] | undefined } | undefined;
}

/** What the check reads of a config. */
export interface PoolsView {
  poolSpecs: Record<string, PoolSpec>;
  cluster: { version: string };
  managedAddons: { podNetworking: { prefixDelegation: boolean; podSecurityGroups: boolean } };
  addons: { karpenter?: Pick<KarpenterSettings, "nodePools"> | undefined };
  services: Record<string, PlacedService>;
}

/** Node pools against the VPC CNI, the pinned images and the services that name them. */
export function checkNodePools(config: PoolsView): CheckResult {
  const { prefixDelegation } = config.managedAddons.podNetworking;
  const specs = config.poolSpecs;
  const ofKarpenter = karpenterPools(config.addons.karpenter);
  const placed = Object.entries(config.services);
  return {
    problems: [
      ...Object.values(specs).flatMap((spec) => [
        ...imageProblems(spec, config.cluster.version),
        ...(prefixDelegation ? [] : addressProblems(spec)),
      ]),
      ...branchInterfaceProblems(config, specs),
      ...placed
        .filter(([, { pool }]) => pool === undefined || !(pool in ofKarpenter))
        .flatMap(([name, service]) => serviceProblems(name, service, specs, Object.keys(ofKarpenter))),
    ],
    warnings: Object.values(specs).flatMap((spec) => warningsOf(spec, config)),
  };
}

function imageProblems({ name, settings }: PoolSpec, version: string): ConfigProblem[] {
  // A version that does not exist is reported once, where it stands.
  if (kubernetesVersions[version] === undefined) return [];
  if (settings.releaseVersion !== undefined || nodeImage(version, settings.os) !== undefined) return [];
  return [
    {
      path: `nodePools.${name}.releaseVersion`,
      why: `is missing, and the platform pins no ${settings.os} image for Kubernetes ${version}`,
      set: "a release of that image, as `aws eks describe-nodegroup` shows it, or another os or cluster.version",
    },
  ];
}

/** Without prefixes a node has fewer addresses, and the defaults that the pool's own checks assumed don't hold. */
function addressProblems({ name, settings, maxPods }: PoolSpec): ConfigProblem[] {
  const path = `nodePools.${name}.kubelet.maxPods`;
  const limit = maxPodsOfAll(settings.instanceTypes, false);
  if (maxPods > limit) {
    const why = `is more than the ${limit} addresses of these types without prefix delegation`;
    const set = `at most ${limit}, or managedAddons.podNetworking.prefixDelegation: true`;
    return [{ path, given: `${maxPods}`, why, set }];
  }
  if (settings.kubelet.memoryManagerPolicy !== "Static" || settings.kubelet.maxPods !== undefined) return [];
  const why = "is missing: without prefix delegation the sum in reservedMemory can't be judged without it";
  return [{ path, why, set: `${limit}, and reservedMemory by it` }];
}

/** KP-7: pods with a security group of their own need an instance with a trunk interface; no t family has one. */
function branchInterfaceProblems(config: PoolsView, specs: Record<string, PoolSpec>): ConfigProblem[] {
  if (!config.managedAddons.podNetworking.podSecurityGroups) return [];
  if (Object.values(specs).some((spec) => withoutTrunk(spec).length === 0)) return [];
  const types = [...new Set(Object.values(specs).flatMap(withoutTrunk))].join(", ");
  return [
    {
      path: "managedAddons.podNetworking.podSecurityGroups",
      given: "true",
      why: `needs nodes with trunk interfaces, and every pool has types without (${types})`,
      set: "a pool of another family, such as m7i or c7i, or false",
    },
  ];
}

function withoutTrunk({ settings }: PoolSpec): string[] {
  return settings.instanceTypes.filter((type) => instanceType(type)?.trunkEni === false);
}

function serviceProblems(
  name: string,
  service: PlacedService,
  specs: Record<string, PoolSpec>,
  ofKarpenter: string[],
): ConfigProblem[] {
  const path = `services.${name}.pool`;
  const others = [...Object.keys(specs), ...ofKarpenter].filter((other) => !specs[other]?.settings.system);
  const open = Object.values(specs).filter(isOpen);
  if (service.pool === undefined) {
    if (open.length) return architectureProblems(name, service, open);
    const why = "is missing, and every pool is kept for something by a taint";
    return [{ path, why, set: others.length ? `one of ${others.join(", ")}` : "a pool beside the system pool" }];
  }
  const given = `"${service.pool}"`;
  const spec = specs[service.pool];
  if (!spec) return [];
  if (spec.settings.system) {
    const why = "is the system pool, which is for the platform's own pods";
    return [{ path, given, why, set: others.length ? `one of ${others.join(", ")}` : "a pool beside it" }];
  }
  return architectureProblems(name, service, [spec]);
}

/** One pool at least must have an architecture that the image is built for; pods are kept to nodes of these. */
function architectureProblems(name: string, service: PlacedService, pools: PoolSpec[]): ConfigProblem[] {
  const built = service.image?.architectures;
  if (!built || pools.some(({ architecture }) => built.includes(architecture))) return [];
  const offered = [...new Set(pools.map(({ architecture }) => architecture))].join(", ");
  const where = service.pool === undefined ? "the pools that are open to all" : `pool ${service.pool}`;
  return [
    {
      path: `services.${name}.image.architectures`,
      given: `[${built.join(", ")}]`,
      why: `holds none of what ${where} can run (${offered})`,
      set: `${offered} too, if the image is built for it, or services.${name}.pool: a pool of ${built.join(" or ")}`,
    },
  ];
}

function warningsOf(spec: PoolSpec, config: PoolsView): string[] {
  const { name, settings, zones } = spec;
  const path = `nodePools.${name}`;
  const sizes = new Set(instanceTypesOf(settings.instanceTypes).map(({ vcpu, memoryMiB }) => `${vcpu}/${memoryMiB}`));
  const trunkless = withoutTrunk(spec);
  return [
    settings.capacity === "spot" && settings.instanceTypes.length === 1
      ? `${path}.instanceTypes: spot with one type is interrupted and refused more often; name several of its size.`
      : "",
    sizes.size > 1
      ? `${path}.instanceTypes: the types differ in vCPU or memory, and the Cluster Autoscaler counts with the first only.`
      : "",
    settings.system && settings.size.min < zones.length
      ? `${path}.size.min: ${settings.size.min} nodes can't stand in each of ${zones.length} zones; the loss of one may take the controllers.`
      : "",
    config.managedAddons.podNetworking.podSecurityGroups && trunkless.length
      ? `${path}.instanceTypes: pods with security groups of their own can't run on ${trunkless.join(", ")}.`
      : "",
  ].filter((warning) => warning !== "");
}
