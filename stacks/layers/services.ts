import { AppService, type AppServiceTransform } from "../../components/app-service/app-service";
import { imageRegistry } from "../../components/app-service/pod/image";
import type { FailoverRecords } from "../../components/failover/records";
import { otlpEndpoint } from "../../components/platform-addons/catalog/opentelemetry-collector/collector";
import { karpenterPools } from "../../components/platform-addons/catalog/karpenter/pools";
import type { ResolvedStack } from "../resolve/stack";
import type { Base } from "./base";
import type { Data } from "./data";
import type { SharedServices } from "./shared-services";
import { prometheusUrl } from "../../components/platform-addons/catalog/kube-prometheus-stack/address";

/** All services of the stack, by name. */
export function buildServices(
  config: ResolvedStack,
  base: Base,
  shared: SharedServices,
  data: Data,
  failover: FailoverRecords | undefined,
  transforms: Record<string, AppServiceTransform> = {},
): Record<string, AppService> {
  const common = {
    context: base.context,
    pools: { ...karpenterPools(config.addons.karpenter), ...base.pools.refs },
    gateways: shared.gateways.refs,
    vpcCidr: base.network.cidr,
    oidcIssuer: base.cluster.oidcIssuer,
    registry: imageRegistry(base.context, config.images),
    domain: config.domain,
    identity: config.cluster.identity,
    ...(failover ? { failover } : {}),
    ...(config.observability
      ? {
          monitoringNamespace: config.observability.namespace,
          prometheusUrl: prometheusUrl(config.observability.namespace),
          ...(config.observability.traces ? { telemetry: otlpEndpoint(config.observability.traces) } : {}),
        }
      : {}),
  };
  return Object.fromEntries(
    Object.entries(config.services).map(([name, settings]) => {
      const namespace = shared.namespaces.ref(settings.namespace);
      // Gateways come after the add-ons. Their certificates may wait for a person, and not everything needs a gateway.
      const ways = settings.routes.length ? [shared.gateways] : shared.addons.ready;
      const dependsOn = [...shared.namespaces.of(namespace.name), ...ways, ...data.resourcesOf(settings)];
      const transform = transforms[name];
      const grant = data.grantOf(settings);
      const args = {
        ...common,
        settings,
        namespace,
        edges: settings.edges,
        grant,
        ...(transform ? { transform } : {}),
      };
      return [name, new AppService(name, args, { providers: base.providers, dependsOn })];
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
