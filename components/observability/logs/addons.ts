import type { SelectedAddon } from "../../platform-addons/resolve";
import { alloy, alloyEvents, type AlloySettings } from "../../platform-addons/catalog/alloy/alloy";
import {
  fluentBit,
  fluentBitEvents,
  type FluentBitSettings,
} from "../../platform-addons/catalog/fluent-bit/fluent-bit";
import { loki, type LokiAddonSettings } from "../../platform-addons/catalog/loki/loki";
import type { LogsSettings } from "./settings";

/** Add-ons of a stack's logs; `namespaces` are those of its pods, each of which has a log group of its own. */
export function logAddons(settings: LogsSettings, namespaces: readonly string[]): SelectedAddon[] {
  return [...cloudWatchAddons(settings, namespaces), ...lokiAddons(settings)];
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

function lokiAddons({ loki: settings, namespace, hostNamespace }: LogsSettings): SelectedAddon[] {
  if (!settings) return [];
  const writers = [namespace, hostNamespace];
  const store: LokiAddonSettings = { ...settings, namespace, writers };
  const collector: AlloySettings = {
    namespace: hostNamespace,
    lokiNamespace: namespace,
    replicas: 1,
    values: settings.collectorValues,
  };
  return [
    { addon: loki, settings: store },
    { addon: alloy, settings: collector },
    ...(settings.events ? [{ addon: alloyEvents, settings: { ...collector, namespace, values: {} } }] : []),
  ];
}
