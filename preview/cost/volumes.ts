import type { Charge } from "./charge";
import type { Pricing } from "./pricing";

/** A number of EBS volumes of one kind. */
export interface Volumes {
  what: string;
  type: string;
  gigabytes: number;
  count: number;
  iops?: number;
  /** MiB a second. */
  throughput?: number;
  range?: { min: number; max: number };
  note?: string;
}

/** What gp3 includes: https://aws.amazon.com/ebs/volume-types/ */
const gp3Baseline = { iops: 3000, throughput: 125 };

/** https://aws.amazon.com/ebs/pricing/: the gigabyte, and for gp3 what is above its baseline, for io1 and io2 each IOPS. */
export function volumeCharges(volumes: Volumes, prices: Pricing): Charge[] {
  const { what, type, count, note } = volumes;
  const charge = (part: string, each: number, unit: string, usd: number | undefined): Charge[] =>
    each <= 0
      ? []
      : [
          {
            group: "volumes",
            what: `${what}: ${part}`,
            quantity: each * count,
            unit,
            usd,
            per: "month",
            ...(note === undefined ? {} : { note }),
            ...(volumes.range ? { range: { min: each * volumes.range.min, max: each * volumes.range.max } } : {}),
          },
        ];
  const iops = volumes.iops ?? 0;
  const throughput = volumes.throughput ?? 0;
  return [
    ...charge(type, volumes.gigabytes, "GB", prices.service(`ebs.${type}`)),
    ...(type === "gp3" ? charge("gp3 IOPS", iops - gp3Baseline.iops, "IOPS", prices.service("ebs.gp3-iops")) : []),
    ...(type === "gp3"
      ? charge("gp3 throughput", throughput - gp3Baseline.throughput, "MiB/s", prices.service("ebs.gp3-throughput"))
      : []),
    ...(type === "io2"
      ? io2Tiers(iops).flatMap(({ from, each, key }) => charge(`io2 IOPS${from}`, each, "IOPS", prices.service(key)))
      : []),
  ];
}

/** https://aws.amazon.com/ebs/pricing/: provisioned IOPS of io2 cost less above 32,000, and less again above 64,000. */
function io2Tiers(iops: number): { from: string; each: number; key: string }[] {
  return [
    { from: "", each: Math.min(iops, 32_000), key: "ebs.io2-iops-to-32000" },
    { from: " above 32,000", each: Math.min(iops, 64_000) - 32_000, key: "ebs.io2-iops-to-64000" },
    { from: " above 64,000", each: iops - 64_000, key: "ebs.io2-iops-above-64000" },
  ];
}
