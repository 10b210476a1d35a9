import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const services = ["api-service", "media-service", "media-processor", "outbox-processor", "data-export"];
const gateway = "cluster.local/ns/doors/sa/mesh-istio";

describe("examples/media-platform: mesh, gateway and security", () => {
  const platform = new Platform("media-platform");

  const traffic = (service: string) => platform.spec(kube.destinationRule, service)["trafficPolicy"] as Json;
  const call = (service: string) => platform.spec(kube.virtualService, service)["http"][0] as Json;
  const route = (service: string, host: string) =>
    platform.spec(kube.route, `${service}.mesh.${host}.company.com.root`);
  const callers = (service: string): string[] => {
    const { rules } = platform.spec(kube.authorization, service);
    return rules.flatMap(({ from }: Json) => from.flatMap(({ source }: Json) => source.principals as string[]));
  };

  platform.met("MP-1 connections are kept for five minutes and speak the client's HTTP/1.1 or HTTP/2", () => {
    for (const service of services)
      expect(traffic(service)["connectionPool"].http, service).to.include({
        idleTimeout: "300s",
        useClientProtocol: true,
      });
  });

  const hosts = { "MP-14": ["api-service", "api"], "MP-15": ["media-service", "media"] };
  for (const [id, [service = "", host = ""]] of Object.entries(hosts))
    platform.met(`${id} Istio's gateway takes ${host}.company.com`, () => {
      const { hostnames, rules, parentRefs } = route(service, host);
      expect(hostnames).to.deep.equal([`${host}.company.com`]);
      expect([rules[0].backendRefs[0].name, parentRefs[0].name]).to.deep.equal([service, "mesh"]);
      expect(platform.spec(kube.gateway)["gatewayClassName"]).to.equal("istio");
    });

  platform.met("MP-16 TLS ends at the gateway, and HTTP is redirected", () => {
    const [, https] = platform.spec(kube.gateway)["listeners"];
    expect([https.port, https.tls.mode]).to.deep.equal([443, "Terminate"]);
    const [rule] = platform.spec(kube.route, "doors-mesh-proxies-redirect")["rules"];
    expect(rule.filters[0].requestRedirect).to.deep.equal({ scheme: "https", port: 443, statusCode: 301 });
  });

  platform.met("MP-17 answers are compressed at the gateway", () => {
    const { configPatches, workloadSelector } = platform.spec("kubernetes:networking.istio.io/v1alpha3:EnvoyFilter");
    expect(workloadSelector.labels).to.deep.equal({ "gateway.networking.k8s.io/gateway-name": "mesh" });
    expect(configPatches.map(({ patch }: Json) => patch.value.name as string)).to.deep.equal([
      "envoy.filters.http.compressor.gzip",
      "envoy.filters.http.compressor.brotli",
    ]);
  });

  platform.met("MP-37 Istio, by its charts", () => {
    const charts = ["istio-base", "istio-cni", "istiod"].map((name) => platform.of(kube.chart, `addons-${name}`));
    expect(charts.map(({ chart }) => chart as string)).to.deep.equal(["base", "cni", "istiod"]);
  });

  platform.met("MP-38 mutual TLS only", () => {
    const { metadata, spec } = platform.of(kube.peers, "addons-istiod-peerauthentication-production-default");
    expect([metadata.namespace, spec]).to.deep.equal(["production", { mtls: { mode: "STRICT" } }]);
  });

  platform.met("MP-39 load balancing, circuit breaker and retries for every service", () => {
    for (const service of services) {
      expect(traffic(service)["loadBalancer"].simple, service).to.equal("LEAST_REQUEST");
      expect(traffic(service)["outlierDetection"].consecutive5xxErrors, service).to.equal(5);
      expect(call(service)["retries"].attempts, service).to.equal(3);
    }
  });

  platform.met("MP-40 five errors in a row take a pod of api-service out", () => {
    expect(traffic("api-service")["outlierDetection"].consecutive5xxErrors).to.equal(5);
  });

  platform.met("MP-41 three retries, with growing waits from 25 ms on and a time for each try (MP-N7)", () => {
    expect(call("api-service")["retries"]).to.include({ attempts: 3, backoff: "25ms", perTryTimeout: "7500ms" });
    expect(call("media-service")["retries"]).to.include({ attempts: 3, backoff: "25ms", perTryTimeout: "75s" });
  });

  const timeouts = { "MP-42": ["api-service", "api", "30s"], "MP-43": ["media-service", "media", "300s"] };
  for (const [id, [service = "", host = "", timeout = ""]] of Object.entries(timeouts))
    platform.met(`${id} ${timeout} for ${service}, in the mesh and at the gateway`, () => {
      expect(call(service)["timeout"]).to.equal(timeout);
      expect(route(service, host)["rules"][0].timeouts.request).to.equal(timeout);
    });

  platform.met("MP-44 a pool of connections in each DestinationRule", () => {
    for (const service of services)
      expect(traffic(service)["connectionPool"].tcp, service).to.include({ maxConnections: 1024 });
  });

  platform.met("MP-45 the mesh gives metrics of every proxy", () => {
    const { metrics } = platform.spec("kubernetes:telemetry.istio.io/v1:Telemetry");
    expect(metrics).to.deep.equal([{ providers: [{ name: "prometheus" }] }]);
  });

  platform.met("MP-60 and spans to the collector of the stack", () => {
    const { tracing } = platform.spec("kubernetes:telemetry.istio.io/v1:Telemetry");
    const [provider] = platform.values("addons-istiod")["meshConfig"].extensionProviders;
    expect(tracing[0].providers).to.deep.equal([{ name: provider.name }]);
    const collector = { service: "otel-agent.monitoring.svc.cluster.local", port: 4317 };
    expect(provider.opentelemetry).to.deep.equal(collector);
  });

  platform.met("MP-46 nothing may call what nobody opened", () => {
    const denied = platform.of(kube.authorization, "addons-istiod-authorizationpolicy-production-deny-by-default");
    expect([denied["metadata"].namespace, denied["spec"]]).to.deep.equal(["production", {}]);
    const { podSelector, policyTypes } = platform.spec(kube.policy, "namespaces-production-policy-default-deny-all");
    expect([podSelector, policyTypes]).to.deep.equal([{}, ["Ingress", "Egress"]]);
  });

  platform.met("MP-47 from outside, by the gateway alone", () => {
    expect(callers("api-service")).to.deep.equal([gateway]);
  });

  platform.met("MP-48 between services, by the certificate of one that says so", () => {
    expect(callers("media-service")).to.have.members([gateway, "cluster.local/ns/production/sa/api-service"]);
    for (const service of services) expect(traffic(service)["tls"].mode, service).to.equal("ISTIO_MUTUAL");
  });

  platform.met("MP-49 an AuthorizationPolicy for each service that is called", () => {
    const selected = ["api-service", "media-service"].map(
      (name) => platform.spec(kube.authorization, name)["selector"].matchLabels["app.kubernetes.io/name"] as string,
    );
    expect(selected).to.deep.equal(["api-service", "media-service"]);
    expect(platform.all(kube.authorization)).to.have.length(3);
  });

  const security: Record<string, Json> = {
    "MP-51": { readOnlyRootFilesystem: true },
    "MP-52": { capabilities: { drop: ["ALL"] } },
    "MP-53": { allowPrivilegeEscalation: false },
  };
  for (const [id, setting] of Object.entries(security))
    platform.met(`${id} ${Object.keys(setting).join()} of every container`, () => {
      for (const service of services)
        expect(platform.container(kube.deployment, service)["securityContext"], service).to.deep.include(setting);
    });

  platform.met("MP-50 user 1000, not root", () => {
    for (const service of services)
      expect(platform.pod(kube.deployment, service)["securityContext"]).to.include({
        runAsNonRoot: true,
        runAsUser: 1000,
      });
  });

  platform.met("MP-58 rate, errors, P50, P95 and P99 of each service are recorded", () => {
    const records = platform
      .all(kube.rules)
      .flatMap(({ name }) => platform.spec(kube.rules, name)["groups"] as Json[])
      .flatMap(({ rules }) => rules as Json[])
      .map(({ record }) => record as string | undefined);
    expect(records).to.include.members([
      "service:requests:rate5m",
      "service:request_errors:ratio_rate5m",
      ...["p50", "p95", "p99"].map((share) => `service:request_duration_seconds:${share}_5m`),
    ]);
  });
});
