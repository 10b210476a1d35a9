import { expect } from "chai";
import { parseImage } from "../../policies/workloads/images";
import { looksSecret } from "../../policies/workloads/secret-shapes";
import { deployment, kube, says, type Json } from "./support/stack";
import { pod, resource, runStrictly, unknown, workload } from "./support/workloads";

const digest = `sha256:${"a".repeat(64)}`;
const one = ["violation Deployment api"];
const maybe = ["unknown Deployment api"];

describe("an image reference", () => {
  it("is read as registries read it", () => {
    const read = (text: unknown) => parseImage(text);
    expect(read("nginx")).to.deep.equal({ registry: "docker.io", path: "nginx", tag: undefined, digest: undefined });
    expect(read("org/app:1")).to.deep.equal({ registry: "docker.io", path: "org/app", tag: "1", digest: undefined });
    expect(read("localhost:5000/app")).to.deep.equal({
      registry: "localhost:5000",
      path: "app",
      tag: undefined,
      digest: undefined,
    });
    expect(read(`ghcr.io/a/b:v1@${digest}`)).to.deep.equal({ registry: "ghcr.io", path: "a/b", tag: "v1", digest });
    for (const wrong of ["", "UPPER", "a b", "a:", "a@sha256:1", "a//b", 3, undefined, {}]) {
      expect(read(wrong), String(JSON.stringify(wrong))).to.equal(undefined);
    }
  });
});

describe("images", () => {
  const image = (value: unknown) =>
    pod({ containers: [{ name: "api", image: value }], initContainers: [], ephemeralContainers: [] });

  it("are named by digest where that is asked for", async () => {
    const of = (value: unknown, config: Json = { digest: "required" }) => says("image-digest", [image(value)], config);
    expect(await of(`api:1@${digest}`)).to.deep.equal([]);
    expect(await of("api:1")).to.deep.equal(one);
    expect(await of("api:1", {})).to.deep.equal([]);
    expect(await of(unknown)).to.deep.equal(maybe);
  });

  it("come from registries that are allowed", async () => {
    const registries = ["*.dkr.ecr.*.amazonaws.com/*", "ghcr.io/org/*"];
    const of = (value: unknown, config: Json = { registries }) => says("image-registry", [image(value)], config);
    expect(await of("123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:1")).to.deep.equal([]);
    expect(await of("ghcr.io/org/api:1")).to.deep.equal([]);
    for (const value of ["api:1", "ghcr.io/other/api:1", "ghcr.io/organ", 3, undefined, {}]) {
      expect(await of(value), JSON.stringify(value)).to.deep.equal(one);
    }
    expect(await of("api:1", {})).to.deep.equal([]);
    expect(await of(unknown)).to.deep.equal(maybe);
  });
});

