import { label } from "../components/shared/vocabulary";
import { display } from "./display";
import type { RecordedResource } from "./recorded";

/** Inputs of a resource as plain data; a reader checks what it finds, because a program may have put anything there. */
export type Plain = Record<string, unknown>;

/** Recorded resources with the questions that the report, the cost model and the manifests ask of them. */
export class View {
  private readonly byUrn: Map<string, RecordedResource>;
  private readonly byType = new Map<string, RecordedResource[]>();
  private readonly children = new Map<string, RecordedResource[]>();
  private readonly shown = new Map<string, Plain>();

  constructor(readonly resources: RecordedResource[]) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) {
      push(this.byType, resource.type, resource);
      if (resource.parent !== undefined) push(this.children, resource.parent, resource);
    }
  }

  get(urn: string | undefined): RecordedResource | undefined {
    return urn === undefined ? undefined : this.byUrn.get(urn);
  }

  ofType(type: string): RecordedResource[] {
    return this.byType.get(type) ?? [];
  }

  types(): string[] {
    return [...this.byType.keys()];
  }

  childrenOf(urn: string): RecordedResource[] {
    return this.children.get(urn) ?? [];
  }

  /** Inputs with secrets and unknown values replaced by `[secret]` and `[unknown]`. */
  inputs(resource: RecordedResource): Plain {
    const known = this.shown.get(resource.urn) ?? (display(resource.inputs) as Plain);
    this.shown.set(resource.urn, known);
    return known;
  }

  /** The nearest component above a resource, or undefined below the stack itself. */
  component(resource: RecordedResource): RecordedResource | undefined {
    const parent = this.get(resource.parent);
    return parent === undefined || parent.parent === undefined ? undefined : parent;
  }

  /** Kubernetes objects of a kind, whatever their API version, those of custom resources included. */
  kubernetes(kind: string): RecordedResource[] {
    return this.types()
      .filter((type) => type.startsWith("kubernetes:") && type.endsWith(`:${kind}`))
      .flatMap((type) => this.ofType(type));
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** A value below an object, or undefined where something on the way is not there. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? (inner as Plain)[key] : undefined),
    value,
  );
}

export function textAt(value: unknown, ...path: (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" || typeof found === "number" ? String(found) : undefined;
}

/** A number, also one that was written as text. */
export function numberAt(value: unknown, ...path: (string | number)[]): number | undefined {
  const found = at(value, ...path);
  const number = typeof found === "string" && found.trim() !== "" ? Number(found) : found;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** A list, or an empty one where there is none or it is not known yet. */
export function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** Name of a node group's pool as the stack's YAML has it: every node carries it as a label. */
export function poolName(nodeGroup: Plain, logicalName: string): string {
  return textAt(nodeGroup, "labels", label.pool) ?? textAt(nodeGroup, "nodeGroupName") ?? logicalName;
}
