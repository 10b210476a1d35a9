import type { ChartPin } from "./chart-versions";

/** Charts of what keeps and copies data. */
export const dataCharts = {
  // cloudnative-pg/charts, tag cloudnative-pg-v0.29.0, 2026-06-29.
  "cloudnative-pg": {
    repository: "https://cloudnative-pg.github.io/charts",
    chart: "cloudnative-pg",
    version: "0.29.0",
    appVersion: "1.30.0",
  },
  // cloudnative-pg/charts, tag plugin-barman-cloud-v0.7.0, 2026-06-10.
  "plugin-barman-cloud": {
    repository: "https://cloudnative-pg.github.io/charts",
    chart: "plugin-barman-cloud",
    version: "0.7.0",
    appVersion: "v0.13.0",
  },
  // vmware-tanzu/helm-charts, tag velero-12.1.0, 2026-06-25. Upstream tests Kubernetes up to 1.35 (velero v1.18.1, README.md).
  velero: {
    repository: "https://vmware-tanzu.github.io/helm-charts",
    chart: "velero",
    version: "12.1.0",
    appVersion: "1.18.1",
  },
} as const satisfies Record<string, ChartPin>;
