import { expect } from "chai";
import { imageReference, imageRegistry } from "../../../components/app-service/pod/image";
import { platformContext } from "../../support/builders";
import { built, kind, settingsOf } from "./builders";

/** The pod of a service. */
async function podOf(deviation: Record<string, unknown> = {}): Promise<Record<string, any>> {
  return (await built(deviation)).inputs(kind.deployment).spec.template.spec;
}

/** Its container. */
async function containerOf(deviation: Record<string, unknown> = {}): Promise<Record<string, any>> {
  return (await podOf(deviation)).containers[0];
}

const timing = (probe: Record<string, any>) => [probe.initialDelaySeconds, probe.periodSeconds, probe.failureThreshold];

describe("pods of a service", () => {
  it("TB-49, TB-50, TB-51, MP-50, MP-51, MP-52, MP-53: run hardened, as user 1000", async () => {
    const pod = await podOf();
    expect(pod.securityContext).to.deep.equal({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(pod.containers[0].securityContext).to.deep.equal({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect([pod.automountServiceAccountToken, pod.serviceAccountName]).to.deep.equal([false, "api"]);
  });

  it("TB-52: may listen below 1024 where a stack asks for it", async () => {
    const pod = await podOf({ port: 80, security: { bindLowPorts: true } });
    expect(pod.containers[0].securityContext.capabilities).to.deep.equal({ drop: ["ALL"], add: ["NET_BIND_SERVICE"] });
    expect(pod.securityContext.sysctls).to.deep.equal([{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }]);
  });

  it("VC-41, VC-42, KP-26: are probed as stated, with time to start before", async () => {
    const probes = {
      liveness: { path: "/health", initialDelaySeconds: 30, periodSeconds: 10 },
      readiness: { path: "/ready", initialDelaySeconds: 5, periodSeconds: 5 },
    };
    const { startupProbe, livenessProbe, readinessProbe } = await containerOf({ probes });
    expect(livenessProbe.httpGet).to.deep.equal({ path: "/health", port: 8000 });
    expect(readinessProbe.httpGet).to.deep.equal({ path: "/ready", port: 8000 });
    expect(startupProbe.httpGet).to.deep.equal({ path: "/health", port: 8000 });
    expect([livenessProbe, readinessProbe, startupProbe].map(timing)).to.deep.equal([
      [30, 10, 3],
      [5, 5, 3],
      [undefined, 5, 24],
    ]);
  });

  it("TB-29, TB-30, TB-31, MP-24, MP-25: take other paths and numbers", async () => {
    const probes = {
      startup: { path: "/startup", failureThreshold: 30, periodSeconds: 10 },
      liveness: { initialDelaySeconds: 30 },
      readiness: { path: "/health/ready", initialDelaySeconds: 5 },
    };
    const { startupProbe, readinessProbe } = await containerOf({ probes });
    expect(startupProbe).to.deep.equal({
      httpGet: { path: "/startup", port: 8000 },
      periodSeconds: 10,
      timeoutSeconds: 3,
      failureThreshold: 30,
    });
    expect(readinessProbe.httpGet.path).to.equal("/health/ready");
  });

  it("are asked by a command where they have no port", async () => {
    const exec = { command: ["alive"] };
    const container = await containerOf({ port: "none", probes: { liveness: { exec: ["alive"] } } });
    for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"]) {
      expect(container[probe].exec).to.deep.equal(exec);
    }
    expect(container).not.to.have.any.keys("ports", "lifecycle");
  });

  it("are asked by a connection or by gRPC where a stack says so", async () => {
    const container = await containerOf({ probes: { liveness: { tcp: true }, readiness: { grpc: true, port: 9000 } } });
    expect(container.livenessProbe.tcpSocket).to.deep.equal({ port: 8000 });
    expect(container.readinessProbe.grpc).to.deep.equal({ port: 9000 });
  });

  it("go without probes only with a waiver that the policies read", async () => {
    const probes = { none: { reason: "batch tool without any sign of life", until: "2027-01-31" } };
    const { metadata, spec } = (await built({ probes })).inputs(kind.deployment);
    const waiver = "batch tool without any sign of life until 2027-01-31";
    expect(metadata.annotations).to.include({
      "platform/waive.liveness-probe": waiver,
      "platform/waive.readiness-probe": waiver,
    });
    expect(spec.template.spec.containers[0]).not.to.have.any.keys("startupProbe", "livenessProbe", "readinessProbe");
  });

  it("go on serving for 15 s, then have 30 s to finish and 5 to end", async () => {
    const pod = await podOf();
    expect(pod.containers[0].lifecycle).to.deep.equal({ preStop: { sleep: { seconds: 15 } } });
    expect(pod.terminationGracePeriodSeconds).to.equal(50);
  });

  it("wait for no load balancer without a port", async () => {
    const pod = await podOf({ port: "none", probes: { liveness: { exec: ["alive"] } } });
    expect(pod.terminationGracePeriodSeconds).to.equal(35);
  });

  it("VC-43, VC-44, MP-27, MP-28: keep away from each other by nodes and zones, version by version", async () => {
    const { affinity, topologySpreadConstraints } = await podOf();
    const labelSelector = { matchLabels: { "app.kubernetes.io/name": "api" } };
    const matchLabelKeys = ["pod-template-hash"];
    expect(affinity).to.deep.equal({
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector, matchLabelKeys } },
        ],
      },
    });
    expect(topologySpreadConstraints).to.deep.equal([
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector,
        matchLabelKeys,
      },
    ]);
  });

  it("MP-5, MP-19, VC-37: run on their pool and tolerate its taint", async () => {
    const pod = await podOf({ pool: "compute" });
    expect(pod.nodeSelector).to.deep.equal({ "platform/pool": "compute", "kubernetes.io/arch": "amd64" });
    expect(pod.tolerations).to.deep.equal([
      { key: "platform/pool", operator: "Equal", value: "compute", effect: "NoSchedule" },
    ]);
  });

  it("run on any architecture that the image is built for", async () => {
    const image = { repository: "api", tag: "1.0.0", architectures: ["amd64", "arm64"] };
    expect(await podOf({ image })).not.to.have.any.keys("nodeSelector", "tolerations");
  });

  it("MP-7, MP-8, TB-28: write to scratch volumes of a bounded size", async () => {
    const pod = await podOf({
      scratch: [
        { path: "/var/cache/app", size: "1Gi" },
        { path: "/run/app", medium: "memory", size: "16Mi" },
      ],
    });
    expect(pod.volumes).to.deep.equal([
      { name: "scratch-tmp", emptyDir: { sizeLimit: "128Mi" } },
      { name: "scratch-var-cache-app", emptyDir: { sizeLimit: "1Gi" } },
      { name: "scratch-run-app", emptyDir: { sizeLimit: "16Mi", medium: "Memory" } },
    ]);
    expect(pod.containers[0].volumeMounts.map((mount: any) => mount.mountPath)).to.deep.equal([
      "/tmp",
      "/var/cache/app",
      "/run/app",
    ]);
  });

  it("SS-55: get projected tokens for an audience and a time", async () => {
    const { volumes, containers } = await podOf({ tokens: { vault: { audience: "vault", expirySeconds: 900 } } });
    expect(volumes.at(-1)).to.deep.equal({
      name: "token-vault",
      projected: { sources: [{ serviceAccountToken: { audience: "vault", expirationSeconds: 900, path: "token" } }] },
    });
    expect(containers[0].volumeMounts.at(-1)).to.deep.equal({
      name: "token-vault",
      mountPath: "/var/run/secrets/tokens/vault",
      readOnly: true,
    });
  });

  it("get variables from the stack, from Secrets and from the ConfigMap, sorted", async () => {
    const { env } = await containerOf({
      env: { WORKERS: 4, DB_PASSWORD: { secret: "database", key: "password" } },
      config: { env: { LOG_LEVEL: "info" } },
    });
    expect(env.map(({ name }: any) => name)).to.deep.equal(["DB_PASSWORD", "LOG_LEVEL", "WORKERS"]);
    expect(env[0].valueFrom).to.deep.equal({ secretKeyRef: { name: "database", key: "password" } });
    expect(env[1].valueFrom.configMapKeyRef.key).to.equal("LOG_LEVEL");
    expect(env[2].value).to.equal("4");
  });
});

