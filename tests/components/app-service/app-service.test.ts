import { expect } from "chai";
import { AppService } from "../../../components/app-service/app-service";
import { recorded } from "../../support/record";
import { built, builtAll, kind, namespaceRef, service, serviceArgs, settingsOf } from "./builders";

describe("AppService", () => {
  it("makes a production service of three lines", async () => {
    const program = await built({ routes: [{ host: "api" }] });
    const made = program.resources.filter(({ type }) => /^(kubernetes|aws):/.test(type)).map(({ type }) => type);
    const expected = [
      "deployment",
      "service",
      "serviceAccount",
      "autoscaler",
      "budget",
      "networkPolicy",
      "targetHealth",
      "route",
    ] as const;
    expect(made).to.have.members(expected.map((one) => kind[one]));
  });

  it("labels every object and says where it comes from", async () => {
    const program = await built({ routes: [{ host: "api" }], config: { env: { MODE: "a" } }, tier: "backend" });
    const objects = program.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects).to.have.length(9);
    for (const { inputs } of objects) {
      const { metadata } = inputs as Record<string, any>;
      expect(metadata.namespace).to.equal("production");
      expect(metadata.annotations).to.include({ "platform/config-path": "services.api" });
      expect(metadata.labels).to.deep.equal({
        "app.kubernetes.io/name": "api",
        "app.kubernetes.io/part-of": "acme",
        "app.kubernetes.io/managed-by": "pulumi",
        "platform/team": "video",
        "platform/cost-center": "studio",
        "platform/tier": "backend",
      });
    }
  });

  it("TB-92: rolls by a quarter and fails after ten minutes (VC-99)", async () => {
    const { spec, metadata } = (await built()).inputs(kind.deployment);
    expect(spec.strategy).to.deep.equal({
      type: "RollingUpdate",
      rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
    });
    expect(spec.progressDeadlineSeconds).to.equal(600);
    expect(metadata.annotations["pulumi.com/timeoutSeconds"]).to.equal("600");
  });

  it("VC-30, VC-31: listens on its port, under its name", async () => {
    expect((await built({ metrics: { port: 9090 } })).inputs(kind.service).spec).to.deep.equal({
      type: "ClusterIP",
      selector: { "app.kubernetes.io/name": "api" },
      ports: [
        { name: "http", port: 8000, targetPort: 8000, protocol: "TCP" },
        { name: "metrics", port: 9090, targetPort: 9090, protocol: "TCP" },
      ],
    });
  });

  it("has no Service for a worker without a port", async () => {
    const program = await built({ port: "none", probes: { liveness: { exec: ["alive"] } } });
    expect(program.ofType(kind.service)).to.deep.equal([]);
  });

  it("changes name and checksum of the ConfigMap with its content, and not with the order of its keys", async () => {
    const of = async (env: object) => {
      const program = await built({ config: { env, files: { "app.yaml": "a: 1" } } });
      const { metadata, immutable, data } = program.inputs(kind.configMap);
      const { template } = program.inputs(kind.deployment).spec;
      expect({ immutable, data }).to.deep.equal({ immutable: true, data: { ...env, "app.yaml": "a: 1" } });
      expect(template.spec.volumes.find((volume: any) => volume.name === "config").configMap.name).to.equal(
        metadata.name,
      );
      return { name: metadata.name, checksum: template.metadata.annotations["platform/config-checksum"] };
    };
    const first = await of({ A: "1", B: "2" });
    expect(first.name).to.match(/^api-config-[0-9a-f]{8}$/);
    expect(await of({ B: "2", A: "1" })).to.deep.equal(first);
    expect((await of({ A: "1", B: "3" })).checksum).not.to.equal(first.checksum);
    expect((await of({ A: "1", B: "3" })).name).not.to.equal(first.name);
  });

  it("VC-59, TB-62: gives an AWS identity to the service account alone", async () => {
    const policy = [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::media/*"] }];
    const program = await built({ aws: { policy } });
    expect(JSON.parse(program.inputs(kind.rolePolicy).policy)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::media/*"] }],
    });
    expect(program.inputs(kind.association)).to.deep.include({ namespace: "production", serviceAccount: "api" });
    expect(program.inputs(kind.serviceAccount).automountServiceAccountToken).to.equal(false);
  });

  it("VC-59: uses IRSA where the cluster or the service says so", async () => {
    const aws = { managedPolicies: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"] };
    const irsa = { identity: "irsa", oidcIssuer: "oidc.example.com/id/A" } as const;
    for (const program of [
      await built({ aws }, irsa),
      await built({ aws: { ...aws, mode: "irsa" } }, { ...irsa, identity: "pod-identity" }),
    ]) {
      expect(program.ofType(kind.association)).to.deep.equal([]);
      expect(program.inputs(kind.serviceAccount).metadata.annotations["eks.amazonaws.com/role-arn"]).to.equal(
        "arn:aws:iam::123456789012:role/acme-production-api",
      );
    }
  });

  it("says its addresses and its role", async () => {
    let made: AppService | undefined;
    const settings = settingsOf({
      routes: [{ host: "api" }, { host: "api", path: "/v2" }, { host: "www.example.org" }],
      aws: { policy: [{ actions: ["s3:GetObject"], resources: ["*"] }] },
    });
    await recorded(() => (made = new AppService("api", serviceArgs(settings))));
    expect(made?.urls).to.deep.equal([
      "https://api.example.com",
      "https://api.example.com/v2",
      "https://www.example.org",
    ]);
    expect(made?.roleArn).to.equal("arn:aws:iam::123456789012:role/acme-production-api");
  });

  it("applies each transform last", async () => {
    const mark = <A extends { metadata?: unknown }>(args: A): A => ({ ...args, metadata: { name: "marked" } });
    const slots =
      "serviceAccount configMap deployment service autoscaler disruptionBudget networkPolicy targetHealth route".split(
        " ",
      );
    const transform = Object.fromEntries(slots.map((slot) => [slot, mark]));
    const program = await built({ routes: [{ host: "api" }], config: { env: { MODE: "a" } } }, { transform });
    const objects = program.resources.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.map(({ inputs }) => inputs["metadata"])).to.deep.equal(slots.map(() => ({ name: "marked" })));
  });

  it("keeps URNs and objects when keys of the YAML change places", async () => {
    const one = { routes: [{ host: "a" }, { host: "b" }], calls: ["web"], env: { A: "1", B: "2" } };
    const other = { env: { B: "2", A: "1" }, calls: ["web"], routes: [{ host: "b" }, { host: "a" }] };
    const sorted = (program: Awaited<ReturnType<typeof builtAll>>) =>
      program.resources.map(({ urn, inputs }) => JSON.stringify([urn, inputs])).sort();
    const first = await builtAll({ api: service(one), web: service() });
    const second = await builtAll({ web: service(), api: service(other) });
    expect(sorted(second)).to.deep.equal(sorted(first));
  });

  it("belongs to its own team where it names one", async () => {
    const { labels } = (await built({ team: "search" })).inputs(kind.deployment).metadata;
    expect(labels["platform/team"]).to.equal("search");
  });

  it("uses the namespace's name, team and cost centre", async () => {
    const program = await built({}, { namespace: namespaceRef({ name: "blue", team: "b", costCenter: "c" }) });
    const { namespace, labels } = program.inputs(kind.deployment).metadata;
    expect([namespace, labels["platform/team"], labels["platform/cost-center"]]).to.deep.equal(["blue", "b", "c"]);
  });
});
