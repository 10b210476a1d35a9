import { expect } from "chai";
import type { RecordedResource } from "../../preview/recorded";
import { directlyAfter, graphOf, type Part } from "../../tools/architecture/graph";
import { chainOf, mermaid } from "../../tools/architecture/page";
import { shown } from "../../tools/shown";
import { resource } from "../preview/support/resources";

const root = resource("pulumi:pulumi:Stack", "platform-test", { parent: undefined });
const network = resource("platform:network:Network", "network");
const vpc = resource("awsx:ec2:Vpc", "network", { parent: network.urn });
const cluster = resource("platform:cluster:Cluster", "cluster", { dependencies: [vpc.urn] });
const provider = resource("pulumi:providers:kubernetes", "cluster-kubernetes", { parent: cluster.urn });
const namespaces = resource("platform:namespaces:Namespaces", "namespaces", { dependencies: [network.urn] });
const namespace = resource("kubernetes:core/v1:Namespace", "apps", {
  parent: namespaces.urn,
  provider: `${provider.urn}::[unknown]`,
});
const small = [root, network, vpc, cluster, provider, namespaces, namespace];

const part = (parts: Part[], id: string) => parts.find((one) => one.id === id) as Part;

describe("the picture of the components", () => {
  it("draws a component for what its resources depend on, and for their provider", () => {
    const parts = graphOf(small);
    expect([...part(parts, "cluster").after]).to.deep.equal(["network"]);
    expect([...part(parts, "namespaces").after].sort()).to.deep.equal(["cluster", "network"]);
  });

  it("leaves out arrows that follow from others", () => {
    const parts = graphOf(small);
    expect(directlyAfter(part(parts, "namespaces"), parts)).to.deep.equal(["cluster"]);
    expect(
      mermaid(parts)
        .split("\n")
        .filter((line) => line.includes("-->")),
    ).to.deep.equal(["  part_network --> part_cluster", "  part_cluster --> part_namespaces"]);
  });

  it("refuses components that wait for each other, and a class that it has no place for", () => {
    const circle = { ...network, dependencies: [namespace.urn] };
    expect(() => graphOf([root, circle, vpc, ...small.slice(3)])).to.throw("parts wait for each other: network");
    expect(() => graphOf([root, resource("platform:x:Novelty", "x")])).to.throw("no layer for the component Novelty");
  });

  describe("of production", () => {
    let parts: Part[];
    let resources: RecordedResource[];

    before(async () => {
      ({ resources } = (await shown("production")).plan);
      parts = graphOf(resources);
    });

    it("counts every resource but the stack and the provider of AWS, once", () => {
      expect(parts.reduce((sum, one) => sum + one.resources, 0)).to.equal(resources.length - 2);
    });

    it("has an arrow, or a way of arrows, for every dependency", () => {
      const arrows = new Map(parts.map((one) => [one.id, directlyAfter(one, parts)]));
      const reached = (id: string): string[] => (arrows.get(id) ?? []).flatMap((first) => [first, ...reached(first)]);
      for (const { id, after } of parts) expect(reached(id), id).to.include.members([...after]);
    });

    it("begins with the network, and puts every controller before the gateways", () => {
      const chain = chainOf(parts).map(({ id }) => id);
      expect(chain.slice(0, 4)).to.deep.equal(["network", "cluster", "networking-addons", "node-pools"]);
      const before = (id: string): string[] =>
        directlyAfter(part(parts, id), parts).flatMap((first) => [first, ...before(first)]);
      expect(before("gateways")).to.include("addons-2");
    });
  });
});
