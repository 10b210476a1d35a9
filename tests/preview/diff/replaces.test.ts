import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { replacing } from "../../../preview/diff/replaces";
import table from "../../../preview/diff/replaces.json";

const database = "aws:rds/instance:Instance";

describe("what replaces a resource of AWS", () => {
  it("replaces a database for another engine, and keeps it for another subnet group, unlike CloudFormation", () => {
    const olds = { engine: "postgres", dbSubnetGroupName: "a" };
    expect(replacing(database, olds, { engine: "mysql", dbSubnetGroupName: "b" })).to.deep.equal({
      always: ["engine"],
      perhaps: [],
    });
  });

  it("reads a rule inside a list by the values of its items", () => {
    const type = "aws:eks/nodeGroup:NodeGroup";
    const template = (id: string, version: string) => ({ launchTemplate: { id, version } });
    expect(replacing(type, template("lt-1", "1"), template("lt-1", "2"))?.always).to.deep.equal([]);
    expect(replacing(type, template("lt-1", "1"), template("lt-2", "1"))?.always).to.deep.equal(["launchTemplate.id"]);
  });

  it("says only perhaps where the provider looks at the values", () => {
    const change = replacing("aws:eks/cluster:Cluster", { encryptionConfig: { resources: ["secrets"] } }, {});
    expect(change).to.deep.equal({ always: [], perhaps: ["encryptionConfig"] });
  });

  it("knows nothing of a type that it doesn't have", () => {
    expect(replacing("aws:lex/bot:Bot", { name: "a" }, { name: "b" })).to.equal(undefined);
  });

  it("has every type that the components make", () => {
    const root = join(__dirname, "../../..");
    const made = execFileSync(
      "git",
      ["grep", "-hoE", "aws\\.[a-z0-9]+\\.[A-Z]\\w+[,(]", "--", "components", "stacks"],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    const classes = new Set([...made.matchAll(/aws\.(\w+)\.(\w+)/g)].map((match) => `${match[1]}:${match[2]}`));
    for (const name of classes) if (name.endsWith("Args")) classes.delete(name); // types, no resources
    const known = new Set(Object.keys(table.types).map((type) => type.replace(/^aws:(\w+)\/\w+:/, "$1:")));
    expect(classes.size).to.be.greaterThan(40);
    expect([...classes].filter((name) => !known.has(name))).to.deep.equal([]);
  });
});
