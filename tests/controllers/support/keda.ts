import { copyFileSync } from "node:fs";
import { join } from "node:path";
import type { ChartEntry } from "../../cluster/support/stack";
import { type Controller, fromModule, home } from "./controller";

/** Whether KEDA may read no Secrets but its own: the chart's key, and upstream's variable. */
function restricted({ values }: ChartEntry): boolean {
  const { operator } = (values?.["permissions"] ?? {}) as { operator?: { restrict?: { secret?: boolean } } };
  return operator?.restrict?.secret === true;
}

/** A folder with a certificate and its key under the names that a mounted Secret gives them. */
function certificatesIn(directory: string): string {
  const from = (file: string) => join(directory, "..", "certificates", `apiserver.${file}`);
  for (const [name, file] of Object.entries({ "tls.crt": "crt", "tls.key": "key", "ca.crt": "crt" })) {
    copyFileSync(from(file), join(directory, name));
  }
  return directory;
}

/** Its operator, with upstream's own manifests, for its chart is in no Go module. */
export const keda: Controller = {
  program: "keda",
  chart: "keda",
  objects: fromModule("keda", [
    "config/service_account/service_account.yaml",
    "config/rbac/role.yaml",
    "config/rbac/role_binding.yaml",
    "config/manager/service.yaml",
  ]),
  account: (chart) => ({ namespace: home(chart), name: "keda-operator" }),
  start: ({ chart, kubeconfig, metricsPort, healthPort, directory }) => ({
    args: [
      // Its certificates would come by a Secret that the kubelet mounts: here they are those of the API server.
      ...["--kubeconfig", kubeconfig, "--zap-encoder=console", "--cert-dir", certificatesIn(directory)],
      ...[`--metrics-bind-address=127.0.0.1:${metricsPort}`, `--health-probe-bind-address=127.0.0.1:${healthPort}`],
      ...["--metrics-service-bind-address=127.0.0.1:0"],
    ],
    env: {
      ...{ POD_NAMESPACE: home(chart), KEDA_CLUSTER_OBJECT_NAMESPACE: home(chart), WATCH_NAMESPACE: "" },
      KEDA_RESTRICT_SECRET_ACCESS: String(restricted(chart)),
    },
  }),
};
