import { expect } from "chai";
import { pool, pools, problemsOf } from "./builders";

/** One bad pool: what deviates, where the problem is, and a part of the reason and the remedy. */
const bad: [claim: string, deviation: Record<string, unknown>, path: string, why: string, set: string][] = [
  ["min above max", { size: { min: 4, desired: 4, max: 3 } }, "size.min", "is above max (3)", "at most 3"],
  [
    "desired outside min and max",
    { size: { min: 1, desired: 5, max: 3 } },
    "size.desired",
    "lies outside min and max (1 to 3)",
    "a number from 1 to 3",
  ],
  [
    "an unknown instance type",
    { instanceTypes: ["m7i.xlrage"] },
    "instanceTypes.0",
    '"m7i.xlrage" is not an instance type',
    "m7i.xlarge",
  ],
  [
    "a type named twice",
    { instanceTypes: ["m7i.large", "m7i.large"] },
    "instanceTypes.1",
    "named twice",
    "each type once",
  ],
  [
    "mixed architectures",
    { instanceTypes: ["m7i.large", "m7g.large"] },
    "instanceTypes",
    "mixes architectures (m7i.large amd64, m7g.large arm64)",
    "a second pool",
  ],
  [
    "local disks on a type without any",
    { localDisks: "raid0" },
    "instanceTypes.0",
    "no local NVMe disks",
    "localDisks: unused",
  ],
  ["system and dedicated", { system: true, dedicated: true }, "dedicated", "second taint", "only one"],
  [
    "a label of Kubernetes's own",
    { labels: { "kubernetes.io/role": "x" } },
    "labels.kubernetes.io/role",
    "prefix of Kubernetes",
    "a key of your own",
  ],
  [
    "the platform's pool label",
    { labels: { "platform/pool": "x" } },
    "labels.platform/pool",
    "set by the platform",
    "a key of your own",
  ],
  [
    "the platform's pool taint",
    { taints: [{ key: "platform/pool", effect: "NoSchedule" }] },
    "taints.0",
    "what `dedicated` sets",
    "dedicated: true",
  ],
  [
    "a taint said twice",
    {
      taints: [
        { key: "a", effect: "NoSchedule" },
        { key: "a", value: "b", effect: "NoSchedule" },
      ],
    },
    "taints.1",
    "repeats a",
    "once",
  ],
  [
    "more pods than EKS allows",
    { kubelet: { maxPods: 200 } },
    "kubelet.maxPods",
    "more than these types take, even with prefix delegation (110)",
    "at most 110",
  ],
  [
    "podsPerCore on Bottlerocket",
    { os: "bottlerocket", kubelet: { podsPerCore: 10 } },
    "kubelet.podsPerCore",
    "no setting of Bottlerocket",
    "maxPods",
  ],
  [
    "two paces of updates",
    { update: { maxUnavailable: 1, maxUnavailablePercentage: 10 } },
    "update.maxUnavailable",
    "beside maxUnavailablePercentage",
    "one of the two",
  ],
  [
    "gp3 IOPS below the baseline",
    { disk: { iops: 100 } },
    "disk.iops",
    "outside what EBS gives a gp3",
    "3000 to 80000",
  ],
  [
    "IOPS beyond the size of the disk",
    { disk: { sizeGiB: 20, iops: 20000 } },
    "disk.iops",
    "more than 500 for each of the 20 GiB",
    "at most 10000",
  ],
  ["throughput beyond the IOPS", { disk: { throughput: 1000 } }, "disk.throughput", "needs 4000 IOPS", "iops: 4000"],
  ["io2 without IOPS", { disk: { type: "io2" } }, "disk.iops", "is missing", "100 to 256000"],
  [
    "reservedMemory without its manager",
    { kubelet: { reservedMemory: "1Gi" } },
    "kubelet.reservedMemory",
    "no meaning",
    "memoryManagerPolicy: Static",
  ],
];

describe("settings of node pools", () => {
  it("fills in what a stack leaves out", () => {
    const { general } = pools({ general: pool() });
    expect(general).to.deep.equal({
      instanceTypes: ["m7i.large"],
      size: { min: 1, desired: 1, max: 3 },
      capacity: "on-demand",
      system: false,
      dedicated: false,
      labels: {},
      taints: [],
      os: "al2023",
      disk: { sizeGiB: 80, type: "gp3" },
      localDisks: "unused",
      kubelet: { podsPerCore: 0, cpuManagerPolicy: "none", memoryManagerPolicy: "None" },
      update: { maxUnavailablePercentage: 33, force: false },
      repair: true,
      detailedMonitoring: false,
    });
  });

  for (const [claim, deviation, path, why, set] of bad) {
    it(`reports ${claim}, where it is and what to set`, () => {
      const problems = problemsOf({ general: pool(deviation), base: pool() });
      expect(problems.map((problem) => problem.path)).to.deep.equal([`general.${path}`]);
      expect(problems[0]?.why).to.include(why);
      expect(problems[0]?.set).to.include(set);
    });
  }

  it("KP-11, KP-N3: the static memory manager without reservedMemory is refused with the sum to set", () => {
    const kubelet = { maxPods: 110, podsPerCore: 0, cpuManagerPolicy: "static", memoryManagerPolicy: "Static" };
    const [problem, ...rest] = problemsOf({ general: pool({ kubelet }) });
    expect(rest).to.deep.equal([]);
    expect(problem).to.deep.include({ path: "general.kubelet.reservedMemory" });
    // 11 x 110 + 255 by AWS's formula, and the eviction threshold of 100 MiB.
    expect(problem?.set).to.match(/^reservedMemory: 1565Mi,/);
  });

  it("KP-N3: counts what the stack itself reserves, and refuses another sum", () => {
    const kubelet = {
      memoryManagerPolicy: "Static",
      kubeReserved: { memory: "1Gi" },
      systemReserved: { memory: "512Mi" },
    };
    const of = (reservedMemory: string) => problemsOf({ general: pool({ kubelet: { ...kubelet, reservedMemory } }) });
    expect(of("1636Mi")).to.deep.equal([]);
    expect(of("1Gi").map((problem) => problem.set)).to.match(/reservedMemory: 1636Mi/);
  });

  it("wants one pool that takes the platform's own pods", () => {
    const [problem, ...rest] = problemsOf({ general: pool({ dedicated: true }) });
    expect(rest).to.deep.equal([]);
    expect(problem).to.deep.include({ path: "", set: "`system: true` on one pool, or a pool without taints" });
    expect(problemsOf({})).to.have.length(1);
    expect(problemsOf({ system: pool({ system: true }), general: pool({ dedicated: true }) })).to.deep.equal([]);
  });

  it("takes pool names that EKS and labels can hold", () => {
    expect(problemsOf({ Big_Pool: pool(), general: pool() })).to.have.length(1);
    expect(problemsOf({ ["p".repeat(31)]: pool(), general: pool() })).to.have.length(1);
    expect(problemsOf({ ["p".repeat(30)]: pool() })).to.deep.equal([]);
  });
});
