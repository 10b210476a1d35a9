import type { z } from "zod";
import { report } from "../shared/problem";
import { compareQuantities, parseQuantity } from "../shared/quantity";
import { blocksDrain, type Bounds } from "./scaling/disruption";
import { checksByCommand } from "./pod/probes";
import type { PodSettings } from "./pod/pod-settings";
import type { ProbesSettings } from "./pod/probe-settings";
import { scratchInMemory, scratchOnDisk, type ContainerResources, type GivenResources } from "./pod/resources";
import { checkQos, type QosSettings } from "./pod/qos-settings";
import type { volumesSettings } from "./pod/volume-settings";
import type { ScratchSettings } from "./pod/resources-settings";
import { checkCron, portOf } from "./jobs/job-checks";
import type { MeshSettings } from "./mesh/mesh-settings";
import { checkRollout } from "./rollout/rollout-checks";
import type { RolloutSettings } from "./rollout/rollout-settings";
import type { MetricsSettings } from "./monitoring/metrics-settings";
import type { SloSettings } from "./monitoring/slo-settings";
import type { RouteSettings } from "./traffic/route-settings";
import { checkTls } from "./tls/tls-settings";
import { scratchVolumeName } from "./pod/scratch";

type Context = z.core.$RefinementCtx;

/** The settings as they were given, before defaults that depend on others are filled in. */
interface Given {
  singleton: boolean;
  scaling?: object | undefined;
  port?: number | "none" | undefined;
  cron?: object | undefined;
  beforeRollout?: object | undefined;
  recommend?: object | undefined;
  zones?: string[] | undefined;
  spread: PodSettings["spread"];
  qos: QosSettings;
  resources: GivenResources;
  volumes: z.output<typeof volumesSettings>;
  routes: RouteSettings[];
  probes: ProbesSettings;
  metrics?: MetricsSettings;
  rollout: RolloutSettings;
  mesh?: MeshSettings | undefined;
  tls?: { path: string } | undefined;
  slo?: SloSettings | undefined;
  security: PodSettings["security"];
  env: object;
  config?: { env: object; files: object; path: string } | undefined;
  scratch: ScratchSettings;
}

type Ported = Given & { port: number | "none" };

/** Checks that look at what was said, not at what it becomes. */
export function checkGiven(given: Given, ctx: Context): void {
  const service = { ...given, port: portOf(given) };
  checkCron(given, ctx);
  checkQos(given.qos, given.resources, ctx);
  checkZones(given, ctx);
  if (service.singleton && service.scaling) {
    const why = "stands beside singleton: true, which is one pod";
    report(ctx, { path: ["scaling"], why, set: "remove it, or singleton: false" });
  }
  if (service.port === "none") checkWithoutPort(service, ctx);
  if (service.slo && !service.metrics) {
    const why = "has objectives that nothing measures: the service has no metrics";
    report(ctx, { path: ["slo"], why, set: "metrics, with the port and path of the service's metrics" });
  }
  checkRollout(service, ctx);
  checkTls(service, ctx);
  checkLowPorts(service, ctx);
  checkDirectories(service, ctx);
  for (const variable of Object.keys(service.config?.env ?? {})) {
    if (!(variable in service.env)) continue;
    const why = "is under env as well, and the container has each variable once";
    report(ctx, { path: ["config", "env", variable], why, set: "it in one of the two", hidden: true });
  }
}

/** MP-N5: pods that are kept to one zone can't be spread over several. */
function checkZones({ zones, spread }: Given, ctx: Context): void {
  if (zones?.length !== 1 || spread.zones !== "required") return;
  const why = "is required, and zones has one only: nothing can be even over it";
  report(ctx, { path: ["spread", "zones"], why, set: "preferred, or more zones" });
}

function checkWithoutPort({ routes, probes, metrics, cron }: Ported, ctx: Context): void {
  if (routes.length) {
    const why = "needs a port that requests can go to, and port is none";
    report(ctx, { path: ["routes"], why, set: "port to the one that the container listens on" });
  }
  if (metrics && metrics.port === undefined) {
    const why = "is missing, and port is none";
    report(ctx, { path: ["metrics", "port"], why, set: "the port of the metrics" });
  }
  if (probes.none || cron) return;
  if (checksByCommand(probes.liveness) || probes.liveness.port !== undefined) return;
  const why = "says nothing that can be asked, and port is none";
  report(ctx, { path: ["probes", "liveness"], why, set: "exec: [<command>], or the port and path of a health check" });
}

