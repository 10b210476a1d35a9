import { Consoles, type ConsolesArgs } from "../../components/consoles/consoles";
import { consoleNamespaces, namedConsoles } from "../../components/consoles/targets";
import type { PlatformConfig } from "../schema";
import { type Base, slot } from "./base";
import type { SharedServices } from "./shared-services";

/** Escape hatches of the consoles' routes. */
export interface ConsolesTransform {
  consoles?: ConsolesArgs["transform"];
}

/** Routes to the consoles of the platform, by the stack's doors; their addresses, none where it names none. */
export function buildConsoles(
  config: PlatformConfig,
  { context, providers }: Base,
  { doors, namespaces }: SharedServices,
  transform: ConsolesTransform = {},
): Record<string, string[]> {
  if (!namedConsoles(config.consoles).length) return {};
  const { consoles: settings, domain } = config;
  const args = { context, settings, view: config, doors: doors.refs, domain, ...slot(transform.consoles) };
  const dependsOn = [...namespaces.of(...consoleNamespaces(settings, config)), doors];
  return new Consoles("consoles", args, { providers, dependsOn }).urls;
}