describe("what looks like a secret", () => {
  it("is found by its name or its shape", () => {
    for (const [name, value] of [
      ["DB_PASSWORD", "hunter2"],
      ["stripe-api-key", "abc123def"],
      ["ANY", "-----BEGIN RSA PRIVATE KEY-----"],
      ["ANY", "AKIAIOSFODNN7EXAMPLE"],
      ["DATABASE_URL", "postgres://app:s3cret@db/app"],
    ] as const) {
      expect(looksSecret(name, value), `${name}=${value}`).to.equal(true);
    }
  });

  it("isn't where the value is a path, a switch, a number, a reference or nothing", () => {
    for (const [name, value] of [
      ["DB_PASSWORD", ""],
      ["TOKEN_TTL", "3600"],
      ["API_KEY", "/run/secrets/key"],
      ["USE_TOKEN", "true"],
      ["DB_PASSWORD", "$(OTHER)"],
      ["CLIENT_SECRET", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x"],
      ["DATABASE_URL", "postgres://db/app"],
      ["DATABASE_URL", "postgres://app:$PASSWORD@db/app"],
      ["KEYBOARD", "qwertz"],
    ] as const) {
      expect(looksSecret(name, value), `${name}=${value}`).to.equal(false);
    }
  });

  it("may not stand in a ConfigMap, and isn't repeated in the finding", async () => {
    const map = resource(
      "kubernetes:core/v1:ConfigMap",
      { metadata: { name: "one" }, data: { password: "hunter2" } },
      "one",
    );
    expect(await says("no-literal-secrets", [map])).to.deep.equal(["violation ConfigMap one"]);
    expect(JSON.stringify((await runStrictly([map])).findings)).not.to.contain("hunter2");
  });

  it("may come from a Secret by reference, as a file better", async () => {
    const from = (env: unknown) => pod({ "containers.0.env": env });
    const reference = [{ name: "A", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }];
    expect(await says("no-literal-secrets", [from(reference)])).to.deep.equal([]);
    expect(await says("secrets-as-files", [from(reference)])).to.deep.equal(one);
    expect(await says("secrets-as-files", [from([{ name: "A", value: "b" }])])).to.deep.equal([]);
    expect(
      await says("secrets-as-files", [pod({ "containers.0.envFrom": [{ secretRef: { name: "s" } }] })]),
    ).to.deep.equal(one);
    expect(await says("secrets-as-files", [from(unknown)])).to.deep.equal(maybe);
    expect(await says("secrets-as-files", [from(3)])).to.deep.equal(one);
  });
});

describe("a workload", () => {
  it("says whose it is", async () => {
    const config = { labels: ["platform/team"] };
    const of = (team: unknown, more: Json = {}, ofPods: unknown = "shop") => {
      const changes = { "metadata.labels": { "platform/team": team } };
      const pods = { "spec.template.metadata.labels": { "platform/team": ofPods } };
      return says("required-labels", [deployment(2, { ...changes, ...pods })], { ...config, ...more });
    };
    expect(await of("shop")).to.deep.equal([]);
    expect(await of("shop", {}, ""), "its pods, by which cost is counted").to.deep.equal(one);
    for (const team of ["", undefined, 3, {}]) {
      expect(await of(team), JSON.stringify(team)).to.deep.equal(one);
    }
    expect(await of(unknown)).to.deep.equal(maybe);
    expect(await of("", { waivers: { "*/shop/*": "a reason until 2026-12-31" } })).to.deep.equal([]);
    const namespace = kube("Namespace", "shop", undefined, { namespace: undefined });
    expect(await says("required-labels", [namespace], config)).to.deep.equal(["violation Namespace shop"]);
    expect(
      await says("required-labels", [namespace], {
        ...config,
        waivers: { "Namespace/shop": "a reason until 2026-12-31" },
      }),
    ).to.deep.equal([]);
  });

  it("is in a namespace of its own", async () => {
    const of = (namespace: unknown) =>
      says("no-default-namespace", [deployment(2, { "metadata.namespace": namespace })]);
    expect(await of("shop")).to.deep.equal([]);
    for (const namespace of ["default", "", undefined, 3, {}]) {
      expect(await of(namespace), JSON.stringify(namespace)).to.deep.equal(one);
    }
    expect(await of(unknown)).to.deep.equal(maybe);
  });

  it("is no bare pod", async () => {
    const of = (kind: string) => says("no-bare-pods", [workload(kind)]);
    expect(await of("core/v1:Pod")).to.deep.equal(["violation Pod api"]);
    expect(await of("core/v1:ReplicationController")).to.have.length(1);
    expect(await of("apps/v1:Deployment")).to.deep.equal([]);
  });

  it("names a priority class where one is asked for, and not the cluster's own", async () => {
    const of = (name: unknown, config: Json = {}) => says("priority-class", [pod({ priorityClassName: name })], config);
    expect(await of(undefined)).to.deep.equal([]);
    expect(await of(undefined, { priorityClass: "required" })).to.deep.equal(one);
    expect(await of("batch", { allowed: ["standard"] })).to.deep.equal(one);
    expect(await of("system-cluster-critical")).to.deep.equal(one);
    expect(await of("system-cluster-critical", { waivers: { "*/shop/*": "a reason until 2026-12-31" } })).to.deep.equal(
      [],
    );
  });

  it("takes its own pods by its selector", async () => {
    const of = (selector: unknown) => says("selector-labels", [deployment(2, { "spec.selector": selector })]);
    expect(await of({ matchLabels: { app: "api" } })).to.deep.equal([]);
    expect(await of(undefined)).to.deep.equal([]);
    for (const selector of [{ matchLabels: { app: "web" } }, 3, [], { matchLabels: "x" }]) {
      expect(await of(selector), JSON.stringify(selector)).to.deep.equal(one);
    }
    expect(await of(unknown)).to.deep.equal(maybe);
  });
});

describe("a Job", () => {
  const of = (changes: Json, kind = "batch/v1:Job", config: Json = {}) =>
    says("job-limits", [workload(kind, changes)], config);
  const wrong = ["violation Job api"];

  it("ends", async () => {
    expect(await of({})).to.deep.equal([]);
    expect(await of({}, "batch/v1:CronJob")).to.deep.equal([]);
    for (const seconds of [undefined, 0, 86_401, "60", {}]) {
      expect(await of({ "spec.activeDeadlineSeconds": seconds }), String(JSON.stringify(seconds))).to.deep.equal(wrong);
    }
    for (const tries of [7, -1, "3", {}]) {
      expect(await of({ "spec.backoffLimit": tries }), JSON.stringify(tries)).to.deep.equal(wrong);
    }
    // Kubernetes tries six times where nothing is said.
    expect(await of({ "spec.backoffLimit": undefined }, "batch/v1:Job", { maxBackoff: 5 })).to.deep.equal(wrong);
    expect(await of({ "spec.backoffLimit": undefined }, "batch/v1:Job", { maxBackoff: 6 })).to.deep.equal([]);
    for (const policy of ["Always", undefined, 3]) {
      expect(await of({ "spec.template.spec.restartPolicy": policy })).to.deep.equal(wrong);
    }
    expect(await of({ "spec.activeDeadlineSeconds": unknown })).to.deep.equal(["unknown Job api"]);
  });

  it("on a schedule doesn't pile up", async () => {
    const cron = (changes: Json) => says("cron-jobs", [workload("batch/v1:CronJob", changes)]);
    expect(await cron({})).to.deep.equal([]);
    expect(await cron({ "spec.concurrencyPolicy": "Replace" })).to.deep.equal([]);
    for (const value of ["Allow", undefined, 3]) {
      expect(await cron({ "spec.concurrencyPolicy": value })).to.have.length(1);
    }
    for (const value of [9, undefined, "60"]) {
      expect(await cron({ "spec.startingDeadlineSeconds": value })).to.have.length(1);
    }
    expect(await cron({ "spec.concurrencyPolicy": unknown })).to.deep.equal(["unknown CronJob api"]);
  });
});
