import { fileVariable } from "../../components/secrets/secret-grant";
import { keysOf } from "../../components/secrets/settings";
import { variablePrefix } from "../../components/shared/grant";
import { type ConfigProblem, pathText } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";
import { notThere, oneOf } from "../../components/shared/near-name";

/** What the check reads of a config. */
export interface UsesView {
  databases: Record<string, unknown>;
  caches: Record<string, unknown>;
  secrets: ResolvedStack["secrets"];
  services: ResolvedStack["services"];
}

type Service = ResolvedStack["services"][string];

/** Services against the stores and secrets that they name. */
export function checkDataUses(config: UsesView): CheckResult {
  return {
    problems: [
      ...sharedNames(config),
      ...Object.entries(config.services).flatMap(([name, service]) => [
        ...unusedStores(name, service, config),
        ...unknownKeys(name, service, config),
        ...sharedVariables(name, service, config),
      ]),
    ],
  };
}

/** The name of a store is that of its directory below /mnt/secrets and the beginning of its variables. */
function sharedNames({ databases, caches, secrets }: UsesView): ConfigProblem[] {
  const owners = new Map<string, string>();
  const all = Object.entries({ databases, caches, secrets }).flatMap(([area, stores]) =>
    Object.keys(stores).map((name) => ({ name, path: `${area}.${name}` })),
  );
  return all.flatMap(({ name, path }): ConfigProblem[] => {
    const owner = owners.get(name);
    if (owner === undefined) {
      owners.set(name, path);
      return [];
    }
    return [{ path, why: `has the name of ${owner}: both would be /mnt/secrets/${name}`, set: "another name" }];
  });
}

/** Credentials of a database or cache come to a service that uses it; under `secrets` they may get variables. */
function unusedStores(name: string, service: Service, { secrets }: UsesView): ConfigProblem[] {
  return Object.keys(service.secrets)
    .filter((one) => !Object.hasOwn(secrets, one) && !service.uses.includes(one))
    .map((one) => ({
      path: pathText(["services", name, "secrets", one]),
      why: "is a database or cache that the service does not use, and it gets no credentials of it",
      set: `uses: [${[...service.uses, one].join(", ")}], or remove it`,
    }));
}

/** Keys of a secret, or of the credentials of a store that the service uses; none of what is neither. */
function knownKeys(secret: string, { uses }: Service, { databases, caches, secrets }: UsesView): string[] {
  const settings = secrets[secret];
  if (settings) return keysOf(settings);
  if (!uses.includes(secret)) return [];
  if (Object.hasOwn(databases, secret)) return ["password", "username"];
  return Object.hasOwn(caches, secret) ? ["password"] : [];
}

function unknownKeys(name: string, service: Service, config: UsesView): ConfigProblem[] {
  return Object.entries(service.secrets).flatMap(([secret, { env }]) => {
    const known = knownKeys(secret, service, config);
    if (!known.length) return [];
    return Object.entries(env).flatMap(([variable, key]): ConfigProblem[] => {
      if (known.includes(key)) return [];
      const path = pathText(["services", name, "secrets", secret, "env", variable]);
      return [{ path, given: `"${key}"`, why: notThere(`key of ${secret}`, key, known), set: oneOf(known, "") }];
    });
  });
}

/** A variable that comes from two places: one of the two would win silently. */
function sharedVariables(name: string, service: Service, config: UsesView): ConfigProblem[] {
  const owners = new Map(granted(service, config));
  const own = [
    ...Object.keys(service.env).map((variable) => ({ variable, path: ["services", name, "env", variable] })),
    ...Object.keys(service.config?.env ?? {}).map((variable) => ({
      variable,
      path: ["services", name, "config", "env", variable],
    })),
  ];
  return own.flatMap(({ variable, path }): ConfigProblem[] => {
    const owner = owners.get(variable);
    return owner === undefined
      ? []
      : [{ path: pathText(path), why: `comes with ${owner} already`, set: "remove the line" }];
  });
}

/** Variables that come with what a service names, each with where it comes from. */
function granted(service: Service, { databases, secrets }: UsesView): [string, string][] {
  const of = (names: string[], parts: (name: string) => string[], owner: (name: string) => string) =>
    names.flatMap((one) => parts(one).map((part): [string, string] => [`${variablePrefix(one)}_${part}`, owner(one)]));
  const database = ["HOST", "PORT", "NAME", "SSLMODE", "USERNAME_FILE", "PASSWORD_FILE"];
  const cache = ["HOST", "PORT", "TLS", "PASSWORD_FILE"];
  return [
    ...of(
      service.uses,
      (one) => (Object.hasOwn(databases, one) ? database : cache),
      (one) => `uses: [${one}]`,
    ),
    ...of(
      service.consumes,
      () => ["QUEUE_URL"],
      (one) => `consumes: [${one}]`,
    ),
    ...of(
      service.produces,
      () => ["QUEUE_URL"],
      (one) => `produces: [${one}]`,
    ),
    ...of(
      Object.keys(service.buckets),
      () => ["BUCKET", "PREFIX"],
      (one) => `buckets.${one}`,
    ),
    ...Object.entries(service.secrets).flatMap(([secret, { env }]) => {
      const settings = secrets[secret];
      const files = settings ? keysOf(settings).map((key) => fileVariable(secret, key)) : [];
      return [...files, ...Object.keys(env)].map((variable): [string, string] => [variable, `secrets.${secret}`]);
    }),
  ];
}
