import { kubernetesVersions } from "../../stacks/versions";
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
  const size = {
    quantity: numberAt(inputs, "scalingConfig", "desiredSize") ?? 0,
    range: {
      min: numberAt(inputs, "scalingConfig", "minSize") ?? 0,
      max: numberAt(inputs, "scalingConfig", "maxSize") ?? 0,
    },
  };
  const pool = poolName(inputs, thing.name);
  const volumes = rootVolumes(thing, prices).flatMap((volume) =>
    volumeCharges({ ...volume, what: "root volumes of nodes", count: size.quantity, range: size.range }, prices),
  );
  return [{ group: "nodes", what: `nodes of ${pool}`, per: "hour", ...size, ...nodePrice(thing, prices) }, ...volumes];
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