function checkLowPorts({ port, metrics, security }: Ported, ctx: Context): void {
  const low = [port, metrics?.port].find((one) => typeof one === "number" && one < 1024);
  if (low === undefined || security.bindLowPorts) return;
  const path = low === port ? ["port"] : ["metrics", "port"];
  const why = "is below 1024, where a process that is not root may not listen";
  report(ctx, { path, why, set: "a port from 1024 on, or security.bindLowPorts: true" });
}

function checkDirectories({ scratch, config, volumes, tls }: Ported, ctx: Context): void {
  const paths = scratch.map(({ path }) => path);
  const names = paths.map(scratchVolumeName);
  names.forEach((name, index) => {
    const other = paths[names.indexOf(name)];
    if (names.indexOf(name) === index) return;
    const why =
      other === paths[index] ? `has ${other} twice` : `has ${other} and ${paths[index]}, whose volumes have one name`;
    report(ctx, { path: ["scratch"], why, set: "each directory once, and names that differ in letters or digits" });
  });
  for (const [volume, { path }] of Object.entries(volumes)) {
    if (!paths.includes(path)) continue;
    const why = "is a scratch directory as well";
    report(ctx, { path: ["volumes", volume, "path"], why, set: "another directory" });
  }
  if (tls && paths.includes(tls.path)) {
    report(ctx, { path: ["tls", "path"], why: "is a scratch directory as well", set: "another directory" });
  }
  if (config && Object.keys(config.files).length && paths.includes(config.path)) {
    report(ctx, { path: ["config", "path"], why: "is a scratch directory as well", set: "another directory" });
  }
}

interface Filled {
  scaling: Bounds;
  resources: ContainerResources;
  scratch: ScratchSettings;
  disruption: PodSettings["disruption"];
}

/** Checks of the service with every default filled in. */
export function checkService(service: Filled, ctx: Context): void {
  checkRequests(service.resources, ctx);
  checkScratch(service, ctx);
  checkDisruption(service, ctx);
}

function checkRequests({ requests, limits }: ContainerResources, ctx: Context): void {
  for (const resource of ["cpu", "memory", "ephemeral-storage"] as const) {
    const [request, limit] = [requests[resource], limits[resource]];
    if (limit === undefined || compareQuantities(request, limit) <= 0) continue;
    const why = `asks for ${request}, which is above the limit of ${limit}`;
    report(ctx, { path: ["resources", "requests", resource], why, set: `${limit} or less, or a larger limit` });
  }
}

function checkScratch({ scratch, resources }: Filled, ctx: Context): void {
  const disk = scratchOnDisk(scratch);
  if (compareQuantities(disk, resources.limits["ephemeral-storage"]) >= 0) {
    const why = `is ${resources.limits["ephemeral-storage"]}; the scratch volumes alone may hold ${disk}, and logs come on top`;
    report(ctx, {
      path: ["resources", "limits", "ephemeral-storage"],
      why,
      set: `more than ${disk}, or smaller scratch volumes`,
    });
  }
  const memory = scratchInMemory(scratch);
  if (parseQuantity(memory) > 0n && compareQuantities(memory, resources.limits.memory) >= 0) {
    const why = `may hold ${memory} in memory, and the container's limit is ${resources.limits.memory}`;
    report(ctx, { path: ["scratch"], why, set: "a smaller size, or a larger resources.limits.memory" });
  }
}

function checkDisruption({ disruption, scaling }: Filled, ctx: Context): void {
  if (!blocksDrain(disruption, scaling)) return;
  const key = disruption.minAvailable === undefined ? "maxUnavailable" : "minAvailable";
  const why = `would let no pod go while there are ${scaling.min}, so that no node could be drained`;
  const set =
    key === "maxUnavailable"
      ? "1 or more"
      : scaling.min > 1
        ? `${scaling.min - 1} or less, or a larger scaling.min`
        : "a larger scaling.min, or remove it";
  report(ctx, { path: ["disruption", key], why, set });
}
