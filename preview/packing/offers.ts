import { instanceType } from "../../components/node-pools/instance-catalog";
import catalogue from "../../components/node-pools/instance-types.json";
import {
  evictionMiB,
  maxPodsOf,
  reservedCpuMillis,
  reservedMemoryMiB,
  visibleMemoryMiB,
} from "../../components/node-pools/reservations";
import { at, listAt, numberAt, type Plain, textAt } from "../view";
import type { Offer } from "./fleet";

/** What runs on every node, together. */
export interface Daemons {
  pods: number;
  cpuMillis: number;
  memoryMiB: number;
}

export interface OfferArgs {
  /** Inputs of a NodePool of Karpenter. */
  nodePool: Plain;
  /** Inputs of its EC2NodeClass. */
  nodeClass: Plain | undefined;
  daemons: Daemons;
  /** On-demand price of a type, US dollars an hour; undefined where it isn't sold. */
  priceOf: (type: string) => number | undefined;
  spotDiscount: number;
}

/** Labels that Karpenter's AWS provider gives a type: website/content/en/docs/reference/instance-types.md. */
function labelsOf(type: string): Record<string, string> {
  const facts = instanceType(type);
  const [, category = "", generation = ""] = /^([a-z]+?)(\d+)/.exec(type) ?? [];
  const [family = "", size = ""] = type.split(".");
  return {
    "node.kubernetes.io/instance-type": type,
    "kubernetes.io/arch": facts?.architecture ?? "",
    "kubernetes.io/os": "linux",
    "karpenter.k8s.aws/instance-category": category,
    "karpenter.k8s.aws/instance-generation": generation,
    "karpenter.k8s.aws/instance-family": family,
    "karpenter.k8s.aws/instance-size": size,
    "karpenter.k8s.aws/instance-cpu": String(facts?.vcpu ?? 0),
    "karpenter.k8s.aws/instance-memory": String(facts?.memoryMiB ?? 0),
  };
}

/** Requirements that say nothing of the type. */
const ofNodes = ["karpenter.sh/capacity-type", "topology.kubernetes.io/zone"];

/** Requirements of a NodePool that this model can't follow; while there are any, nobody knows what it buys. */
export function unknownRequirements(nodePool: Plain): string[] {
  const known = [...Object.keys(labelsOf("m5.large")), ...ofNodes];
  return requirementsOf(nodePool)
    .filter(({ key, operator }) => !known.includes(key) || !["In", "NotIn", "Gt", "Lt"].includes(operator))
    .map(({ key, operator }) => `${key} ${operator}`);
}

/** The types that a NodePool may buy and that have a price, with the room that each leaves for pods. */
export function offersOf(args: OfferArgs): Offer[] {
  const { nodePool, nodeClass, daemons, priceOf, spotDiscount } = args;
  const requirements = requirementsOf(nodePool);
  const spot = requirements.some(({ key, values }) => key === "karpenter.sh/capacity-type" && values.includes("spot"));
  const given = numberAt(nodeClass, "spec", "kubelet", "maxPods");
  return Object.keys(catalogue.types).flatMap((type) => {
    const facts = instanceType(type);
    const usd = priceOf(type);
    const labels = labelsOf(type);
    if (!facts || usd === undefined || !requirements.every((one) => allows(one, labels))) return [];
    const pods = given ?? maxPodsOf(type, facts, false);
    return {
      type,
      usd: usd * (spot ? 1 - spotDiscount : 1),
      cpuMillis: facts.vcpu * 1000 - reservedCpuMillis(facts.vcpu) - daemons.cpuMillis,
      memoryMiB: visibleMemoryMiB(facts) - reservedMemoryMiB(pods) - evictionMiB - daemons.memoryMiB,
      pods: pods - daemons.pods,
      vcpu: facts.vcpu,
      totalMiB: facts.memoryMiB,
    };
  });
}

interface Requirement {
  key: string;
  operator: string;
  values: string[];
}

function requirementsOf(nodePool: Plain): Requirement[] {
  return listAt(nodePool, "spec", "template", "spec", "requirements").map((one) => ({
    key: textAt(one, "key") ?? "",
    operator: textAt(one, "operator") ?? "",
    values: listAt(one, "values").map(String),
  }));
}

function allows({ key, operator, values }: Requirement, labels: Record<string, string>): boolean {
  if (ofNodes.includes(key)) return true;
  const label = labels[key] ?? "";
  if (operator === "In") return values.includes(label);
  if (operator === "NotIn") return !values.includes(label);
  return operator === "Gt" ? Number(label) > Number(values[0]) : Number(label) < Number(values[0]);
}

/** Zones that a NodePool may use, of those of the network. */
export function zonesOf(nodePool: Plain, all: string[]): string[] {
  const given = requirementsOf(nodePool).find(({ key }) => key === "topology.kubernetes.io/zone");
  return given ? all.filter((zone) => given.values.includes(zone)) : all;
}

/** Disks of its nodes, in GiB each. */
export function diskGiBs(nodeClass: Plain | undefined): { type: string; gigabytes: number }[] {
  return listAt(nodeClass, "spec", "blockDeviceMappings").map((one) => ({
    type: textAt(at(one, "ebs"), "volumeType") ?? "gp3",
    gigabytes: Number.parseInt(textAt(at(one, "ebs"), "volumeSize") ?? "20", 10),
  }));
}
