import { Consoles, type ConsolesArgs } from "../../components/consoles/consoles";
import { consoleNamespaces, namedConsoles } from "../../components/consoles/targets";
import type { ResolvedStack } from "../resolve/stack";
import { type Base, slot } from "./base";
import type { SharedServices } from "./shared-services";

/** Escape hatches of the consoles' routes. */
export interface ConsolesTransform {
  consoles?: ConsolesArgs["transform"];
}

/** Routes to the consoles of the platform, by the stack's gateways; their addresses, none where it names none. */
export function buildConsoles(
  config: ResolvedStack,
  { context, providers }: Base,
  { gateways, namespaces }: SharedServices,
  transform: ConsolesTransform = {},
): Record<string, string[]> {
  if (!namedConsoles(config.consoles).length) return {};
  const { consoles: settings, domain } = config;
  const args = { context, settings, view: config, gateways: gateways.refs, domain, ...slot(transform.consoles) };
  const dependsOn = [...namespaces.of(...consoleNamespaces(settings, config)), gateways];
  return new Consoles("consoles", args, { providers, dependsOn }).urls;
}
