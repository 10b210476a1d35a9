import { imagePin } from "../../../components/shared/pins";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { bucketArn } from "../../../components/buckets/bucket-plan";
import { bucketsSettings } from "../../../components/buckets/settings";
import { Copies, type CopiesArgs } from "../../../components/observability/copies/copies";
import { copyPolicy } from "../../../components/observability/copies/copy-plan";
import { dashboardsScript, metricsScript } from "../../../components/observability/copies/scripts";
import { checkObservability } from "../../../stacks/checks/observability";
import { platformContext } from "../../support/builders";
import { isAllowed } from "../../support/iam";
import { recorded } from "../../support/record";
import { observabilityOf, resolvedStack } from "./builders";

const cronJob = "kubernetes:batch/v1:CronJob";
const networkPolicy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const bucket = bucketArn(platformContext(), "copies");

function argsOf(raw: Record<string, unknown> = {}): CopiesArgs {
  const settings = observabilityOf({ copies: { bucket: "copies", ...raw } });
  const { copies } = settings;
  const buckets = bucketsSettings().parse({ copies: { expireAfterDays: 30 } });
  if (!copies || !buckets.copies) throw new Error("no copies");
  return {
    context: platformContext(),
    settings,
    copies,
    bucket: { name: "copies", settings: buckets.copies },
    image: imagePin("aws-cli", "aws-cli"),
    placement: { nodeSelector: { "platform/pool": "system" }, tolerations: [] },
    identity: { mode: "pod-identity" },
  };
}
const build = (raw: Record<string, unknown> = {}) => recorded(() => new Copies("copies", argsOf(raw)));

