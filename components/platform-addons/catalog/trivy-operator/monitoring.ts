import { graph } from "../../monitoring/panels";

/** Panels of its page. */
export const panels = () => [
  graph("Vulnerabilities", "short", { "{{severity}}": "sum by (severity) (trivy_image_vulnerabilities)" }),
  graph("Critical ones, by namespace", "short", {
    "{{namespace}}": `sum by (namespace) (trivy_image_vulnerabilities{severity="Critical"})`,
  }),
  graph("Secrets in images", "short", { "{{severity}}": "sum by (severity) (trivy_image_exposedsecrets)" }),
  graph("Audits of configuration that failed", "short", {
    "{{severity}}": "sum by (severity) (trivy_resource_configaudits)",
  }),
];
