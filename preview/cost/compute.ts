import { kubernetesVersions } from "../../stacks/versions";
import { type OffPeakSettings, offPeakShare } from "../../components/node-pools/off-peak";
import { listAt, numberAt, poolName, textAt } from "../view";
import type { Charge } from "./charge";
import type { Pricing } from "./pricing";
import type { Thing } from "./things";
import { volumeCharges } from "./volumes";

/** https://aws.amazon.com/eks/pricing/: the price per cluster and hour depends on the support of its version. */
export function controlPlane(thing: Thing, prices: Pricing): Charge[] {
  const version = textAt(thing.inputs, "version") ?? "";
  const support = kubernetesVersions[version];
  const extended = support !== undefined && prices.config.today >= support.standardSupportEnds;
  const until = extended ? support.extendedSupportEnds : support?.standardSupportEnds;
  return [
    {
      group: "control plane",
      what: `EKS control plane, Kubernetes ${version || "of unknown version"}`,
      quantity: 1,
      usd: prices.service(extended ? "eks.control-plane-extended" : "eks.control-plane"),
      per: "hour",
      note: `${extended ? "extended" : "standard"} support${until === undefined ? "" : `, until ${until}`}`,
    },
  ];
}

/** Nodes of a managed group, and their root volumes. */
export function nodeGroup(thing: Thing, prices: Pricing): Charge[] {
  const { inputs } = thing;
  const pool = poolName(inputs, thing.name);
  const { note: offPeak, ...size } = sizeOf(thing, prices.config.nodePools[pool]?.offPeak);
  const volumes = rootVolumes(thing, prices).flatMap((volume) =>
    volumeCharges({ ...volume, what: "root volumes of nodes", count: size.quantity, range: size.range }, prices),
  );
  const { note, ...price } = nodePrice(thing, prices);
  const notes = [note, offPeak].filter((one) => one !== undefined).join("; ");
  const nodes = { group: "nodes" as const, what: `nodes of ${pool}`, per: "hour" as const, ...price };
  const whole = { ...nodes, ...size, ...(notes === "" ? {} : { note: notes }) };
  return [...committed(whole, inputs.capacityType === "SPOT", prices), ...volumes];
}

/** Nodes on average of a week: at the desired size, and in off-peak hours at the one for these. */
function sizeOf({ inputs }: Thing, offPeak: OffPeakSettings | undefined) {
  const at = (key: string) => numberAt(inputs, "scalingConfig", key) ?? 0;
  const share = offPeak ? offPeakShare(offPeak) : 0;
  const average = (usual: number, small: number) => usual * (1 - share) + small * share;
  return {
    quantity: average(at("desiredSize"), offPeak?.size.desired ?? 0),
    // The most does not shrink: off-peak sizes bound from below only.
    range: { min: average(at("minSize"), offPeak?.size.min ?? 0), max: at("maxSize") },
    ...(offPeak && { note: `${Math.round(share * 100)} % of the week at ${offPeak.size.desired} nodes (offPeak)` }),
  };
}

/**
 * Nodes on demand that are never fewer can be committed to for a year or three; the assumed discount is on these only.
 * https://aws.amazon.com/savingsplans/compute-pricing/
 */
function committed(charge: Charge, spot: boolean, prices: Pricing): Charge[] {
  const discount = prices.config.cost.savingsPlanDiscount;
  const always = charge.range?.min ?? 0;
  if (spot || discount === 0 || always === 0 || charge.usd === undefined) return [charge];
  const { range = { min: 0, max: 0 }, note, ...rest } = charge;
  const plan = `committed, assumed ${Math.round(discount * 100)} % off (cost.savingsPlanDiscount)`;
  return [
    { ...rest, quantity: always, usd: charge.usd * (1 - discount), note: plan },
    {
      ...rest,
      quantity: charge.quantity - always,
      range: { min: 0, max: range.max - always },
      ...(note === undefined ? {} : { note }),
    },
  ];
}

/**
 * What a node costs. On demand EKS takes the types in the order listed, so the first; spot goes where capacity is, so the
 * dearest, less the assumed discount. https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
function nodePrice(thing: Thing, prices: Pricing): Pick<Charge, "usd" | "note" | "unit"> {
  const types = listAt(thing.inputs, "instanceTypes").map(String);
  const [first = "t3.medium"] = types; // what EKS takes where none is given
  if (thing.inputs.capacityType !== "SPOT") return { usd: prices.instance(first), unit: first };
  const known = types.flatMap((type) => prices.instance(type) ?? []);
  const { spotDiscount } = prices.config.cost;
  return {
    usd: known.length === types.length && known.length ? Math.max(...known) * (1 - spotDiscount) : undefined,
    unit: "spot",
    note: `the dearest of ${types.join(", ")}, assumed ${Math.round(spotDiscount * 100)} % off (cost.spotDiscount)`,
  };
}

interface RootVolume {
  type: string;
  gigabytes: number;
  iops?: number;
  throughput?: number;
}

/** Disks of a node: those of its launch template, else EKS's own of 20 GB. */
function rootVolumes(thing: Thing, { view }: Pricing): RootVolume[] {
  const template = thing.resource.dependencies
    .map((urn) => view.get(urn))
    .find((resource) => resource?.type === "aws:ec2/launchTemplate:LaunchTemplate");
  const mappings = template ? listAt(view.inputs(template), "blockDeviceMappings") : [];
  if (mappings.length === 0) return [{ type: "gp3", gigabytes: numberAt(thing.inputs, "diskSize") ?? 20 }];
  return mappings.map((mapping) => {
    const iops = numberAt(mapping, "ebs", "iops");
    const throughput = numberAt(mapping, "ebs", "throughput");
    return {
      type: textAt(mapping, "ebs", "volumeType") ?? "gp3",
      gigabytes: numberAt(mapping, "ebs", "volumeSize") ?? 20,
      ...(iops === undefined ? {} : { iops }),
      ...(throughput === undefined ? {} : { throughput }),
    };
  });
}
