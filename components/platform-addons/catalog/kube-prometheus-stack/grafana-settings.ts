import { z } from "zod";
import { pattern } from "../../../shared/problem";
import { storageClass, volume } from "../../store-settings";

const secretKey = (what: string, name: string, key: string) =>
  z
    .strictObject({
      name: z.string().min(1).default(name).describe("Secret in the namespace of Grafana."),
      key: z.string().min(1).default(key).describe("Key in it."),
    })
    .prefault({})
    .describe(`Where ${what} is, by reference.`);

const address = () => z.url({ protocol: /^https$/ });

/** What a stack may say about Grafana. */
export function grafanaSettings() {
  return z
    .strictObject({
      storage: volume("20Gi", "its volume"),
      storageClass,
      url: address()
        .optional()
        .describe(
          "Address that people reach it at; OpenID Connect sends them back there. Left out: that of `consoles`, if any.",
        ),
      adminSecret: z
        .strictObject({
          name: z.string().min(1).describe("Secret in the namespace of Grafana."),
          userKey: z.string().min(1).default("admin-user").describe("Key with the administrator's name."),
          passwordKey: z.string().min(1).default("admin-password").describe("Key with the password."),
        })
        .optional()
        .describe("Secret with the administrator's name and password. Left out: the program makes one."),
      oidc: z
        .strictObject({
          name: z.string().min(1).default("OpenID Connect").describe("What the button says."),
          clientId: z.string().min(1).describe("Client at the provider."),
          clientSecret: secretKey("the client's secret", "grafana-oidc", "client-secret"),
          authUrl: address().describe("Authorization endpoint."),
          tokenUrl: address().describe("Token endpoint."),
          apiUrl: address().describe("User information endpoint."),
          scopes: z.array(z.string()).default(["openid", "profile", "email", "groups"]).describe("What is asked for."),
          roles: z
            .string()
            .optional()
            .describe(
              "JMESPath over the user's claims that gives Viewer, Editor or Admin, for example contains(groups[*], 'platform') && 'Admin' || 'Viewer'. Left out: everybody is Viewer.",
            ),
        })
        .optional()
        .describe(
          "Login by OpenID Connect instead of by name and password; the administrator's account stays. Needs `url`.",
        ),
      plugins: z
        .array(
          pattern(
            /^[a-z0-9]+(-[a-z0-9]+)*@\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?$/,
            "is not a plugin with its version",
            "an id, @ and an exact version, such as grafana-clock-panel@2.1.8",
          ),
        )
        .default([])
        .describe(
          "Plugins beside those that Grafana brings, each with its version; fetched from grafana.com when the pod starts.",
        ),
      cloudWatch: z
        .boolean()
        .default(true)
        .describe("CloudWatch as a data source, by a role that may read metrics and the cluster's logs. Queries cost."),
    })
    .refine(({ oidc, url }) => !oidc || url !== undefined, {
      path: ["url"],
      message: "is missing: OpenID Connect sends people back to it",
    })
    .prefault({})
    .describe("Dashboards. One copy: its database is a file on its volume.");
}

export type GrafanaSettings = z.output<ReturnType<typeof grafanaSettings>>;