describe("copies of dashboards and metrics", () => {
  it("SS-76: a job a day copies a snapshot of Prometheus, beside its first copy, which holds the volume", async () => {
    const { spec } = (await build()).inputs(cronJob, "copies-metrics");
    expect(spec).to.include({ schedule: "30 2 * * *", timeZone: "Etc/UTC", concurrencyPolicy: "Forbid" });
    const pod = spec.jobTemplate.spec.template.spec;
    const first = "prometheus-kube-prometheus-stack-prometheus-0";
    const [beside] = pod.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    expect(beside).to.deep.equal({
      labelSelector: { matchLabels: { "statefulset.kubernetes.io/pod-name": first } },
      topologyKey: "kubernetes.io/hostname",
    });
    expect(pod.volumes[1].persistentVolumeClaim.claimName).to.equal(
      `prometheus-kube-prometheus-stack-prometheus-db-${first}`,
    );
    // The operator keeps the data in a directory of the volume: pkg/prometheus/common.go, SubPathForStorage.
    expect(pod.containers[0].volumeMounts[1]).to.deep.include({ mountPath: "/prometheus", subPath: "prometheus-db" });
  });

  it("SS-77: a job a day copies the dashboards, as the administrator, whose password is a file", async () => {
    const { spec } = (await build()).inputs(cronJob, "copies-dashboards");
    expect(spec.schedule).to.equal("15 2 * * *");
    const pod = spec.jobTemplate.spec.template.spec;
    expect(pod.volumes[1].secret).to.deep.equal({
      secretName: "grafana-admin",
      items: [
        { key: "admin-user", path: "user" },
        { key: "admin-password", path: "password" },
      ],
      defaultMode: 0o440,
    });
    expect(JSON.stringify(pod.containers[0].env)).not.to.match(/password/i);
    expect(pod.containers[0].env).to.deep.include({
      name: "GRAFANA_URL",
      value: "http://kube-prometheus-stack-grafana.monitoring.svc",
    });
  });

  it("SS-76, SS-77: each has an identity of its own, and a service account without a token", async () => {
    const program = await build();
    const identities = program.ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation");
    expect(identities.map(({ inputs }) => inputs["serviceAccount"]).sort()).to.deep.equal([
      "copy-dashboards",
      "copy-metrics",
    ]);
    for (const { inputs } of program.ofType("kubernetes:core/v1:ServiceAccount")) {
      expect(inputs["automountServiceAccountToken"]).to.equal(false);
    }
  });

  it("a job writes its own prefix, and can neither read nor delete a copy", async () => {
    const on = (key: string) => `${bucket}/${key}`;
    for (const [kind, own, other] of [
      ["metrics", "prometheus/x", "grafana/x"],
      ["dashboards", "grafana/x", "prometheus/x"],
    ] as const) {
      const policy = copyPolicy(argsOf(), kind);
      expect(await isAllowed(policy, { action: "s3:PutObject", on: on(own) })).to.equal(true);
      expect(await isAllowed(policy, { action: "s3:PutObject", on: on(other) })).to.equal(false);
      expect(await isAllowed(policy, { action: "s3:GetObject", on: on(own) })).to.equal(false);
      expect(await isAllowed(policy, { action: "s3:DeleteObject", on: on(own) })).to.equal(false);
      const list = { action: "s3:ListBucket", on: bucket };
      expect(await isAllowed(policy, { ...list, with: { "s3:prefix": "prometheus/" } })).to.equal(kind === "metrics");
      expect(await isAllowed(policy, { ...list, with: { "s3:prefix": "" } })).to.equal(false);
    }
  });

  it("nobody reaches a job", async () => {
    const program = await build();
    const traffic = program.inputs(networkPolicy, "copies-metrics").spec;
    expect(traffic.policyTypes).to.deep.equal(["Ingress", "Egress"]);
    expect(traffic).not.to.have.property("ingress");
    expect((await build({ metrics: "never" })).ofType(networkPolicy).map(({ name }) => name)).to.deep.equal([
      "copies-dashboards",
    ]);
  });

  it("Prometheus takes snapshots where they are copied, and nowhere else: the same API deletes series", () => {
    const spec = (raw: Record<string, unknown>) => {
      const found = resolvedStack(raw).find(({ addon }) => addon.name === "kube-prometheus-stack");
      return (found?.values as { prometheus: { prometheusSpec: Record<string, unknown> } }).prometheus.prometheusSpec;
    };
    expect(spec({ copies: { bucket: "copies" } })["enableAdminAPI"]).to.equal(true);
    expect(spec({ copies: { bucket: "copies", metrics: "never" } })).not.to.have.property("enableAdminAPI");
    expect(spec({})).not.to.have.property("enableAdminAPI");
  });
});

describe("copies against the stack", () => {
  const problems = (copies: Record<string, unknown>, bucket?: { expireAfterDays?: number }, raw = {}) =>
    checkObservability({
      observability: observabilityOf({ copies: { bucket: "copies", ...copies }, ...raw }),
      nodePools: { fast: { localDisks: "raid0", taints: [] } },
      buckets: bucket ? { copies: bucket } : {},
    }).problems?.map(({ path }) => path);

  it("takes a bucket that keeps them as long as Prometheus does", () => {
    expect(problems({}, { expireAfterDays: 15 })).to.deep.equal([]);
    expect(problems({}, { expireAfterDays: 14 })).to.deep.equal(["buckets.copies.expireAfterDays"]);
    expect(problems({}, {})).to.deep.equal(["buckets.copies"]);
    expect(problems({ metrics: "never" }, {})).to.deep.equal([]);
  });

  it("refuses snapshots of local disks", () => {
    const local = { prometheus: { pool: "fast", localDisk: { reason: "it is faster" } } };
    expect(problems({}, { expireAfterDays: 30 }, local)).to.deep.equal(["observability.copies.metrics"]);
  });
});

