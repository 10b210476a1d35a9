import { expect } from "chai";
import { built, builtAll, kind, service, services } from "./builders";
import { edgesOf } from "../../../components/app-service/traffic/peers";
import { admits, podOf, type Object } from "./evaluator";
import { display } from "../../../preview/display";
import { inNamespace } from "../../support/followed";

const cron = { schedule: "0 2 * * *" };
const beforeRollout = { command: ["node", "migrate.js"] };

describe("cron jobs", () => {
  it("VC-39: run by a schedule, never twice at a time, with a deadline, few tries and a short history", async () => {
    const program = await built({ port: undefined, cron: { ...cron, timezone: "Europe/Berlin" } });
    const { spec } = program.inputs(kind.cronJob);
    expect(spec).to.deep.include({
      schedule: "0 2 * * *",
      timeZone: "Europe/Berlin",
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 300,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      suspend: false,
    });
    const job = spec.jobTemplate.spec;
    expect(job).to.deep.include({ backoffLimit: 2, activeDeadlineSeconds: 3600, completions: 1, parallelism: 1 });
    expect(job.podFailurePolicy.rules).to.deep.equal([
      { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
    ]);
    const pod = job.template.spec;
    expect(pod).to.deep.include({ restartPolicy: "Never", automountServiceAccountToken: false });
    expect(pod.containers[0]).not.to.have.any.keys("livenessProbe", "readinessProbe", "lifecycle", "ports");
    for (const type of [kind.deployment, kind.service, kind.autoscaler, kind.budget]) {
      expect(program.ofType(type), type).to.deep.equal([]);
    }
    expect(program.inputs(kind.networkPolicy).spec).not.to.have.property("ingress");
  });

  it("take the place of a run that goes on where they say so", async () => {
    const { spec } = (await built({ port: "none", cron: { ...cron, concurrency: "replace" } })).inputs(kind.cronJob);
    expect(spec.concurrencyPolicy).to.equal("Replace");
  });
});

describe("runs before a rollout", () => {
  it("are a Job of the same image that the rollout waits for", async () => {
    const program = await built({ beforeRollout, aws: {} });
    const { spec, metadata } = program.inputs(kind.job);
    expect(metadata.name).to.match(/^api-before-rollout-[0-9a-f]{8}$/);
    expect(metadata.annotations["pulumi.com/timeoutSeconds"]).to.equal("660");
    expect(spec).to.deep.include({ backoffLimit: 0, activeDeadlineSeconds: 600 });
    const [container] = spec.template.spec.containers;
    const deployment = program.inputs(kind.deployment);
    expect(container.image).to.equal(deployment.spec.template.spec.containers[0].image);
    expect(container.command).to.deep.equal(["node", "migrate.js"]);
    const job = program.one(kind.job);
    expect(program.one(kind.deployment).dependencies).to.include(job.urn);
    const canary = await built({ beforeRollout, metrics: {}, rollout: { canary: {} } });
    expect(canary.one(kind.rollout).dependencies).to.include(canary.one(kind.job).urn);
  });

  it("have a name of their own, that changes with what they run and with nothing else", async () => {
    const name = async (deviation: object) =>
      (await built({ beforeRollout, ...deviation })).inputs(kind.job).metadata.name as string;
    const first = await name({});
    expect(await name({ scaling: { max: 9 } })).to.equal(first);
    expect(await name({ image: { repository: "api", tag: "1.0.1" } })).not.to.equal(first);
    expect(await name({ env: { MODE: "b" } })).not.to.equal(first);
  });

  it("are no pods of the service: neither its Service nor its budget takes them", async () => {
    const program = await built({ beforeRollout });
    const labels = program.inputs(kind.job).spec.template.metadata.labels as Record<string, string>;
    for (const selector of [
      program.inputs(kind.service).spec.selector,
      program.inputs(kind.budget).spec.selector.matchLabels,
    ]) {
      expect(labels["app.kubernetes.io/name"]).not.to.equal(selector["app.kubernetes.io/name"]);
    }
  });

  it("reach what the service calls, and nothing reaches them", async () => {
    const given = { api: service({ calls: ["db"], beforeRollout }), db: service({ port: 5432 }) };
    const program = await builtAll(given);
    const all = (type: string) => program.ofType(type).map(({ inputs }) => display(inputs) as Object);
    const policies = all(kind.networkPolicy);
    const [run] = all(kind.job).map(podOf);
    const db = all(kind.deployment)
      .map(podOf)
      .find(({ name }) => name === "db");
    if (!run || !db) throw new Error("no pods");
    expect(admits(policies, run, db, 5432)).to.equal(true);
    expect(admits(policies, run, db, 22)).to.equal(false);
    expect(admits(policies, db, run, 8000)).to.equal(false);
  });

  it("are among the callers of what the service calls", () => {
    const edges = edgesOf(inNamespace(services({ api: service({ calls: ["db"], beforeRollout }), db: service() })));
    expect(edges("db").calledBy.map(({ name }) => name)).to.deep.equal(["api", "api-before-rollout"]);
  });
});
