import type { PlatformContext } from "../shared/context";
import { commonLabels, configPath } from "../shared/labels";
import type { NamespaceRef } from "../shared/refs";
import { label } from "../shared/vocabulary";
import type { ServiceSettings } from "./settings";

/** What names and owners of a service's objects are made from. */
export interface Owned {
  context: PlatformContext;
  namespace: NamespaceRef;
  settings: Pick<ServiceSettings, "team" | "tier">;
}

/** Labels of everything that a service has, its pods included. */
export function serviceLabels({ context, namespace, settings }: Owned, service: string): Record<string, string> {
  const owner = { name: service, team: settings.team ?? namespace.team };
  return {
    ...commonLabels({ ...context, costCenter: namespace.costCenter }, owner),
    ...(settings.tier === undefined ? {} : { [label.tier]: settings.tier }),
  };
}

/** Name, namespace, labels and origin of one of its objects. */
export function objectMetadata(owned: Owned, service: string, name: string, annotations: Record<string, string> = {}) {
  return {
    name,
    namespace: owned.namespace.name,
    labels: serviceLabels(owned, service),
    annotations: { ...configPath(`services.${service}`), ...annotations },
  };
}
