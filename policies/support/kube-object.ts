import { annotation } from "./keys";
import { Field } from "./field";
import { plainCopy } from "./plain";

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
  /** A patch of an object of this kind, which others made: it is judged for what it sets. */
  patch?: boolean;
}

/** A Kubernetes object of the stack: its inputs, read once. */
export interface KubeObject extends Readonly<Kind> {
  readonly urn: string;
  readonly name: string;
  /** `undefined` when cluster-scoped or left to the provider; `"default"` is not assumed. */
  readonly namespace: string | undefined;
  /** Path of the stack config that made it, when it says so. */
  readonly configPath: string | undefined;
  readonly root: Field;
}

const token = /^kubernetes:([^/:]+)(?:\/[^:]+)?:([A-Za-z0-9]+)$/;

/** Group and kind of the type tokens that were met; a stack has few, and each rule asks for each resource. */
const kinds = new Map<string, Kind | undefined>();

/** What kind of Kubernetes object a type token is of, if any. */
export function kindOf(type: string): Kind | undefined {
  if (!kinds.has(type)) {
    const [, group, kind] = token.exec(type) ?? [];
    kinds.set(type, group === undefined || kind === undefined ? undefined : kindIn(group, kind));
  }
  return kinds.get(type);
}

/** The SDK has a `DeploymentPatch` for each `Deployment`, and any kind may be patched by a CustomResourcePatch. */
function kindIn(group: string, name: string): Kind {
  const kind = /^(.+)Patch$/.exec(name)?.[1];
  return kind === undefined ? { group, kind: name } : { group, kind, patch: true };
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
  const object = new Inputs(resource, is);
  copies.set(resource.props, object);
  return object;
}

interface Read {
  root: Field;
  name: string;
  namespace: string | undefined;
  configPath: string | undefined;
}

/** Reads the inputs when a rule asks for them: most rules are not about most objects, and need their kind only. */
class Inputs implements KubeObject {
  readonly urn: string;
  readonly group: string;
  readonly kind: string;
  readonly patch: boolean;
  private known: Read | undefined;

  constructor(
    private readonly resource: ResourceLike,
    { group, kind, patch }: Kind,
  ) {
    this.urn = resource.urn;
    this.group = group;
    this.kind = kind;
    this.patch = patch === true;
  }

  get root(): Field {
    return this.read().root;
  }

  get name(): string {
    return this.read().name;
  }

  get namespace(): string | undefined {
    return this.read().namespace;
  }

  get configPath(): string | undefined {
    return this.read().configPath;
  }

  private read(): Read {
    if (this.known === undefined) {
      const root = Field.root(plainCopy(this.resource.props), this.patch);
      const metadata = root.at("metadata");
      this.known = {
        root,
        // Without a name Pulumi makes one from the logical name; that is what the author can recognise.
        name: metadata.at("name").string ?? this.resource.name,
        namespace: metadata.at("namespace").string,
        configPath: metadata.at("annotations", annotation.configPath).string,
      };
    }
    return this.known;
  }
}

/** `Deployment "api" (services.api)`, the beginning of every message. */
export function describe(object: KubeObject): string {
  const where = object.configPath ?? (object.namespace === undefined ? undefined : `namespace ${object.namespace}`);
  const kind = object.patch ? `patch of ${object.kind}` : object.kind;
  return `${kind} "${object.name}"${where === undefined ? "" : ` (${where})`}`;
}

/** `Deployment/shop/api`, how the pack's config names an object. */
export function identity(object: KubeObject): string {
  return [object.kind, object.namespace, object.name].filter((part) => part !== undefined).join("/");
}
