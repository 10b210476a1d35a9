import type * as pulumi from "@pulumi/pulumi";
import { serviceNamespace } from "./checks/services";
import type { PlatformConfig } from "./schema";
import { AppService } from "../components/app-service/app-service";
import { imageRegistry } from "../components/app-service/image";
import { edgesOf } from "../components/app-service/peers";
import type { PlatformContext } from "../components/shared/context";
import type { DoorRef, NamespaceRef, PoolRef } from "../components/shared/refs";

/** What the services stand on. */
export interface ServicesGround {
  context: PlatformContext;
  namespaces: Record<string, NamespaceRef>;
  pools: Record<string, PoolRef>;
  doors: Record<string, DoorRef>;
  vpcCidr: string;
  oidcIssuer: pulumi.Input<string>;
}

/** All services of the stack, by name. */
export function appServices(
  config: PlatformConfig,
  ground: ServicesGround,
  opts: pulumi.ComponentResourceOptions,
): Record<string, AppService> {
  const { namespaces, ...shared } = ground;
  const edges = edgesOf(config.services, serviceNamespace({}, config.namespaces) ?? "");
  const common = {
    ...shared,
    registry: imageRegistry(ground.context, config.images),
    domain: config.domain,
    identity: config.cluster.identity,
    ...(config.observability ? { monitoringNamespace: config.observability.namespace } : {}),
  };
  return Object.fromEntries(
    Object.entries(config.services).map(([name, settings]) => {
      const namespace = namespaces[serviceNamespace(settings, config.namespaces) ?? ""];
      // The config's checks have found both; this is for a caller that skips them.
      if (!namespace) throw new Error(`services.${name}: its namespace is not one of the stack's.`);
      const own = edges[name] ?? { calls: [], calledBy: [] };
      return [name, new AppService(name, { ...common, settings, namespace, edges: own }, opts)];
    }),
  );
}

/** Addresses and roles of services, for the stack's outputs; only of those that have some. */
export function serviceOutputs(services: Record<string, AppService>) {
  const all = Object.entries(services);
  return {
    serviceUrls: Object.fromEntries(all.filter(([, { urls }]) => urls.length).map(([name, { urls }]) => [name, urls])),
    serviceRoleArns: Object.fromEntries(all.flatMap(([name, { roleArn }]) => (roleArn ? [[name, roleArn]] : []))),
  };
}
