import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { publicComponents } from "../../tools/components/read";

const root = join(__dirname, "../..");
const components = publicComponents();

describe("the reference of the components", () => {
  it("has every component that a layer of the stack builds", () => {
    const layers = join(root, "stacks/layers");
    const sources = readdirSync(layers).map((name) => readFileSync(join(layers, name), "utf8"));
    const built = sources.flatMap((text) => [...text.matchAll(/\bnew ([A-Z]\w+)\(/g)].map(([, name]) => name ?? ""));
    const classes = built.filter((name) => !["Error", "Set", "Map"].includes(name));
    expect(components.map(({ name }) => name)).to.include.members([...new Set(classes)]);
  });

  for (const { name, file, doc, args, outputs } of components) {
    it(`${name}, its arguments and its outputs say what they are`, () => {
      expect(existsSync(join(root, file))).to.equal(true);
      expect(doc, "the class").to.not.equal("");
      expect(args, "arguments").to.not.have.length(0);
      for (const one of [...args, ...outputs]) expect(one.doc, one.name).to.not.equal("");
    });
  }

  it("takes a comment from the class, from what it promises, or from the type", () => {
    const cluster = components.find(({ name }) => name === "Cluster");
    const doc = (member: string) =>
      [...(cluster?.args ?? []), ...(cluster?.outputs ?? [])].find((one) => one.name === member)?.doc;
    expect(doc("kubeconfigCommand")).to.equal("Command by which a person gets a kubeconfig.");
    expect(doc("endpoint")).to.equal("Address of the API server.");
    expect(doc("settings")).to.equal("What a stack says of its cluster, with every default filled in.");
  });

  it("leaves out what is private", () => {
    const cluster = components.find(({ name }) => name === "Cluster");
    expect(cluster?.outputs.map(({ name }) => name)).to.not.include("protection");
  });

  it("has the slots of a transform with arguments, meaning and default; those of a group by both names", () => {
    const slot = (component: string, named: string) =>
      components.find(({ name }) => name === component)?.slots.find(({ name }) => name === named);
    expect(slot("Cluster", "keyAlias")).to.deep.equal({
      name: "keyAlias",
      type: "aws.kms.AliasArgs",
      doc: "Name of that key.",
      default: "`alias/eks/` and the cluster's name.",
    });
    expect(slot("ManagedAddons", "identity.role")?.type).to.equal("aws.iam.RoleArgs");
  });

  for (const { name: component, slots } of components) {
    it(`every slot of ${component} says what its default is`, () => {
      expect(slots.filter((slot) => slot.default === "").map(({ name }) => name)).to.deep.equal([]);
    });
  }
});
