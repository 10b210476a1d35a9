import { expect } from "chai";
import { addonsSettings } from "../../../components/platform-addons/settings";
import { resolveAddons } from "../../../components/platform-addons/resolve";
import { withServiceTls } from "../../../stacks/resolve/service-tls";
import { selection, surroundings } from "../platform-addons/builders";
import { built, kind, problems, service, services } from "./builders";
import { envoyGateway } from "./every-kind";

const certificate = "kubernetes:cert-manager.io/v1:Certificate";
const backendTls = "kubernetes:gateway.networking.k8s.io/v1:BackendTLSPolicy";
const names = (name: string) =>
  ["", ".production", ".production.svc", ".production.svc.cluster.local"].map((end) => name + end);

describe("services that speak TLS without a mesh", () => {
  it("TB-21, TB-N11: have a certificate of the cluster's own authority for their names, as server and client", async () => {
    const program = await built({ tls: {} });
    const { metadata, spec } = program.inputs(certificate);
    expect([metadata.name, metadata.namespace]).to.deep.equal(["api-tls", "production"]);
    expect(spec).to.deep.equal({
      secretName: "api-tls",
      issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "internal" },
      dnsNames: names("api"),
      duration: "2160h",
      renewBefore: "720h",
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      usages: ["digital signature", "server auth", "client auth"],
    });
    expect(program.one(kind.deployment).dependencies).to.include(program.one(certificate).urn);
  });

  it("TB-21: have it as files, and are asked by HTTPS by the kubelet", async () => {
    const { spec } = (await built({ tls: {}, probes: { readiness: { path: "/ready", port: 9000 } } })).inputs(
      kind.deployment,
    );
    const pod = spec.template.spec;
    expect(pod.volumes).to.deep.include({ name: "tls", secret: { secretName: "api-tls", defaultMode: 0o440 } });
    expect(pod.containers[0].volumeMounts).to.deep.include({ name: "tls", mountPath: "/etc/tls", readOnly: true });
    expect(pod.containers[0].livenessProbe.httpGet).to.deep.equal({ path: "/health", port: 8000, scheme: "HTTPS" });
    expect(pod.containers[0].readinessProbe.httpGet).to.deep.equal({ path: "/ready", port: 9000 });
  });

  it("TB-21: are known to Prometheus by root and name, at their own port; another port is asked as before", async () => {
    const endpoint = async (metrics: object) =>
      (await built({ tls: {}, metrics })).inputs(kind.serviceMonitor).spec.endpoints[0];
    expect(await endpoint({})).to.deep.equal({
      port: "http",
      path: "/metrics",
      scheme: "https",
      tlsConfig: { ca: { secret: { name: "api-tls", key: "ca.crt" } }, serverName: "api.production.svc" },
    });
    expect(await endpoint({ port: 9090 })).to.deep.equal({ port: "metrics", path: "/metrics" });
  });

  it("TB-21: are asked by TLS from an ALB, and known to a gateway's proxies by root and name, both versions", async () => {
    const routes = [{ host: "api" }];
    const rollout = { canary: {} };
    const alb = await built({ tls: {}, routes });
    expect(alb.inputs(kind.targetHealth).spec.defaultConfiguration).to.deep.equal({
      protocol: "HTTPS",
      healthCheckConfig: {
        healthCheckPath: "/ready",
        matcher: { httpCode: "200-399" },
        healthCheckProtocol: "HTTPS",
        healthCheckInterval: 15,
        healthCheckTimeout: 5,
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 2,
      },
    });
    expect(alb.ofType(backendTls)).to.deep.equal([]);
    const envoy = await built({ tls: {}, routes, metrics: {}, rollout }, { gateways: { public: envoyGateway } });
    expect(envoy.inputs(backendTls).spec).to.deep.equal({
      targetRefs: ["api", "api-canary"].map((name) => ({ group: "", kind: "Service", name })),
      validation: {
        caCertificateRefs: [{ group: "", kind: "Secret", name: "api-tls" }],
        hostname: "api.production.svc",
      },
    });
    expect(envoy.inputs(certificate).spec.dnsNames).to.deep.equal([...names("api"), ...names("api-canary")]);
  });

  it("TB-21: the authority is made where a service has its certificate from there, and keeps its key for ten years", () => {
    const addons = addonsSettings({ replicas: 2 }).parse({ "cert-manager": {}, "gateway-api-crds": {} });
    const issuersWith = (given: Record<string, unknown>) =>
      Object.keys(withServiceTls({ addons, services: services(given) }).addons["cert-manager"]?.issuers ?? {});
    const usual = ["letsencrypt-prod", "letsencrypt-staging", "selfsigned"];
    expect(issuersWith({ api: service() })).to.deep.equal(usual);
    expect(issuersWith({ api: service({ tls: {} }) })).to.deep.equal([...usual, "internal"]);

    const made = resolveAddons(
      selection({ "cert-manager": { issuers: { internal: { type: "ca" } } }, "gateway-api-crds": {} }),
      surroundings(),
    ).flatMap(({ objects }) => objects.filter(({ apiVersion }) => apiVersion === "cert-manager.io/v1"));
    expect(made.map(({ kind: one, metadata }) => [one, metadata.name, metadata.namespace])).to.deep.equal([
      ["Issuer", "internal-root", "cert-manager"],
      ["Certificate", "internal-root", "cert-manager"],
      ["ClusterIssuer", "internal", undefined],
    ]);
    expect(made[1]?.body.spec).to.deep.include({
      isCA: true,
      duration: "87600h",
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
    });
    expect(made[2]?.body.spec).to.deep.equal({ ca: { secretName: "internal-root" } });
  });

  it("can't be asked by gRPC of the kubelet at that port, and not have their files in a scratch directory", () => {
    const paths = (deviation: object) => problems({ tls: {}, ...deviation }).map(({ path }) => path);
    expect(paths({ probes: { readiness: { grpc: true } } })).to.deep.equal(["api.probes.readiness.grpc"]);
    expect(paths({ probes: { readiness: { grpc: true, port: 9000 } } })).to.deep.equal([]);
    expect(paths({ scratch: [{ path: "/etc/tls" }] })).to.deep.equal(["api.tls.path"]);
  });
});
