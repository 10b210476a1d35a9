import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { SecretValues } from "../../components/secrets/settings";
import { type ConfigProblem, pathText } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";
import { notThere, oneOf } from "../../components/shared/near-name";

const driver = "secrets-store-csi-driver";
const awsProvider = "secrets-store-csi-driver-provider-aws";
const controller = "sealed-secrets";

/** What the check reads of a config. */
export interface SecretsView {
  addons: Pick<AddonsSettings, typeof driver | typeof awsProvider | typeof controller>;
  databases: ResolvedStack["databases"];
  caches: Record<string, unknown>;
  secrets: ResolvedStack["secrets"];
  secretValues: SecretValues;
  services: ResolvedStack["services"];
}

/** Secrets against their values, the add-ons that bring them into pods, and the services that name them. */
export function checkSecrets(config: SecretsView): CheckResult {
  return {
    problems: [...addonProblems(config), ...syncProblems(config), ...valueProblems(config), ...sealedProblems(config)],
  };
}

type Need = [addon: keyof SecretsView["addons"], path: string, why: string];

function addonProblems(config: SecretsView): ConfigProblem[] {
  return needs(config)
    .filter(([addon]) => config.addons[addon] === undefined)
    .map(([addon, path, why]) => ({ path, why: `needs the add-on ${addon}: ${why}`, set: `addons.${addon}: {}` }));
}

function needs({ databases, caches, secrets, services }: SecretsView): Need[] {
  const all = Object.values(services);
  const used = (name: string) => all.some(({ uses }) => uses.includes(name));
  const fromAws = (path: string, what: string): Need[] =>
    ([driver, awsProvider] as const).map((addon): Need => [addon, path, `${what} are files from Secrets Manager`]);
  return [
    ...Object.entries(databases).flatMap(([name, database]): Need[] => {
      const needed = isFromAws(database) && (database.kind === "statefulset" || used(name));
      return needed ? fromAws(`databases.${name}`, "its credentials") : [];
    }),
    ...Object.keys(caches).flatMap((name) => (used(name) ? fromAws(`caches.${name}`, "its credentials") : [])),
    ...Object.entries(secrets).flatMap(([name, secret]): Need[] => {
      const path = `secrets.${name}`;
      if (secret.store === "sealed") return [[controller, path, "its controller opens it"]];
      if (secret.store === "kubernetes") return [];
      if (!all.some((service) => Object.hasOwn(service.secrets, name))) return [];
      return secret.store === "vault" ? [[driver, path, "it mounts its values"]] : fromAws(path, "its values");
    }),
  ];
}

/** Variables from a mounted secret need a Kubernetes Secret, which the driver may write only where a stack says so. */
function syncProblems({ addons, databases, caches, secrets, services }: SecretsView): ConfigProblem[] {
  if (addons[driver]?.sync) return [];
  const mounted = (name: string) =>
    isMounted(secrets[name]) || isFromAws(databases[name]) || Object.hasOwn(caches, name);
  return Object.entries(services).flatMap(([name, service]) =>
    Object.entries(service.secrets)
      .filter(([secret, { env }]) => Object.keys(env).length > 0 && mounted(secret))
      .map(([secret]) => ({
        path: pathText(["services", name, "secrets", secret, "env"]),
        why: "asks for variables, and the driver may not write the Kubernetes Secret that they come from",
        set: `addons.${driver}: { sync: true }, or read the files instead`,
      })),
  );
}

/** Databases whose credentials are in Secrets Manager, and not in a Secret of the namespace. */
function isFromAws(database: ResolvedStack["databases"][string] | undefined): boolean {
  if (database?.kind === "statefulset") return database.credentials === undefined;
  return database?.kind === "rds";
}

function isMounted(secret: ResolvedStack["secrets"][string] | undefined): boolean {
  return secret !== undefined && secret.store !== "kubernetes" && secret.store !== "sealed";
}

/** Every value that is to come from the config is there, and nothing else is. */
function valueProblems({ secrets, secretValues }: SecretsView): ConfigProblem[] {
  const wanted = Object.entries(secrets).flatMap(([name, secret]) =>
    "values" in secret
      ? Object.entries(secret.values).flatMap(([key, value]) => ("config" in value ? [{ name, key }] : []))
      : [],
  );
  const given = Object.entries(secretValues).flatMap(([name, values]) =>
    Object.keys(values).map((key) => ({ name, key })),
  );
  const text = ({ name, key }: { name: string; key: string }) => `${name}.${key}`;
  const missing = wanted.filter(({ name, key }) => secretValues[name]?.[key] === undefined);
  const extra = given.filter((one) => !wanted.some((other) => text(other) === text(one)));
  return [
    ...missing.map(({ name, key }) => ({
      path: pathText(["secrets", name, "values", key]),
      why: "has no value",
      set: `it with: pulumi config set --secret --path 'platform:${pathText(["secretValues", name, key])}'`,
    })),
    ...extra.map((one) => ({
      path: pathText(["secretValues", one.name, one.key]),
      why: notThere("value of a secret with config: true", text(one), wanted.map(text)),
      set: oneOf(wanted.map(text), "remove it"),
    })),
  ];
}

/** A sealed secret can be opened in the namespace that it was sealed for, and nowhere else. */
function sealedProblems({ secrets, services }: SecretsView): ConfigProblem[] {
  return Object.entries(secrets).flatMap(([name, secret]): ConfigProblem[] => {
    if (secret.store !== "sealed") return [];
    return Object.entries(services)
      .filter(([, service]) => Object.hasOwn(service.secrets, name) && service.namespace !== secret.namespace)
      .map(([service]) => ({
        path: pathText(["services", service, "secrets", name]),
        why: `is sealed for namespace ${secret.namespace}, where this service is not`,
        set: "one that is sealed for the service's namespace",
      }));
  });
}
