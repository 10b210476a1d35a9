import type { DashboardSpec } from "../../platform-addons/monitoring/panels";
import { everyAddon } from "../../platform-addons/registry";
import type { On } from "./themes";

/** A page for each add-on that is installed and has panels. */
export function addonDashboards(on: On): DashboardSpec[] {
  return everyAddon.flatMap(({ name, page }) =>
    "none" in page || !on(name)
      ? []
      : [
          {
            uid: `addon-${name}`,
            title: name,
            folder: "Add-ons",
            tags: ["add-on"],
            rows: [{ title: name, panels: page.panels() }],
          },
        ],
  );
}
