import type { Problem } from "./problem";

/**
 * What EBS allows per volume. gp3: 3,000 to 80,000 IOPS, 125 to 2,000 MiB/s, 1 GiB to 64 TiB, at most 500 IOPS per GiB
 * and 0.25 MiB/s per IOPS (Amazon EBS user guide, "General Purpose SSD volumes", limits since 2025-09). io2 Block
 * Express: 100 to 256,000 IOPS, 4 GiB to 64 TiB, at most 1,000 IOPS per GiB ("Provisioned IOPS SSD volumes").
 */
export const ebsLimits = {
  gp3: { minIops: 3000, maxIops: 80_000, minThroughput: 125, maxThroughput: 2000, iopsPerGiB: 500 },
  io2: { minIops: 100, maxIops: 256_000, iopsPerGiB: 1000 },
} as const;

/** A volume, or a class of volumes, that is to be checked. */
export interface EbsShape {
  type: "gp3" | "io2";
  iops?: number | undefined;
  throughput?: number | undefined;
  /** Known for disks of nodes, not for storage classes. */
  sizeGiB?: number | undefined;
}

/** Everything that EBS would refuse, with paths below the shape. */
export function ebsProblems(shape: EbsShape): Problem[] {
  return [...iopsProblems(shape), ...throughputProblems(shape)];
}

function iopsProblems({ type, iops, sizeGiB }: EbsShape): Problem[] {
  const limits = ebsLimits[type];
  if (iops === undefined) {
    if (type === "gp3") return [];
    return [{ path: ["iops"], why: "is missing, and io2 has no default", set: "a number from 100 to 256000" }];
  }
  const problems: Problem[] = [];
  if (iops < limits.minIops || iops > limits.maxIops) {
    problems.push({
      path: ["iops"],
      why: `is outside what EBS gives a ${type} volume`,
      set: `a number from ${limits.minIops} to ${limits.maxIops}`,
    });
  } else if (sizeGiB !== undefined && iops > limits.minIops && iops > sizeGiB * limits.iopsPerGiB) {
    problems.push({
      path: ["iops"],
      why: `is more than ${limits.iopsPerGiB} for each of the ${sizeGiB} GiB`,
      set: `at most ${sizeGiB * limits.iopsPerGiB}, or a larger volume`,
    });
  }
  return problems;
}

function throughputProblems({ type, iops, throughput }: EbsShape): Problem[] {
  if (throughput === undefined) return [];
  if (type === "io2") {
    return [
      {
        path: ["throughput"],
        why: "can't be set for io2, where it follows the IOPS",
        set: "type: gp3, or remove the line",
      },
    ];
  }
  const { minThroughput, maxThroughput, minIops } = ebsLimits.gp3;
  if (throughput < minThroughput || throughput > maxThroughput) {
    const set = `a number from ${minThroughput} to ${maxThroughput}`;
    return [{ path: ["throughput"], why: "is outside what EBS gives a gp3 volume", set }];
  }
  const needed = throughput * 4;
  if (needed <= (iops ?? minIops)) return [];
  return [
    {
      path: ["throughput"],
      why: `needs ${needed} IOPS: EBS gives at most 0.25 MiB/s for each`,
      set: `at most ${Math.floor((iops ?? minIops) / 4)}, or iops: ${needed}`,
    },
  ];
}
