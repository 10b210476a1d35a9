import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";

/** The panels of an add-on's page, by the add-on's name. */
export type AddonPanels = Record<string, () => Builder<Panel>[]>;
