import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../identity/policy-document";

/** Where pods have their secrets as files, a directory for each (TB-63). */
export const secretsDirectory = "/mnt/secrets";

/** What a service gets from one thing that it names: a database, a cache, a queue, a bucket, a secret. */
export interface Grant {
  /** Environment variables, by name. */
  env: Record<string, pulumi.Input<string>>;
  /** Ways out of its pods. */
  egress: GrantEgress[];
  /** What its AWS role may do. */
  statements: PolicyStatement[];
  /** True where the service itself calls AWS: its pods then need the way to the API and to their credentials. */
  callsAws: boolean;
  /** Secrets as files. */
  mounts: SecretMount[];
}

/** One way out: to pods of a workload, or to ranges of the network. */
export type GrantEgress = { port: number } & (
  { pods: { namespace: string; labels: Record<string, string> } } | { cidrs: string[] }
);

/** Secrets as files below `/mnt/secrets/<name>/`. */
export interface SecretMount {
  /** Name of the directory. */
  name: string;
  /** Files in it. */
  files: string[];
  /** Variables that are filled from the files, by name: the driver keeps a Kubernetes Secret in step for them (TB-64). */
  env: Record<string, string>;
  source: SecretSource;
}

/** Where the files come from. */
export type SecretSource =
  | { type: "aws"; objects: AwsSecretObject[] }
  | { type: "vault"; role: string; path: string; keys: string[] }
  | { type: "kubernetes"; secret: string };

/** One entry of AWS Secrets Manager or Parameter Store. */
export interface AwsSecretObject {
  /** Name or ARN. */
  name: pulumi.Input<string>;
  type: "secretsmanager" | "ssmparameter";
  /** Keys of a secret in JSON, each a file; without them the whole is one file. */
  keys?: string[];
  /** Name of that one file. */
  file: string;
}

/** Nothing: what a service without data has. */
export const noGrant: Grant = { env: {}, egress: [], statements: [], callsAws: false, mounts: [] };

/** A grant whose files fill variables too, by name (TB-64). */
export function withVariables(grant: Grant, env: Record<string, string>): Grant {
  return { ...grant, mounts: grant.mounts.map((mount) => ({ ...mount, env: { ...mount.env, ...env } })) };
}

/** Several grants as one. A variable of two grants would be a problem that the config's checks have reported. */
export function mergedGrant(grants: Grant[]): Grant {
  return {
    env: Object.assign({}, ...grants.map(({ env }) => env)) as Grant["env"],
    egress: grants.flatMap(({ egress }) => egress),
    statements: grants.flatMap(({ statements }) => statements),
    callsAws: grants.some(({ callsAws }) => callsAws),
    mounts: grants.flatMap(({ mounts }) => mounts),
  };
}

/** First part of the variables of a thing: `orders-db` has `ORDERS_DB_HOST`. */
export function variablePrefix(name: string): string {
  return name.toUpperCase().replace(/-/g, "_");
}
