import { z } from "zod";
import { refersTo } from "../shared/reference";
import { pattern } from "../shared/problem";
import { awsSettings } from "./aws-settings";
import { configKeys, programText } from "./config/config-settings";
import { usesKeys } from "./config/uses-settings";
import { imageSettings } from "./pod/image-settings";
import { metricsSettings } from "./monitoring/metrics-settings";
import { sloSettings } from "./monitoring/slo-settings";
import { meshSettings } from "./mesh/mesh-settings";
import { podKeys } from "./pod/pod-settings";
import { probesSettings } from "./pod/probe-settings";
import { containerResources, sizeNames, type SizeName, type SizeResources } from "./pod/resources";
import { resourcesSettings, scratchSettings } from "./pod/resources-settings";
import { recommendationSettings } from "./scaling/recommendation";
import { resolvedScaling, scalingSettings, type ScalingDefaults } from "./scaling/scaling-settings";
import { tlsSettings } from "./tls/tls-settings";
import { portOf } from "./jobs/job-checks";
import { jobKeys } from "./jobs/job-settings";
import { qosResources, qosSize } from "./pod/qos-settings";
import { volumesSettings } from "./pod/volume-settings";
import { checkGiven, checkService } from "./settings-checks";
import { trafficKeys } from "./traffic/traffic-settings";

/** What tier and sizes decide about services when a stack does not. */
export interface ServiceDefaults {
  /** Size of a service that names none. */
  size: SizeName;
  scaling: ScalingDefaults;
  /** What each size requests and may use. */
  sizes: Record<SizeName, SizeResources>;
}

/** Name of the Service (a DNS label) and first part of the names of everything else. */
const serviceName = pattern(
  /^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/,
  "is not a service name",
  "at most 40 lower-case letters, digits and hyphens, starting with a letter",
);

const word = (what: string, example: string) =>
  pattern(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, `is not the name of a ${what}`, example);

function serviceSchema(defaults: ServiceDefaults) {
  const scaling = scalingSettings(defaults.scaling);
  const usual = scaling.parse({});
  return z
    .strictObject({
      namespace: refersTo("namespace", word("namespace", "a name under namespaces"), { only: true })
        .optional()
        .describe("Namespace that it runs in. Left out: the only one there is."),
      team: word("team", "a name in lower case").optional().describe("Team that owns it. Left out: the namespace's."),
      tier: word("tier", "a name such as backend")
        .optional()
        .describe("Label platform/tier of its pods, one of the namespace's tiers where it names any."),
      image: imageSettings,
      command: programText.optional().describe("Program instead of the image's entry point."),
      args: programText.optional().describe("Arguments instead of the image's."),
      ...trafficKeys,
      metrics: metricsSettings,
      slo: sloSettings,
      mesh: meshSettings
        .optional()
        .describe(
          "How services of the mesh call it; for a service in a namespace with `mesh: istio`. Left out: the defaults.",
        ),
      tls: tlsSettings,
      ...configKeys,
      ...usesKeys,
      size: z
        .enum(sizeNames)
        .default(defaults.size)
        .describe("Requests and limits by name; the table is in stacks/sizes.ts."),
      resources: resourcesSettings,
      scaling: scaling
        .optional()
        .describe(
          `Number of pods and what it follows. Left out: ${defaults.scaling.min} to ${defaults.scaling.max} at 70 % CPU.`,
        ),
      recommend: recommendationSettings,
      singleton: z
        .boolean()
        .default(false)
        .describe(
          "One pod and never two, for schedulers: the old one ends before the new one starts, and a drain interrupts it.",
        ),
      pool: refersTo("pool", z.string())
        .optional()
        .describe("Node pool that it runs on. Left out: any that is open to all."),
      priorityClass: word("priority class", "a PriorityClass of the cluster")
        .optional()
        .describe("PriorityClass of the pods: who is scheduled first and who has to go."),
      probes: probesSettings,
      scratch: scratchSettings,
      volumes: volumesSettings,
      ...jobKeys,
      traces: z
        .boolean()
        .default(true)
        .describe("Whether the pods are told where the stack's OpenTelemetry Collector is, and may reach it."),
      ...podKeys,
      aws: awsSettings,
    })
    .superRefine(checkGiven)
    .transform(({ resources, ...service }) => ({
      ...service,
      port: portOf(service),
      scaling:
        service.singleton || service.cron
          ? { ...resolvedScaling(usual, []), min: 1, max: 1 }
          : resolvedScaling(service.scaling ?? usual, service.consumes),
      resources: containerResources(
        qosSize(service.qos, defaults.sizes[service.size]),
        qosResources(service.qos, resources),
        service.scratch,
      ),
    }))
    .superRefine(checkService);
}

/** What a stack may say about its services, by name. An image is all that one must have. */
export function serviceSettings(defaults: ServiceDefaults) {
  return z.record(serviceName, serviceSchema(defaults));
}

export type ServicesSettings = z.output<ReturnType<typeof serviceSettings>>;

/** One service with every default filled in. */
export type ServiceSettings = ServicesSettings[string];
