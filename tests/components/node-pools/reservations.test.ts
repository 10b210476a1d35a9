import { expect } from "chai";
import fc from "fast-check";
import catalogue from "../../../components/node-pools/instance-types.json";
import { instanceType, nearestInstanceType, supportsPrefixes } from "../../../components/node-pools/instance-catalog";
import {
  maxPodsOf,
  maxPodsOfAll,
  reservedCpuMillis,
  reservedMemoryMiB,
} from "../../../components/node-pools/reservations";

const names = Object.keys(catalogue.types);

function typed(name: string) {
  const type = instanceType(name);
  if (!type) throw new Error(name);
  return type;
}

describe("what a node reserves", () => {
  // Expected figures: nodeadm/internal/kubelet/config_test.go and the EKS user guide's calculator.
  it("reserves 6 % of the first core, 1 % of the second, 0.5 % of two more and 0.25 % of the rest", () => {
    expect([1, 2, 4, 8, 96].map(reservedCpuMillis)).to.deep.equal([60, 70, 80, 90, 310]);
  });

  it("reserves 11 MiB of memory for each pod, and 255 MiB", () => {
    expect([17, 110, 250].map(reservedMemoryMiB)).to.deep.equal([442, 1465, 3005]);
  });

  it("KP-N3: puts 110 pods on an m5.large with prefix delegation only, 29 without", () => {
    expect(maxPodsOf("m5.large", typed("m5.large"), true)).to.equal(110);
    expect(maxPodsOf("m5.large", typed("m5.large"), false)).to.equal(29);
  });

  it("caps pods at 110, and at 250 above 30 vCPU", () => {
    expect(maxPodsOf("m5.4xlarge", typed("m5.4xlarge"), true)).to.equal(110);
    expect(maxPodsOf("m5.8xlarge", typed("m5.8xlarge"), true)).to.equal(250);
  });

  it("gives Xen instances single addresses, whatever the CNI is told", () => {
    expect(supportsPrefixes("t2.medium")).to.equal(false);
    expect(maxPodsOf("m4.large", { ...typed("m5.large"), enis: 2, ipv4PerEni: 10 }, true)).to.equal(20);
  });

  it("takes the smallest figure of a pool's types, since the kubelet has one", () => {
    expect(maxPodsOfAll(["m5.large", "t3.nano"], true)).to.equal(34);
  });

  it("never reserves more than a node has, and never exceeds the caps, for every known type", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.boolean(), (name, prefixes) => {
        const type = typed(name);
        const pods = maxPodsOf(name, type, prefixes);
        expect(pods).to.be.within(2, type.vcpu > 30 ? 250 : 110);
        expect(reservedCpuMillis(type.vcpu)).to.be.below(type.vcpu * 1000);
      }),
    );
  });
});

describe("the catalogue of instance types", () => {
  it("finds the type that was meant inside the family that was typed", () => {
    expect(nearestInstanceType("m7i.xlrage")).to.equal("m7i.xlarge");
    expect(nearestInstanceType("m7ii.xlarge")).to.equal("m7i.xlarge");
  });

  it("guesses none for a family that is like no other", () => {
    expect(nearestInstanceType("inf2.xlarge")).to.equal(undefined);
  });

  it("does not take a property of every object for a type", () => {
    expect(instanceType("constructor")).to.equal(undefined);
  });
});
