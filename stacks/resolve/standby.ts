import { healthHost } from "../../components/failover/records";
import type { FollowedConfig, FollowedService } from "./followed";

/**
 * The config as it is deployed. The checks have judged what the YAML says, which is the stack when it serves; a standby
 * runs the cluster, its add-ons and its gateways, and nothing of the applications (KP-60). So a promotion is one word in the
 * YAML, and fits because it was checked.
 */
export function deployedConfig(config: FollowedConfig): FollowedConfig {
  const asked = withHealthRoute(config);
  return asked.role === "standby" ? scaledDown(asked) : asked;
}

function scaledDown(config: FollowedConfig): FollowedConfig {
  return {
    ...config,
    nodePools: mapValues(config.nodePools, (pool) =>
      pool.system ? pool : { ...pool, size: { ...pool.size, min: 0, desired: 0 } },
    ),
    services: mapValues(config.services, stopped),
  };
}

/** No pod, no autoscaler that would start one, no run of a job. */
function stopped(service: FollowedService): FollowedService {
  const { scaling, cron } = service;
  return {
    ...service,
    beforeRollout: undefined,
    // What scales it stays, and with it the rights that this takes; between 0 and 0 there is nothing to scale.
    scaling: { ...scaling, min: 0, max: 0 },
    ...(cron ? { cron: { ...cron, suspend: true } } : {}),
  };
}

/** One more route of the service that stands for the stack's health, to the stack itself. */
function withHealthRoute(config: FollowedConfig): FollowedConfig {
  const health = config.failover?.health;
  const service = health && config.services[health.service];
  const [first] = service?.routes ?? [];
  if (!service || !first || config.failover?.record !== "primary") return config;
  const route = {
    host: healthHost({ region: config.aws.region }),
    path: health.path,
    gateway: first.gateway,
  };
  return {
    ...config,
    services: { ...config.services, [health.service]: { ...service, routes: [...service.routes, route] } },
  };
}

function mapValues<T>(record: Record<string, T>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
