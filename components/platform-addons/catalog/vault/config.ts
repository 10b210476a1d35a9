import type { VaultSettings } from "./settings";

/** Where the server's certificate is in its pods. */
export const tlsFolder = "/vault/tls";
/** Where the policies and roles of services are in its pods. */
export const accessFolder = "/vault/access";

/** Has the server read its certificate again when another one is mounted; a signal that failed is sent again. */
export const reloadScript = `seen=$(cksum < ${tlsFolder}/tls.crt)
while sleep 60; do
  now=$(cksum < ${tlsFolder}/tls.crt)
  [ "$now" = "$seen" ] || { pkill -HUP -x vault && seen=$now; }
done`;

/** What the server's config is made of. */
export interface ServerFacts {
  clusterName: string;
  region: string;
  keyAlias: string;
  replicas: number;
}

/**
 * The config of the servers, in HCL; the chart takes it whole. No secrets: it is a ConfigMap.
 *
 * Sources: developer.hashicorp.com/vault/docs/configuration (listener/tcp, storage/raft, seal/awskms, telemetry).
 * `disable_mlock` must be said for Raft, whose database is mapped into memory.
 */
export function serverConfig({ clusterName, region, keyAlias, replicas }: ServerFacts): string {
  const joins = Array.from(
    { length: replicas },
    (_, index) => `
  retry_join {
    leader_api_addr         = "https://vault-${index}.vault-internal:8200"
    leader_ca_cert_file     = "${tlsFolder}/ca.crt"
    leader_tls_servername   = "vault"
  }`,
  );
  return `ui            = true
cluster_name  = "${clusterName}"
disable_mlock = true

listener "tcp" {
  address            = "[::]:8200"
  cluster_address    = "[::]:8201"
  tls_cert_file      = "${tlsFolder}/tls.crt"
  tls_key_file       = "${tlsFolder}/tls.key"
  tls_min_version    = "tls12"
  telemetry {
    unauthenticated_metrics_access = true
  }
}

storage "raft" {
  path = "/vault/data"${joins.join("")}
}

seal "awskms" {
  region     = "${region}"
  kms_key_id = "${keyAlias}"
}

service_registration "kubernetes" {}

telemetry {
  prometheus_retention_time = "24h"
  disable_hostname          = true
}
`;
}

/**
 * Policies and roles as the files that the runbook applies: one policy a service, and a script that can be run again.
 *
 * Paths: a key-value engine of version 2 keeps values below `data/` and the list below `metadata/`.
 * developer.hashicorp.com/vault/docs/auth/kubernetes, /docs/secrets/kv/kv-v2, /docs/commands/audit/enable
 */
export function accessFiles(services: VaultSettings["services"]): Record<string, string> {
  const entries = Object.entries(services).sort(([one], [other]) => (one < other ? -1 : 1));
  const policies = entries.map(([service, { paths }]): [string, string] => [`${service}.hcl`, policyOf(paths)]);
  const roles = entries.map(
    ([
      service,
      { namespace, serviceAccounts, ttlMinutes },
    ]) => `vault policy write ${service} ${accessFolder}/${service}.hcl
vault write auth/kubernetes/role/${service} bound_service_account_names=${serviceAccounts.join(",")} \\
  bound_service_account_namespaces=${namespace} token_policies=${service} token_ttl=${ttlMinutes}m token_max_ttl=${ttlMinutes}m`,
  );
  return { ...Object.fromEntries(policies), "apply.sh": [...preparation, ...roles, ""].join("\n") };
}

/** Two audit devices: while one can be written, Vault answers. */
const preparation = [
  "set -eu",
  `vault audit list -format=json | grep -q '"file/"' || vault audit enable file file_path=/vault/audit/audit.log`,
  `vault audit list -format=json | grep -q '"stdout/"' || vault audit enable -path=stdout file file_path=stdout`,
  `vault auth list -format=json | grep -q '"kubernetes/"' || vault auth enable kubernetes`,
  "vault write auth/kubernetes/config kubernetes_host=https://kubernetes.default.svc",
  `vault secrets list -format=json | grep -q '"secret/"' || vault secrets enable -path=secret -version=2 kv`,
];

function policyOf(paths: VaultSettings["services"][string]["paths"]): string {
  return Object.entries(paths)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, capabilities]) => {
      const listing = capabilities.filter((one) => one === "list" || one === "delete");
      const values = capabilities.filter((one) => one !== "list");
      return [
        ...(values.length ? [block(`secret/data/${path}`, values)] : []),
        ...(listing.length ? [block(`secret/metadata/${path}`, listing)] : []),
      ].join("");
    })
    .join("");
}

function block(path: string, capabilities: string[]): string {
  return `path "${path}" {\n  capabilities = ${JSON.stringify(capabilities)}\n}\n`;
}
