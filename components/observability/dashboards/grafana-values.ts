import type { AddonInput } from "../../platform-addons/addon";
import { resources } from "../../platform-addons/placement";
import type { StackSettings } from "../settings";

/** Secret with the administrator's name and password, made beside the chart. */
export const adminSecret = { name: "grafana-admin", userKey: "admin-user", passwordKey: "admin-password" } as const;

/** Values `grafana`: nobody without a login, dashboards and data sources from ConfigMaps of every namespace (SS-64). */
export function grafanaValues({ settings: { grafana }, placement }: AddonInput<StackSettings>) {
  return {
    grafana: {
      replicas: 1,
      // A volume that only one pod can mount: the old pod goes first.
      deploymentStrategy: { type: "Recreate" },
      admin: {
        existingSecret: adminSecret.name,
        userKey: adminSecret.userKey,
        passwordKey: adminSecret.passwordKey,
      },
      persistence: {
        enabled: true,
        type: "pvc",
        storageClassName: grafana.storageClass,
        accessModes: ["ReadWriteOnce"],
        size: grafana.storage,
        // A look into the cluster while rendering would make the chart depend on what is there.
        lookupVolumeName: false,
      },
      // Runs as root to change an owner that fsGroup sets already.
      initChownData: { enabled: false },
      containerSecurityContext: {
        allowPrivilegeEscalation: false,
        privileged: false,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      },
      testFramework: { enabled: false },
      resources: resources("100m", "512Mi"),
      ...placement,
      "grafana.ini": {
        "auth.anonymous": { enabled: false },
        users: { allow_sign_up: false },
        security: { cookie_secure: true, disable_gravatar: true },
        analytics: { reporting_enabled: false, check_for_updates: false },
      },
      sidecar: {
        resources: resources("20m", "128Mi"),
        dashboards: { enabled: true, searchNamespace: "ALL" },
        datasources: { enabled: true, searchNamespace: "ALL" },
      },
    },
  };
}
