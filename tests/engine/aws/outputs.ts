import { arnOf, hexId, idOf, nameOf, nameProperties, type Subject } from "./names";
import { domain, type Place } from "./place";
import { keyOf, shapeOf } from "./shapes";
import { special } from "./special-outputs";
import { sha, unknown, type Values } from "./values";

export interface Made {
  id: string;
  outputs: Values;
}

/** What a preview knows of a resource that isn't there yet: its inputs. */
export function previewed({ type, inputs }: Pick<Subject, "type" | "inputs">, region: string): Made {
  const outputs = echoed(type, inputs, region);
  for (const property of computedOf(type)) if (!(property in outputs)) outputs[property] = unknown;
  return { id: "", outputs };
}

/** What AWS gives back for a resource that it made. */
export function made(place: Place, subject: Subject): Made {
  const id = idOf(place, subject);
  const outputs = { ...echoed(subject.type, subject.inputs, place.region), ...special(place, subject, id) };
  for (const property of computedOf(subject.type)) {
    if (property in outputs) continue;
    const value = computed(place, subject, id, property);
    if (value !== undefined) outputs[property] = value;
  }
  const property = nameProperties[keyOf(subject.type)] ?? "name";
  if (subject.inputs[`${property}Prefix`] !== undefined) outputs[property] = nameOf(subject);
  return { id: String(outputs.id ?? id), outputs };
}

/** Every property that the provider gives a value to where the program gives none. */
export function computedOf(type: string): string[] {
  const shape = shapeOf(type);
  return shape ? [...new Set([...shape.computed, ...Object.keys(shape.always)])] : ["arn"];
}

function echoed(type: string, given: Values, region: string): Values {
  const inputs = { ...given };
  delete inputs.__defaults;
  return shapeOf(type)?.inputs.has("region") ? { region, ...inputs } : inputs;
}

function computed(place: Place, subject: Subject, id: string, property: string): unknown {
  const type = shapeOf(subject.type)?.always[property];
  const value = type === undefined || type === "string" ? text(place, subject, id, property) : undefined;
  return value ?? empty(type);
}

function empty(type: string | undefined): unknown {
  if (type === "string") return "";
  if (type === "number") return 0;
  if (type === "boolean") return false;
  if (type?.endsWith("[]")) return [];
  return type?.startsWith("{") ? {} : undefined;
}

/** Beginnings of ids that a property's name shows. */
const idProperties: [RegExp, string][] = [
  [/securityGroupId$/i, "sg"],
  [/routeTableId$/i, "rtb"],
  [/networkAclId$/i, "acl"],
  [/dhcpOptionsId$/i, "dopt"],
  [/vpcId$/i, "vpc"],
  [/subnetId$/i, "subnet"],
  [/networkInterfaceId$/i, "eni"],
];

function text(place: Place, subject: Subject, id: string, property: string): string | undefined {
  if (property === "arn") return arnOf(place, subject);
  if (/^(ownerId|accountId|registryId)$/.test(property)) return place.account;
  if (/^(status|state)$/.test(property)) return "available";
  if (/^(createdAt|createDate|creationDate|createdDate|modifiedAt)$/.test(property)) return "2026-01-01T00:00:00Z";
  if (property === "uniqueId") return "AROA" + sha(subject.seed).slice(0, 17).toUpperCase();
  if (/^(dnsName|domainName)$/.test(property)) {
    return `${nameOf(subject)}-${sha(subject.seed).slice(0, 8)}.${place.region}.${domain(place.region)}`;
  }
  const known = idProperties.find(([pattern]) => pattern.test(property));
  if (known) return hexId(known[1], subject.seed + property);
  if (/Id$/.test(property)) return id;
  if (/Arn$/.test(property)) return arnOf(place, subject);
  if (property === "url") return `https://${sha(subject.seed).slice(0, 12)}.${place.region}.${domain(place.region)}`;
  return undefined;
}
