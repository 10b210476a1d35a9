import { expect } from "chai";
import { built, kind } from "./builders";

const zone = "topology.kubernetes.io/zone";
const podOf = async (deviation: object) =>
  (await built(deviation as Record<string, unknown>)).inputs(kind.deployment).spec.template.spec as Record<string, any>;
const zoneTerm = (...values: string[]) => ({
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [{ key: zone, operator: "In", values }] }],
  },
});

describe("where pods of services are placed", () => {
  it("MP-6, MP-N5: in the zones that are named, evenly over several and over no single one", async () => {
    const two = await podOf({ zones: ["us-east-1a", "us-east-1b"] });
    expect(two["affinity"].nodeAffinity).to.deep.equal(zoneTerm("us-east-1a", "us-east-1b"));
    expect(two["topologySpreadConstraints"].map(({ topologyKey }: any) => topologyKey)).to.deep.equal([zone]);
    const one = await podOf({ zones: ["us-east-1a"] });
    expect(one).not.to.have.property("topologySpreadConstraints");
    expect(one["affinity"].podAntiAffinity).to.have.property("preferredDuringSchedulingIgnoredDuringExecution");
  });

  it("MP-6: a pod that is alone is kept to its zone too", async () => {
    expect((await podOf({ singleton: true, zones: ["us-east-1a"] }))["affinity"]).to.deep.equal({
      nodeAffinity: zoneTerm("us-east-1a"),
    });
  });

  it("VC-43, MP-27: away from each other, wished for or insisted on", async () => {
    const insisted = await podOf({ spread: { nodes: "required" } });
    expect(insisted["affinity"].podAntiAffinity).to.have.property("requiredDuringSchedulingIgnoredDuringExecution");
  });

  it("MP-N9: on the nodes of a pool, by the label and taint of its definition", async () => {
    const pod = await podOf({ pool: "compute" });
    expect(pod["nodeSelector"]).to.include({ "platform/pool": "compute" });
    expect(pod["tolerations"]).to.deep.equal([
      { key: "platform/pool", operator: "Equal", value: "compute", effect: "NoSchedule" },
    ]);
  });
});

describe("quality of service", () => {
  const resourcesOf = async (deviation: object) => (await podOf(deviation))["containers"][0].resources;

  it("KP-23: guaranteed has its requests as limits, of CPU and memory", async () => {
    const { requests, limits } = await resourcesOf({ qos: "guaranteed", size: "medium" });
    expect([limits.cpu, limits.memory]).to.deep.equal([requests.cpu, requests.memory]);
    const given = await resourcesOf({
      qos: "guaranteed",
      resources: { limits: { cpu: "2" }, requests: { memory: "1Gi" } },
    });
    expect(given.requests).to.deep.include({ cpu: "2", memory: "1Gi" });
    expect(given.limits).to.deep.include({ cpu: "2", memory: "1Gi" });
  });

  it("KP-24: burstable, with a request below the limit, is the usual", async () => {
    const { requests, limits } = await resourcesOf({});
    expect(requests.cpu).not.to.equal(limits.cpu);
  });

  it("KP-25: best effort has neither, by a waiver with its end", async () => {
    const qos = { bestEffort: { reason: "a batch that may wait", until: "2027-06-30" } };
    const program = await built({ qos });
    const { spec, metadata } = program.inputs(kind.deployment);
    const { requests, limits } = spec.template.spec.containers[0].resources;
    expect([Object.keys(requests), Object.keys(limits)]).to.deep.equal([["ephemeral-storage"], ["ephemeral-storage"]]);
    expect(metadata.annotations["platform/waive.container-requests"]).to.equal(
      "a batch that may wait until 2027-06-30",
    );
  });
});

describe("volumes of services", () => {
  it("VC-37, VC-19: share a file system between the pods, and with another service", async () => {
    const program = await built({ volumes: { videos: { path: "/var/videos", size: "100Gi" } } });
    const claim = program.inputs(kind.claim);
    expect(claim.metadata.name).to.equal("api-videos");
    expect(claim.spec).to.deep.equal({
      accessModes: ["ReadWriteMany"],
      storageClassName: "efs",
      resources: { requests: { storage: "100Gi" } },
    });
    const { volumes, containers } = program.inputs(kind.deployment).spec.template.spec;
    expect(volumes).to.deep.include({ name: "volume-videos", persistentVolumeClaim: { claimName: "api-videos" } });
    expect(containers[0].volumeMounts).to.deep.include({ name: "volume-videos", mountPath: "/var/videos" });
    const other = await built({ volumes: { videos: { path: "/in", from: "worker", readOnly: true } } });
    expect(other.ofType(kind.claim)).to.deep.equal([]);
    expect(other.inputs(kind.deployment).spec.template.spec.volumes).to.deep.include({
      name: "volume-videos",
      persistentVolumeClaim: { claimName: "worker-videos", readOnly: true },
    });
  });

  it("TB-28, MP-7, MP-8: request local disk, and write to directories with an end", async () => {
    const storage = { requests: { "ephemeral-storage": "1Gi" }, limits: { "ephemeral-storage": "2Gi" } };
    const pod = await podOf({ resources: storage, scratch: [{ path: "/work", size: "512Mi" }] });
    expect(pod["containers"][0].resources.requests["ephemeral-storage"]).to.equal("1Gi");
    expect(pod["containers"][0].resources.limits["ephemeral-storage"]).to.equal("2Gi");
    expect(pod["volumes"]).to.deep.include({ name: "scratch-work", emptyDir: { sizeLimit: "512Mi" } });
    expect(pod["containers"][0].securityContext.readOnlyRootFilesystem).to.equal(true);
  });
});
