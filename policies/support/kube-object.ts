import { annotation } from "./keys";
import { Field, plainCopy } from "./field";

/** What both kinds of SDK arguments say about a resource. */
export interface ResourceLike {
  type: string;
  name: string;
  urn: string;
  props: Record<string, unknown>;
}

export interface Kind {
  /** API group without version: `apps`, `core`, `argoproj.io`. */
  group: string;
  kind: string;
}

/** A Kubernetes object of the stack: its inputs, read once. */
export interface KubeObject extends Kind {
  urn: string;
  name: string;
  /** `undefined` when cluster-scoped or left to the provider; `"default"` is not assumed. */
  namespace: string | undefined;
  /** Path of the stack config that made it, when it says so. */
  configPath: string | undefined;
  root: Field;
}

const token = /^kubernetes:([^/:]+)(?:\/[^:]+)?:([A-Za-z0-9]+)$/;

/** Group and kind of the type tokens that were met; a stack has few, and each rule asks for each resource. */
const kinds = new Map<string, Kind | undefined>();

/** What kind of Kubernetes object a type token is of, if any. */
export function kindOf(type: string): Kind | undefined {
  if (!kinds.has(type)) {
    const [, group, kind] = token.exec(type) ?? [];
    kinds.set(type, group === undefined || kind === undefined ? undefined : { group, kind });
  }
  return kinds.get(type);
}

// The offline runner hands the same props to every rule, so each object is copied once. The engine's server makes new
// props for every rule: there the cache never hits and never lives longer than the call.
const copies = new WeakMap<object, KubeObject>();

/** The Kubernetes object behind a resource, or `undefined` when it is something else. */
export function kubeObject(resource: ResourceLike): KubeObject | undefined {
  const is = kindOf(resource.type);
  if (!is) {
    return undefined;
  }
  const cached = copies.get(resource.props);
  if (cached) {
    return cached;
  }
  const root = Field.root(plainCopy(resource.props));
  const metadata = root.at("metadata");
  const object: KubeObject = {
    urn: resource.urn,
    ...is,
    // Without a name Pulumi makes one from the logical name; that is what the author can recognise.
    name: metadata.at("name").string ?? resource.name,
    namespace: metadata.at("namespace").string,
    configPath: metadata.at("annotations", annotation.configPath).string,
    root,
  };
  copies.set(resource.props, object);
  return object;
}

/** `Deployment "api" (services.api)`, the beginning of every message. */
export function describe(object: KubeObject): string {
  const where = object.configPath ?? (object.namespace === undefined ? undefined : `namespace ${object.namespace}`);
  return `${object.kind} "${object.name}"${where === undefined ? "" : ` (${where})`}`;
}

/** `Deployment/shop/api`, how the pack's config names an object. */
export function identity(object: KubeObject): string {
  return [object.kind, object.namespace, object.name].filter((part) => part !== undefined).join("/");
}
