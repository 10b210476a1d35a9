import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../identity/policy-document";
import { type Grant, type GrantEgress, secretsDirectory, type SecretMount, variablePrefix } from "../shared/grant";
import { postgresPort } from "./settings";

type Way = GrantEgress extends infer E ? (E extends { port: number } ? Omit<E, "port"> : never) : never;

/** What the grant of a database is made from. */
export interface PostgresGrantPlan {
  /** Name in the stack's config: first part of the variables, directory of the files. */
  database: string;
  /** Name of the database inside. */
  name: string;
  host: pulumi.Input<string>;
  mount: SecretMount;
  statements: PolicyStatement[];
  egress: Way;
  /** Whether it speaks TLS; those that do refuse or discourage a client without. */
  tls: boolean;
}

/**
 * What a service gets that uses a database: `DB_HOST`, `DB_PORT`, `DB_NAME` and `DB_SSLMODE` (in libpq's words:
 * https://www.postgresql.org/docs/current/libpq-ssl.html), and where its credentials are, each a file: `DB_USERNAME_FILE`,
 * `DB_PASSWORD_FILE`.
 */
export function postgresGrant(plan: PostgresGrantPlan): Grant {
  const prefix = variablePrefix(plan.database);
  const directory = `${secretsDirectory}/${plan.mount.name}`;
  return {
    env: {
      [`${prefix}_HOST`]: plan.host,
      [`${prefix}_PORT`]: `${postgresPort}`,
      [`${prefix}_NAME`]: plan.name,
      [`${prefix}_SSLMODE`]: plan.tls ? "require" : "disable",
      [`${prefix}_USERNAME_FILE`]: `${directory}/username`,
      [`${prefix}_PASSWORD_FILE`]: `${directory}/password`,
    },
    egress: [{ port: postgresPort, ...plan.egress }],
    statements: plan.statements,
    callsAws: false,
    mounts: [plan.mount],
  };
}
