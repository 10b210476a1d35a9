import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { render } from "../../../tools/render/helm";
import type { KubeObject } from "../../cluster/support/api";
import { type Controller, home } from "./controller";
import { sourceOf } from "./programs";

/** Its chart is in its Go module, and is rendered with the stack's values: rights and flags are the chart's. */
export const certManager: Controller = {
  program: "cert-manager",
  chart: "cert-manager",
  objects: async (chart, kubernetes) => {
    const path = join(sourceOf("cert-manager"), "deploy/charts/cert-manager");
    const request = { path, name: chart.name, namespace: home(chart), values: chart.values ?? {} };
    const cluster = { kubeVersion: `v${kubernetes}.0`, apiVersions: ["monitoring.coreos.com/v1/ServiceMonitor"] };
    const [answer] = await render([request], cluster, () => undefined);
    if (!answer || answer.error !== undefined) throw new Error(`cert-manager's chart: ${answer?.error ?? "nothing"}`);
    return answer.documents.flatMap((text) =>
      parseAllDocuments(text).flatMap((one) => (one.toJS() as KubeObject | null) ?? []),
    );
  },
  account: (chart) => ({ namespace: home(chart), name: "cert-manager" }),
  start: ({ chart, installed, kubeconfig, metricsPort, directory }) => {
    const deployment = installed.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === chart.name);
    const config = installed.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === chart.name);
    const file = join(directory, "config.yaml");
    writeFileSync(file, String(config?.["data"]["config.yaml"]));
    const args = (deployment?.spec.template.spec.containers[0].args as string[]).map((arg) =>
      arg.replace("$(POD_NAMESPACE)", home(chart)).replace("/var/cert-manager/config/config.yaml", file),
    );
    return { args: [...args, "--kubeconfig", kubeconfig, `--metrics-listen-address=127.0.0.1:${metricsPort}`] };
  },
};