describe("what the jobs run", () => {
  /** Runs a script with `curl` and `aws` that note what they are asked; curl answers by the end of the address. */
  function play(script: string, answers: Record<string, string>) {
    const root = mkdtempSync(join(tmpdir(), "copy-"));
    const make = (path: string, text: string) => writeFileSync(join(root, path), text, { mode: 0o755 });
    for (const directory of ["bin", "home", "admin", "data/snapshots/left-over", "data/01BLOCK"])
      mkdirSync(join(root, directory), { recursive: true });
    make("admin/user", "admin");
    make("admin/password", `a"b`);
    const cases = Object.entries(answers).map(([end, body]) => `*"${end}") cat <<'END'\n${body}\nEND\n;;`);
    const made = `mkdir -p "$DATA/snapshots/20261121T023000Z-1f"`;
    make(
      "bin/curl",
      `#!/bin/bash\nfor last; do :; done\n${made}\ncase "$last" in\n${cases.join("\n")}\n*) exit 22;;\nesac\n`,
    );
    make("bin/aws", `#!/bin/bash\necho "$@" >> "${root}/aws"\nls -R . > "${root}/seen"\nexit \${AWS_FAILS:-0}\n`);
    const env = {
      PATH: `${join(root, "bin")}:${process.env["PATH"] ?? ""}`,
      HOME: join(root, "home"),
      ADMIN: join(root, "admin"),
      DATA: join(root, "data"),
      BUCKET: "bucket",
      GRAFANA_URL: "http://grafana",
      PROMETHEUS_URL: "http://prometheus",
    };
    const { status } = spawnSync("bash", ["-c", script], { env, cwd: root, encoding: "utf8" });
    const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "");
    return { status, aws: read("aws"), root };
  }

  const list = `[{"id":1,"uid":"one","title":"a \\"uid\\":\\"no\\"","folderUid":"f"},{"id":2,"uid":"two"}]`;
  const grafana = {
    "/api/folders?limit=1000": "[]",
    "/api/search?type=dash-db&limit=5000": list,
    "/api/dashboards/uid/one": `{"dashboard":{"uid":"one"}}`,
    "/api/dashboards/uid/two": `{"dashboard":{"uid":"two"}}`,
  };

  it("SS-77: every dashboard that Grafana lists, by its uid, below the time of the run", () => {
    const { status, aws, root } = play(dashboardsScript, grafana);
    expect(status).to.equal(0);
    expect(readdirSync(join(root, "home/copy/dashboards"))).to.deep.equal(["one.json", "two.json"]);
    expect(aws).to.match(/^s3 cp --recursive --no-progress \. s3:\/\/bucket\/grafana\/\d{4}-\d\d-\d\dT[\d-]+Z\/\n$/);
  });

  it("SS-77: fails, and so raises JobFailed, where one cannot be read or there is none", () => {
    const without = Object.fromEntries(Object.entries(grafana).filter(([path]) => !path.endsWith("/two")));
    expect(play(dashboardsScript, without)).to.include({ status: 22, aws: "" });
    expect(play(dashboardsScript, { ...grafana, "/api/search?type=dash-db&limit=5000": "[]" }).status).not.to.equal(0);
  });

  it("SS-76: sends the snapshot's blocks and removes it, and what an earlier run left", () => {
    const answer = { "/api/v1/admin/tsdb/snapshot": `{"status":"success","data":{"name":"20261121T023000Z-1f"}}` };
    const { status, aws, root } = play(metricsScript, answer);
    expect(status).to.equal(0);
    const snapshot = join(root, "data/snapshots/20261121T023000Z-1f");
    expect(aws).to.equal(`s3 sync --no-progress --size-only ${snapshot} s3://bucket/prometheus/\n`);
    expect(readdirSync(join(root, "data/snapshots"))).to.deep.equal([]);
    expect(readdirSync(join(root, "data"))).to.include("01BLOCK");
  });

  it("SS-76: fails where Prometheus makes no snapshot, or names one that leads elsewhere", () => {
    for (const name of ["", "../01BLOCK"]) {
      const answer = { "/api/v1/admin/tsdb/snapshot": `{"status":"success","data":{"name":"${name}"}}` };
      const { status, aws, root } = play(metricsScript, answer);
      expect(status).to.equal(1);
      expect(aws).to.equal("");
      expect(readdirSync(join(root, "data"))).to.include("01BLOCK");
    }
  });
});
