import type { AppServiceTransform } from "../components/app-service/app-service";
import { buildBase, type BaseTransform } from "./layers/base";
import { buildConsoles, type ConsolesTransform } from "./layers/consoles";
import { buildData, type DataTransform } from "./layers/data";
import { buildRecovery, type RecoveryTransform } from "./layers/recovery";
import { buildServices, serviceOutputs } from "./layers/services";
import { buildSharedServices, type SharedServicesTransform } from "./layers/shared-services";
import type { ResolvedStack } from "./resolve/stack";

/** Escape hatches of the whole platform, by component and, for services, by name. */
export interface PlatformTransform
  extends BaseTransform, SharedServicesTransform, ConsolesTransform, DataTransform, RecoveryTransform {
  services?: Record<string, AppServiceTransform>;
}

/**
 * The platform, in four layers: the cluster with its nodes, the services that all applications share, their data, the
 * applications.
 *
 * Not a component resource itself, so that a component's URN does not change when the program is composed differently.
 *
 * @example
 * new Platform(config, { services: { api: { deployment: (args) => ({ ...args, … }) } } })
 */
export class Platform {
  /** The outputs of the stack. */
  readonly outputs: Record<string, unknown>;

  constructor(config: ResolvedStack, transform: PlatformTransform = {}) {
    const base = buildBase(config, transform);
    const shared = buildSharedServices(config, base, transform);
    const consoleUrls = buildConsoles(config, base, shared, transform);
    const data = buildData(config, base, shared, transform);
    const failover = buildRecovery(config, base, data, transform);
    const services = buildServices(config, base, shared, data, failover, transform.services);
    this.outputs = {
      vpcId: base.network.vpcId,
      publicSubnetIds: base.network.publicSubnetIds,
      privateSubnetIds: base.network.privateSubnetIds,
      clusterName: base.cluster.name,
      clusterEndpoint: base.cluster.endpoint,
      kubeconfigCommand: base.cluster.kubeconfigCommand,
      oidcIssuer: base.cluster.oidcIssuer,
      oidcProviderArn: base.cluster.oidcProviderArn,
      nodeRoleArn: base.pools.nodeRoleArn,
      ...(Object.keys(consoleUrls).length ? { consoleUrls } : {}),
      ...serviceOutputs(services),
    };
  }
}
