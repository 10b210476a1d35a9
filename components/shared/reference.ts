import { z } from "zod";

/** Something of a stack that other parts of its config name. */
interface Referent {
  /** Word for it in an error. */
  what: string;
  /** Where its names stand in the config: keys of an object or entries of a list, by path. */
  areas: readonly string[];
  /** What to do where the stack has none. */
  otherwise: string;
}

/** What a value of the config can name, by kind. */
export const referents = {
  namespace: {
    what: "namespace",
    areas: ["namespaces"],
    otherwise: "namespaces: { production: {} }, with a name of your own",
  },
  gateway: {
    what: "gateway",
    areas: ["gateways"],
    otherwise: "gateways: { public: { type: alb } }, with a name of your own",
  },
  pool: {
    what: "pool",
    areas: ["nodePools", "addons.karpenter.nodePools"],
    otherwise: "a pool under nodePools",
  },
  nodePool: { what: "pool", areas: ["nodePools"], otherwise: "a pool under nodePools" },
  zone: {
    what: "zone of the network",
    areas: ["network.zones"],
    otherwise: "a zone under network.zones",
  },
  storageClass: { what: "storage class", areas: ["storageClasses"], otherwise: "a class under storageClasses" },
  service: { what: "service", areas: ["services"], otherwise: "remove it" },
  store: { what: "database or cache", areas: ["databases", "caches"], otherwise: "remove it" },
  queue: { what: "queue", areas: ["queues"], otherwise: "remove it" },
  bucket: { what: "bucket", areas: ["buckets"], otherwise: "a bucket under buckets" },
  secret: { what: "secret", areas: ["secrets", "databases", "caches"], otherwise: "remove it" },
  issuer: {
    what: "issuer",
    areas: ["addons.cert-manager.issuers"],
    otherwise: "an issuer under addons.cert-manager.issuers",
  },
} as const satisfies Record<string, Referent>;

export type ReferentKind = keyof typeof referents;

/** What is known of a value that names something. */
export interface Reference {
  kind: ReferentKind;
  /** Left out, it names the only one that there is. */
  only?: true;
  /** Names that stand for something without standing in an area. */
  also?: readonly string[];
}

const references = z.registry<Reference>();

/**
 * Marks the schema of a name as a reference to another part of the config. The loader follows every reference in one loop
 * (`stacks/resolve/references.ts`); nobody else has to ask whether it names something.
 */
export function refersTo<Schema extends z.ZodType>(
  kind: ReferentKind,
  schema: Schema,
  more: Omit<Reference, "kind"> = {},
): Schema {
  references.add(schema, { kind, ...more });
  return schema;
}

/** The reference that a schema is marked as; undefined for a value that names nothing. */
export function referenceOf(schema: z.core.$ZodType): Reference | undefined {
  return references.get(schema as z.ZodType);
}

/** Settings in which the name that a reference may leave out is there: what the loader makes of them. */
export type Named<Settings, Key extends string> = Settings extends unknown
  ? Key extends keyof Settings
    ? Omit<Settings, Key> & Record<Key, string>
    : Settings
  : never;

/** The same of each entry of a map. */
export type EachNamed<Entries, Key extends string> = { [Name in keyof Entries]: Named<Entries[Name], Key> };
