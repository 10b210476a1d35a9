import { addonDashboards } from "./addons";
import { clusterDashboard } from "./cluster";
import { dashboardJson, type DashboardSpec } from "../../platform-addons/monitoring/panels";
import { type PagedService, serviceDashboard } from "./service";
import { applicationDashboard, costDashboard, type On, securityDashboard } from "./themes";

/** What dashboards are made from; all of it plain. */
export interface DashboardFacts {
  on: On;
  /** Whether Grafana reads CloudWatch. */
  cloudWatch: boolean;
  services: PagedService[];
}

/** A ConfigMap that Grafana's sidecar finds. */
export interface DashboardObject {
  name: string;
  folder: string;
  configPath: string;
  data: Record<string, string>;
}

/** Every dashboard of the stack: four themes (TB-79 to TB-82), one page a service, one an add-on. */
export function dashboards({ on, cloudWatch, services }: DashboardFacts): DashboardSpec[] {
  return [
    clusterDashboard({ cloudWatch }),
    applicationDashboard(),
    costDashboard(on),
    securityDashboard(on),
    ...services.map((service) => serviceDashboard(service, on)),
    ...addonDashboards(on),
  ];
}

/** The same as objects of the cluster. */
export function dashboardObjects(facts: DashboardFacts): DashboardObject[] {
  return dashboards(facts).map((spec) => ({
    name: `dashboard-${spec.uid}`,
    folder: spec.folder,
    configPath: "observability.grafana",
    data: { [`${spec.uid}.json`]: dashboardJson(spec) },
  }));
}
