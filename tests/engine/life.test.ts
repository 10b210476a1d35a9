import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { print } from "../cluster/support/mocha";
import type { Run } from "./support/engine";
import { complaintsOf } from "./support/events";
import { changed, Life } from "./support/life";
import { root } from "./support/session";

/** The stack of getting started with one of each kind of thing that a destroy must leave, delete first or delete last. */
function config(): string {
  const file = parse(readFileSync(join(root, "examples/getting-started/Pulumi.first.yaml"), "utf8")) as {
    config: Record<string, unknown>;
  };
  Object.assign(file.config, {
    "platform:addons": { "metrics-server": {}, "sealed-secrets": {} },
    "platform:storageClasses": { gp3: { type: "gp3", default: true }, efs: { type: "efs" } },
    "platform:buckets": { media: {} },
    "platform:services": { web: service("1.0.0") },
  });
  return stringify(file);
}

const service = (tag: string) => ({ image: { repository: "web", tag }, port: 8080, scaling: { min: 2, max: 3 } });

describe("the life of a small stack", function () {
  this.timeout(1_800_000);
  let life: Life;
  const took: string[] = [];

  before(async function () {
    life = await Life.start(this, "first", config());
  });

  after(async () => {
    print("seconds of each step", took);
    await life?.end();
  });

  /** A run that ends well: what it changed, and nothing but warnings to say. */
  async function done(step: string, running: Promise<Run>): Promise<string[]> {
    const run = await running;
    took.push(`${step}: ${run.seconds.toFixed(0)} s, ${changed(run).length} changes`);
    const errors = complaintsOf(run.events).filter((one) => one.startsWith("error"));
    expect(errors, run.text.slice(-3000)).to.deep.equal([]);
    expect(run.code, run.text.slice(-3000)).to.equal(0);
    return changed(run);
  }

  it("up creates everything", async () => {
    const changes = await done("up", life.up());
    expect(changes.length).to.be.greaterThan(150);
    expect(changes.filter((one) => !one.startsWith("create "))).to.deep.equal([]);
  });

  it("a preview expects no changes", async () => {
    expect(await done("quiet preview", life.pulumi("preview", "--expect-no-changes"))).to.deep.equal([]);
  });

  it("up again changes nothing", async () => {
    expect(await done("quiet up", life.up())).to.deep.equal([]);
  });

  it("a refresh finds no drift", async () => {
    expect(await done("refresh", life.pulumi("refresh", "--yes", "--skip-preview"))).to.deep.equal([]);
  });

  it("an image is one rollout", async () => {
    life.change((stack) => (stack.services.web.image.tag = "1.0.1"));
    expect(await done("image", life.up())).to.deep.equal(["update kubernetes:apps/v1:Deployment::web"]);
  });

  it("sizes of a pool update its node group", async () => {
    life.change((stack) => (stack.nodePools.general.size.max = 5));
    const changes = await done("pool", life.up());
    expect(changes.filter((one) => one.includes("aws:"))).to.deep.equal([
      "update aws:eks/nodeGroup:NodeGroup::node-pools-general",
    ]);
    expect(changes.filter((one) => !one.startsWith("update "))).to.deep.equal([]);
  });

  it("an add-on that leaves takes no definition with it, nor the keys in its namespace", async () => {
    life.change((stack) => delete stack.addons["sealed-secrets"]);
    await done("add-on off", life.up());
    const names = async (apiVersion: string, kind: string) =>
      (await life.plane.api.list(apiVersion, kind)).map(({ metadata }) => metadata.name);
    expect(await names("apiextensions.k8s.io/v1", "CustomResourceDefinition")).to.include.members([
      "sealedsecrets.bitnami.com",
      "sealedsecretss.standin.example.com",
    ]);
    expect(await names("v1", "Namespace")).to.include("sealed-secrets");
  });

  it("a destroy leaves what holds data, by name, and nothing of the cluster and the network", async () => {
    const run = await life.pulumi("destroy", "--yes", "--skip-preview", "--parallel", "16");
    took.push(`destroy: ${run.seconds.toFixed(0)} s, ${changed(run).length} changes`);
    expect(run.code).not.to.equal(0);
    expect((await life.state()).filter((one) => /(^|\$)(aws|eks|awsx|kubernetes):/.test(one))).to.have.members([
      "platform:storage:SharedFileSystem$aws:efs/fileSystem:FileSystem::storage-efs",
      "platform:buckets:Buckets$aws:s3/bucket:Bucket::buckets-media",
      "platform:buckets:Buckets$aws:s3/bucket:Bucket::buckets-access-logs",
    ]);
  });

  it("and nothing at all once they are unprotected", async () => {
    expect((await life.pulumi("state", "unprotect", "--all", "--yes")).code).to.equal(0);
    await done("destroy of the rest", life.pulumi("destroy", "--yes", "--skip-preview"));
    expect(await life.state()).to.deep.equal([]);
  });
});
