import type { SelectedAddon } from "../../platform-addons/resolve";
import { fluentBit, fluentBitEvents, type FluentBitSettings } from "./fluent-bit";
import type { LogsSettings } from "./settings";

/** Add-ons of a stack's logs; `namespaces` are those of its pods, each of which has a log group of its own. */
export function logAddons(settings: LogsSettings, namespaces: readonly string[]): SelectedAddon[] {
  return [...cloudWatchAddons(settings, namespaces)];
}

function cloudWatchAddons(settings: LogsSettings, namespaces: readonly string[]): SelectedAddon[] {
  const { cloudwatch, namespace, hostNamespace } = settings;
  if (!cloudwatch) return [];
  const collector: FluentBitSettings = { ...cloudwatch, namespace: hostNamespace, replicas: 1, namespaces };
  // Its values are the collector's: a map of the chart for both would need two places in the config.
  const reader: FluentBitSettings = { ...collector, namespace, values: {} };
  return [
    { addon: fluentBit, settings: collector },
    ...(cloudwatch.events ? [{ addon: fluentBitEvents, settings: reader }] : []),
  ];
}
