import type { PolicyStatement } from "../identity/policy-document";
import type { PlatformContext } from "../shared/context";
import { type Grant, noGrant, secretsDirectory, type SecretSource, variablePrefix } from "../shared/grant";
import { decryptBy, readSecret, secretArnPattern } from "./secret-arn";
import { keysOf, type SecretSettings } from "./settings";

/** Name of an entry of Secrets Manager, or first part of the names of parameters. */
export function entryName(context: PlatformContext, secret: string): string {
  return `${context.clusterName}/secrets/${secret}`;
}

/** Name of a parameter; one with a path has to begin with a slash. */
export function parameterName(context: PlatformContext, secret: string, key: string): string {
  return `/${entryName(context, secret)}/${key}`;
}

/**
 * What a service gets that names a secret: each key as a file, `JWT_SIGNING_KEY_FILE` with its path, and for the variables
 * in `env` the value itself.
 */
export function secretGrant(
  context: PlatformContext,
  secret: string,
  settings: SecretSettings,
  env: Record<string, string>,
): Grant {
  const files = keysOf(settings);
  return {
    ...noGrant,
    env: Object.fromEntries(files.map((file) => [fileVariable(secret, file), `${secretsDirectory}/${secret}/${file}`])),
    statements: statementsOf(context, secret, settings),
    mounts: [{ name: secret, files, env, source: sourceOf(context, secret, settings, files) }],
  };
}

/** Variable with the path of a file. */
export function fileVariable(secret: string, file: string): string {
  return `${variablePrefix(secret)}_${file.toUpperCase().replace(/[-.]/g, "_")}_FILE`;
}

function sourceOf(context: PlatformContext, secret: string, settings: SecretSettings, files: string[]): SecretSource {
  switch (settings.store) {
    case "vault":
      return { type: "vault", role: settings.role, path: settings.path, keys: files };
    case "kubernetes":
      return { type: "kubernetes", secret: settings.secret };
    case "sealed":
      return { type: "kubernetes", secret };
    case "parameter-store":
      return {
        type: "aws",
        objects: files.map((file) => ({
          name: parameterName(context, secret, file),
          type: "ssmparameter" as const,
          file,
        })),
      };
    case "secrets-manager":
    case "existing": {
      const name = settings.store === "existing" ? settings.name : entryName(context, secret);
      return { type: "aws", objects: [{ name, type: "secretsmanager", keys: files, file: "all" }] };
    }
  }
}

function statementsOf(context: PlatformContext, secret: string, settings: SecretSettings): PolicyStatement[] {
  const { partition, region, accountId } = context;
  if (settings.store === "vault" || settings.store === "kubernetes" || settings.store === "sealed") return [];
  const own: PolicyStatement =
    settings.store === "parameter-store"
      ? {
          Effect: "Allow",
          // aws/secrets-store-csi-driver-provider-aws, provider/parameter_store_provider.go
          Action: ["ssm:GetParameters"],
          Resource: [`arn:${partition}:ssm:${region}:${accountId}:parameter/${entryName(context, secret)}/*`],
        }
      : readSecret(arnOf(context, settings.store === "existing" ? settings.name : entryName(context, secret)));
  return [own, ...decryptBy(settings.kmsKeyArn)];
}

/** ARN of an entry by its name; a whole ARN is taken as it is. */
function arnOf(context: PlatformContext, name: string): string {
  return name.startsWith("arn:") ? name : secretArnPattern(context, name);
}
