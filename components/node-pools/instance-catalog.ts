import { closest } from "fastest-levenshtein";
import { nearName } from "../shared/near-name";
import catalogue from "./instance-types.json";

/** What the platform needs to know of an EC2 instance type. */
export interface InstanceType {
  vcpu: number;
  memoryMiB: number;
  architecture: "amd64" | "arm64";
  /** Network interfaces of the default network card. */
  enis: number;
  /** IPv4 addresses (and so prefix slots) of one interface. */
  ipv4PerEni: number;
  /** True where pods can have security groups of their own (a trunk interface). */
  trunkEni: boolean;
  /** Local NVMe disks together, in GB; 0 where there are none. */
  localNvmeGB: number;
}

const types = catalogue.types as Record<string, InstanceType>;

/** Facts of an instance type; undefined for one that the catalogue does not know. */
export function instanceType(name: string): InstanceType | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined;
}

/** Facts of all types of a pool, those unknown left out: the settings have reported them. */
export function instanceTypesOf(names: readonly string[]): InstanceType[] {
  return names.flatMap((name) => instanceType(name) ?? []);
}

/** The known type that was most likely meant: of the family that was typed or one spelt like it; undefined without. */
export function nearestInstanceType(name: string): string | undefined {
  const all = Object.keys(types);
  const familyOf = (type: string) => type.replace(/\..*$/, "");
  const family = nearName(familyOf(name), [...new Set(all.map(familyOf))]);
  if (family === undefined) return undefined;
  const siblings = all.filter((type) => familyOf(type) === family);
  return closest(name, siblings);
}

/**
 * Families on the Xen hypervisor, where the VPC CNI can't delegate prefixes: those with `Hypervisor: "xen"` in
 * aws/karpenter-provider-aws, pkg/providers/instancetype/zz_generated.vpclimits.go (2026-08-06).
 */
const xenFamilies = new Set("c1 c3 c4 d2 f1 h1 i2 i3 m1 m2 m3 m4 p3 r3 r4 t1 t2 x1 x1e".split(" "));

/** True where the VPC CNI can give the interfaces of the type prefixes of 16 addresses (Nitro only). */
export function supportsPrefixes(name: string): boolean {
  const [family = ""] = name.split(".");
  // i3.metal and its kind are Nitro although the family is not.
  return !xenFamilies.has(family) || name.includes(".metal");
}