describe("images of services", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  const reference = (image: object) => imageReference(settingsOf({ image }).image, "registry.example.com/team");

  it("VC-66: come from the account's own registry unless a stack names another", () => {
    expect(imageRegistry(platformContext(), {})).to.equal("123456789012.dkr.ecr.us-east-1.amazonaws.com");
    const china = platformContext({ partition: "aws-cn", region: "cn-north-1" });
    expect(imageRegistry(china, {})).to.equal("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn");
    expect(imageRegistry(platformContext(), { registry: "registry.example.com" })).to.equal("registry.example.com");
  });

  for (const [image, expected] of [
    [{ repository: "api", tag: "1.0.0" }, "registry.example.com/team/api:1.0.0"],
    [{ repository: "web/api", tag: "1.0.0" }, "registry.example.com/team/web/api:1.0.0"],
    [{ repository: "ghcr.io/acme/api", tag: "1.0.0" }, "ghcr.io/acme/api:1.0.0"],
    [{ repository: "localhost:5000/api", tag: "1.0.0" }, "localhost:5000/api:1.0.0"],
    [{ repository: "api", tag: "1.0.0", digest }, `registry.example.com/team/api@${digest}`],
  ] as const) {
    it(`${JSON.stringify(image).slice(0, 60)} is ${expected.slice(0, 60)}`, () => {
      expect(reference(image)).to.equal(expected);
    });
  }
});
