import { expect } from "chai";
import fc from "fast-check";
import catalogue from "../../../components/node-pools/instance-types.json";
import { capacityOf, poolRef, poolSpecs } from "../../../components/node-pools/pool-spec";
import { pool, pools, spec } from "./builders";

const environment = { zones: ["us-east-1a", "us-east-1b", "us-east-1c"], prefixDelegation: true };

describe("the plan of a pool", () => {
  it("labels the nodes with the pool, and takes no taint unless asked", () => {
    expect(spec().labels).to.deep.equal({ "platform/pool": "general" });
    expect(spec().taints).to.deep.equal([]);
  });

  it("taints a dedicated pool with its name, and a system pool for the add-ons", () => {
    const dedicated = [{ key: "platform/pool", value: "general", effect: "NoSchedule" }];
    expect(spec({ dedicated: true }).taints).to.deep.equal(dedicated);
    const system = [{ key: "CriticalAddonsOnly", value: "true", effect: "NoSchedule" }];
    expect(spec({ system: true }).taints).to.deep.equal(system);
  });

  it("MP-5: gives nodes for media processing a label and a taint of the stack's own keys", () => {
    const media = spec({
      labels: { workload: "media-processing" },
      taints: [{ key: "media-processing", value: "true", effect: "NoSchedule" }],
    });
    expect(media.labels).to.deep.equal({ workload: "media-processing", "platform/pool": "general" });
    expect(poolRef(media)).to.deep.equal({
      labels: { "platform/pool": "general" },
      taints: [{ key: "media-processing", value: "true", effect: "NoSchedule" }],
      architectures: ["amd64"],
      capacity: "on-demand",
    });
  });

  it("SS-8, VC-92: tells services that a pool is spot", () => {
    expect(poolRef(spec({ capacity: "spot" })).capacity).to.equal("spot");
  });

  it("takes the image of the architecture that its types have", () => {
    const images = [["m7i.large"], ["m7g.large"]].flatMap((instanceTypes) =>
      ["al2023", "bottlerocket"].map((os) => spec({ instanceTypes, os }).amiType),
    );
    expect(images).to.deep.equal([
      "AL2023_x86_64_STANDARD",
      "BOTTLEROCKET_x86_64",
      "AL2023_ARM_64_STANDARD",
      "BOTTLEROCKET_ARM_64",
    ]);
  });

  it("takes all zones of the network, or those that it names", () => {
    expect(spec().zones).to.deep.equal(["us-east-1a", "us-east-1b", "us-east-1c"]);
    expect(spec({ zones: ["us-east-1b"] }).zones).to.deep.equal(["us-east-1b"]);
  });
});

describe("what a node offers", () => {
  it("is its size less hypervisor, reservations and eviction threshold", () => {
    // 8192 MiB - 7.5 % (615) - (11 x 110 + 255) - 100; 2000 m - 70 m.
    expect(spec().allocatable).to.deep.equal({ cpuMillis: 1930, memoryMiB: 6012, pods: 110 });
  });

  it("counts Graviton's 64 MiB, single addresses and the stack's own reservations", () => {
    expect(spec({ instanceTypes: ["m7g.large"] }).allocatable.memoryMiB).to.equal(8128 - 610 - 1465 - 100);
    expect(spec({}, false).allocatable.pods).to.equal(29);
    const kubelet = { kubeReserved: { cpu: "200m", memory: "1Gi" }, systemReserved: { cpu: "100m", memory: "512Mi" } };
    expect(spec({ kubelet }).allocatable).to.deep.equal({ cpuMillis: 1700, memoryMiB: 7577 - 1636, pods: 110 });
  });

  it("KP-11: podsPerCore 0 sets no limit, another number does", () => {
    expect(spec({ kubelet: { podsPerCore: 0 } }).allocatable.pods).to.equal(110);
    expect(spec({ kubelet: { podsPerCore: 10 } }).allocatable.pods).to.equal(20);
  });

  it("takes the smallest of types that differ in size", () => {
    expect(spec({ instanceTypes: ["m7i.xlarge", "m7i.large"] }).allocatable.cpuMillis).to.equal(1930);
  });

  it("VC-12: three pools start with three nodes and end with ten", () => {
    const fleet = poolSpecs(
      pools({
        general: pool({ instanceTypes: ["t3.large"], size: { min: 2, desired: 2, max: 5 } }), // VC-14
        compute: pool({ instanceTypes: ["c5.xlarge"], size: { min: 1, desired: 1, max: 4 } }), // VC-15
        memory: pool({ instanceTypes: ["r5.large"], size: { min: 0, desired: 0, max: 1 } }), // VC-16
      }),
      environment,
    );
    const nodes = (at: "min" | "desired" | "max") =>
      Object.values(fleet).reduce((sum, one) => sum + capacityOf(one, at).nodes, 0);
    expect([nodes("min"), nodes("desired"), nodes("max")]).to.deep.equal([3, 3, 10]);
  });

  it("grows with the number of nodes and is never negative, for every known type", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(catalogue.types)), fc.integer({ min: 1, max: 50 }), (type, max) => {
        const one = spec({ instanceTypes: [type], size: { min: 1, desired: 1, max } });
        expect(Math.min(one.allocatable.cpuMillis, one.allocatable.memoryMiB)).to.be.at.least(0);
        expect(capacityOf(one, "max").cpuMillis).to.equal(one.allocatable.cpuMillis * max);
      }),
    );
  });
});
