import type { AddonInput } from "../../addon";
import { resources } from "../../placement";
import type { StackSettings } from "./settings";
import { exemplarDestination } from "./correlation";
import { addedSources, dataSources } from "./data-sources";
import type { GrafanaSettings } from "./grafana-settings";

/** Label of a dashboard's ConfigMap, by which it is found; the chart's own. */
export const dashboardLabel = "grafana_dashboard";

/** Annotation of a dashboard's ConfigMap with the folder that Grafana shows it in. */
export const folderAnnotation = "grafana_folder";

/** Secret with the administrator's name and password, made beside the chart. */
export const adminSecret = { name: "grafana-admin", userKey: "admin-user", passwordKey: "admin-password" } as const;

/** Service account of Grafana, which takes the AWS role. */
export const grafanaAccount = "grafana";

/** Values `grafana`: nobody without a login, dashboards and data sources from ConfigMaps of every namespace (SS-64). */
export function grafanaValues(input: AddonInput<StackSettings>) {
  const { facts, settings, placement } = input;
  const { grafana } = settings;
  const admin = grafana.adminSecret ?? adminSecret;
  return {
    grafana: {
      replicas: 1,
      // A volume that only one pod can mount: the old pod goes first.
      deploymentStrategy: { type: "Recreate" },
      admin: {
        existingSecret: admin.name,
        userKey: admin.userKey,
        passwordKey: admin.passwordKey,
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
        readOnlyRootFilesystem: true,
      },
      // Uploads and exports pass through it.
      extraEmptyDirMounts: [{ name: "tmp", mountPath: "/tmp" }],
      // Its answer is due before the next one is asked for; the chart waits 30 s.
      livenessProbe: { timeoutSeconds: 10 },
      testFramework: { enabled: false },
      plugins: grafana.plugins,
      resources: resources("100m", "512Mi"),
      ...placement,
      // Looked at most when there is no room left.
      priorityClassName: "system-cluster-critical",
      serviceAccount: {
        create: true,
        name: grafanaAccount,
        annotations: input.serviceAccountAnnotations(grafanaAccount),
      },
      // Said because pods can't ask the instance metadata service (hop limit 1).
      env: { AWS_REGION: facts.platform.region },
      envValueFrom: oidcSecret(grafana),
      additionalDataSources: addedSources(input),
      "grafana.ini": {
        // `router_logging`: every request with its user is a log line (SS-61).
        server: { router_logging: true, ...(grafana.url === undefined ? {} : { root_url: grafana.url }) },
        "auth.anonymous": { enabled: false },
        ...oidcSection(grafana),
        users: { allow_sign_up: false },
        security: { cookie_secure: true, disable_gravatar: true },
        analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
        // Since 13.2 Prometheus, Loki and more are plugins beside the core. Left on, Grafana fetches their newest at each
        // start, removes those of the image before, and has none where that fails: grafana/grafana-operator issue 2946.
        plugins: { preinstall_auto_update: false },
      },
      sidecar: {
        resources: resources("20m", "128Mi"),
        securityContext: { readOnlyRootFilesystem: true },
        dashboards: {
          enabled: true,
          searchNamespace: "ALL",
          // The annotation of a ConfigMap names the folder that its dashboard is in.
          folderAnnotation,
          provider: { foldersFromFilesStructure: true },
        },
        datasources: {
          enabled: true,
          searchNamespace: "ALL",
          uid: dataSources.prometheus.uid,
          exemplarTraceIdDestinations: exemplarDestination(input),
          alertmanager: { uid: dataSources.alertmanager.uid },
        },
      },
    },
  };
}

/** https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/ */
function oidcSection({ oidc }: GrafanaSettings) {
  if (!oidc) return {};
  return {
    "auth.generic_oauth": {
      enabled: true,
      name: oidc.name,
      client_id: oidc.clientId,
      auth_url: oidc.authUrl,
      token_url: oidc.tokenUrl,
      api_url: oidc.apiUrl,
      scopes: oidc.scopes.join(" "),
      use_pkce: true,
      // An account is made at the first login; `users.allow_sign_up` is about people who make one themselves.
      allow_sign_up: true,
      role_attribute_path: oidc.roles ?? "'Viewer'",
    },
  };
}

/** The client's secret, by the variable that Grafana reads for this key of its configuration. */
function oidcSecret({ oidc }: GrafanaSettings) {
  if (!oidc) return {};
  const { name, key } = oidc.clientSecret;
  return { GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: { secretKeyRef: { name, key } } };
}
