import { Databases, type DatabasesArgs } from "../../../components/databases/databases";
import { databasesSettings, type DatabasesSettings } from "../../../components/databases/settings";
import { problemsOf } from "../../../stacks/problems";
import { tiers } from "../../../stacks/tiers";
import { networkRef, platformContext } from "../../support/builders";
import { recorded, type Recorded } from "../../support/record";
import { computePool, namespaceRef } from "../app-service/builders";
import { inNamespace } from "../../support/followed";

export const schema = databasesSettings(tiers.production.databases);

/** A database as a stack writes it: two lines. */
export function database(deviation: Record<string, unknown> = {}): Record<string, unknown> {
  return { kind: "statefulset", storage: "50Gi", ...deviation };
}

/** Parsed settings; throws when they are not valid. */
export function databases(given: Record<string, unknown>): DatabasesSettings {
  return schema.parse(given);
}

/** Everything that is wrong with one database. */
export function problems(deviation: Record<string, unknown>) {
  const input = { db: deviation };
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : problemsOf(parsed.error, input, schema);
}

/** Arguments of one database `db`, used by the service `api`. */
export function databasesArgs(given: Record<string, unknown>, deviation: Partial<DatabasesArgs> = {}): DatabasesArgs {
  return {
    context: platformContext(),
    settings: inNamespace(databases({ db: given })),
    images: tiers.production.databases.images,
    network: networkRef(),
    namespaceOf: () => namespaceRef(),
    pools: { compute: computePool },
    clients: { db: [{ name: "api", namespace: "production" }] },
    identity: "pod-identity",
    operatorNamespace: "cnpg-system",
    monitoringNamespace: "monitoring",
    ...deviation,
  };
}

/** The recorded program of one database `db`, and what it gives to a service. */
export async function built(given: Record<string, unknown>, deviation: Partial<DatabasesArgs> = {}) {
  let made: Databases | undefined;
  const run: Recorded = await recorded(() => {
    made = new Databases("databases", databasesArgs(given, deviation));
  });
  const grant = made?.grants.db;
  if (!grant) throw new Error("no grant");
  return { run, grant };
}

export const kind = {
  statefulSet: "kubernetes:apps/v1:StatefulSet",
  service: "kubernetes:core/v1:Service",
  networkPolicy: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  secretClass: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
  cluster: "kubernetes:postgresql.cnpg.io/v1:Cluster",
  podMonitor: "kubernetes:monitoring.coreos.com/v1:PodMonitor",
  instance: "aws:rds/instance:Instance",
  secret: "aws:secretsmanager/secret:Secret",
  version: "aws:secretsmanager/secretVersion:SecretVersion",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
} as const;
