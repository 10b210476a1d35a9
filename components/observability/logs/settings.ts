import { z } from "zod";
import { cloudWatchSettings } from "../../platform-addons/catalog/fluent-bit/settings";
import { lokiSettings } from "../../platform-addons/catalog/loki/settings";
import { namespaceName } from "../../platform-addons/common-settings";

/** What a stack may say about the logs of its pods. A destination that is not named is not there. */
export function logsSettings(lokiReplicas: number) {
  return z
    .strictObject({
      namespace: namespaceName
        .default("logging")
        .describe("Namespace of what stores logs and reads events; it enforces the Pod Security level restricted."),
      hostNamespace: namespaceName
        .default("logging-host")
        .describe(
          "Namespace of the collectors, which read the log files of their nodes and so need the level privileged. " +
            "The same as `namespace` lowers the level of everything there.",
        ),
      cloudwatch: cloudWatchSettings(),
      loki: lokiSettings(lokiReplicas),
    })
    .prefault({})
    .describe("Where the logs of containers and the events of Kubernetes go: CloudWatch Logs, Loki or both.");
}

export type LogsSettings = z.output<ReturnType<typeof logsSettings>>;
