import { expect } from "chai";
import { nameOf } from "../cluster/support/api";
import type { ControlPlane } from "../cluster/support/control-plane";
import { controlPlaneOrSkip, print } from "../cluster/support/mocha";
import { freePort } from "../cluster/support/processes";
import { until } from "../cluster/support/wait";
import { meshed } from "../support/addon-stacks";
import { certificates } from "./judges/certificates";
import { exported } from "./judges/exported";
import { rollouts } from "./judges/rollouts";
import { scaling } from "./judges/scaling";
import { rootOfAuthority, startAuthority } from "./support/authority";
import { install, type Installed } from "./support/cluster";
import { type Program, programOf } from "./support/program";
import { Aws } from "./support/queue";
import { versionOf } from "./support/programs";

/** What a test of the stack asks: the cluster, the program, and what was installed. */
export interface Cluster extends Installed {
  plane: ControlPlane;
  program: Program;
  aws: Aws;
}

/** Staging as it is, with names that are proven by HTTP, rollouts of both kinds, and a canary in the mesh. */
function config(authority: number): Record<string, unknown> {
  const raw = meshed("staging");
  raw["addons"]["cert-manager"] = {
    email: "platform@example.com",
    http01Gateway: "public",
    issuers: {
      selfsigned: { type: "self-signed" },
      "letsencrypt-prod": { type: "acme", server: `https://localhost:${authority}/dir` },
    },
  };
  raw["gateways"].mesh.issuer = "selfsigned"; // a name of the hosted zone would be proven by Route 53
  raw["services"]["frontend"].rollout = { blueGreen: {} };
  raw["services"]["frontend"].metrics = {};
  return raw;
}

describe("other people's controllers run staging", function () {
  this.timeout(240_000);
  let cluster: Cluster;
  const there = () => cluster;

  before(async function () {
    this.timeout(0); // the first run builds the programs
    const [port, management] = [await freePort(), await freePort()];
    const program = await programOf("staging", config(port));
    const plane = await controlPlaneOrSkip(this, program.config.cluster.version, { rollouts: "program" });
    const aws = new Aws(7);
    cluster = { plane, program, aws, applied: undefined as never, running: new Map() };
    await startAuthority(plane, port, management);
    const installed = await install(plane, program, {
      "cert-manager": { SSL_CERT_FILE: rootOfAuthority() },
      "argo-rollouts": {},
      keda: await aws.start(),
      "kube-state-metrics": {},
    });
    cluster = { ...cluster, ...installed };
  });

  after(async () => {
    if (cluster === undefined) return;
    const notes = [...cluster.running.keys()].map((name) => {
      const memory = cluster.plane.processes.memoryMiB(name);
      return `${name} ${versionOf(name)}: ${memory ?? "?"} MiB`;
    });
    cluster.aws.stop();
    await cluster.plane.stop();
    print("controllers:", notes);
  });

  it("every object is accepted in program order, with the controllers' own kinds and rights", () => {
    expect(cluster.applied.refused).to.deep.equal([]);
    expect([...cluster.running.keys()]).to.have.length(4);
  });

  describe("cert-manager", () => certificates(there));
  describe("Argo Rollouts", () => rollouts(there));
  describe("KEDA", () => scaling(there));
  describe("what they export", () => exported(there));

  describe("all of them", () => {
    it("nothing that a controller makes is refused", async () => {
      await until("no refusals", 20, async () => {
        const events = await cluster.plane.api.list("v1", "Event");
        return events
          .filter(({ reason }) => reason === "FailedCreate")
          .map((event) => `${nameOf(event)}: ${String(event["message"])}`);
      });
    });
  });
});
