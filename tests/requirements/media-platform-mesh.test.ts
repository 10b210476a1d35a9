import { expect } from "./support/mutations";
import { type Json, kube, Platform } from "./support/platform";

const services = ["api-service", "media-service", "media-processor", "outbox-processor", "data-export"];
const gateway = "cluster.local/ns/gateways/sa/mesh-istio";
const telemetry = "kubernetes:telemetry.istio.io/v1:Telemetry";

describe("examples/media-platform: mesh, gateway and security", () => {
  const platform = new Platform("media-platform");
  const { of, spec, pod, container } = platform;

  const traffic = (service: string) => spec(kube.destinationRule, service)["trafficPolicy"] as Json;
  const call = (service: string) => spec(kube.virtualService, service)["http"][0] as Json;
  const route = (service: string, host: string) => spec(kube.route, `${service}.mesh.${host}.company.com.root`);
  const callers = (service: string): string[] => {
    const { rules } = spec(kube.authorization, service);
    return rules.flatMap(({ from }: Json) => from.flatMap(({ source }: Json) => source.principals as string[]));
  };

  platform.met("MP-1 connections are kept for five minutes, and speak the client's HTTP/1.1 or HTTP/2", () => {
    for (const service of services)
      expect(traffic(service)["connectionPool"].http, service).to.deep.equal({
        idleTimeout: "300s",
        useClientProtocol: true,
        http1MaxPendingRequests: 256,
        http2MaxRequests: 1024,
      });
  });

  const hosts = { "MP-14": ["api-service", "api"], "MP-15": ["media-service", "media"] };
  for (const [id, [service = "", host = ""]] of Object.entries(hosts))
    platform.met(`${id} Istio's gateway takes ${host}.company.com to ${service}`, () => {
      const { hostnames, rules, parentRefs } = route(service, host);
      expect(hostnames).to.deep.equal([`${host}.company.com`]);
      expect([rules[0].backendRefs[0].name, parentRefs[0].name]).to.deep.equal([service, "mesh"]);
      expect(spec(kube.gateway)["gatewayClassName"]).to.equal("istio");
    });

  platform.met(
    "MP-16 TLS ends at the gateway with a certificate of Let's Encrypt, and HTTP is redirected by 301",
    () => {
      const [http, https] = spec(kube.gateway)["listeners"];
      expect([http.port, http.protocol]).to.deep.equal([80, "HTTP"]);
      expect([https.port, https.tls.mode, https.tls.certificateRefs[0].name]).to.deep.equal([
        443,
        "Terminate",
        "mesh-tls",
      ]);
      const { issuerRef, dnsNames } = spec(
        "kubernetes:cert-manager.io/v1:Certificate",
        "gateways-mesh-proxies-certificate",
      );
      expect([issuerRef.name, dnsNames]).to.deep.equal(["letsencrypt-prod", ["company.com", "*.company.com"]]);
      const [rule] = spec(kube.route, "gateways-mesh-proxies-redirect")["rules"];
      expect(rule.filters[0].requestRedirect).to.deep.equal({ scheme: "https", port: 443, statusCode: 301 });
    },
  );

  platform.met("MP-17 answers are compressed at the gateway, by gzip and Brotli", () => {
    const { configPatches, workloadSelector } = spec("kubernetes:networking.istio.io/v1alpha3:EnvoyFilter");
    expect(workloadSelector.labels).to.deep.equal({ "gateway.networking.k8s.io/gateway-name": "mesh" });
    expect(configPatches.map(({ patch }: Json) => patch.value.name as string)).to.deep.equal([
      "envoy.filters.http.compressor.gzip",
      "envoy.filters.http.compressor.brotli",
    ]);
  });

  platform.succeeded(
    "MP-37 Istio by its charts base, cni and istiod, and its configuration by the same update",
    "istioctl install leaves nothing that the program could compare or take back",
    () => {
      const charts = ["istio-base", "istio-cni", "istiod"].map((name) => of(kube.chart, `addons-${name}`));
      expect(charts.map(({ chart }) => chart as string)).to.deep.equal(["base", "cni", "istiod"]);
      expect(platform.all(kube.peers).map(({ name }) => name)).to.include(
        "addons-istiod-peerauthentication-production-default",
      );
    },
  );

  platform.met("MP-38 mutual TLS only between all services: STRICT", () => {
    const { metadata, spec: peers } = of(kube.peers, "addons-istiod-peerauthentication-production-default");
    expect([metadata.name, metadata.namespace]).to.deep.equal(["default", "production"]);
    expect(peers).to.deep.equal({ mtls: { mode: "STRICT" } });
  });

  platform.met("MP-39 load balancing, circuit breaker and retries for every service", () => {
    for (const service of services) {
      expect(traffic(service)["loadBalancer"].simple, service).to.equal("LEAST_REQUEST");
      expect(traffic(service)["outlierDetection"].consecutive5xxErrors, service).to.equal(5);
      expect(call(service)["retries"].attempts, service).to.equal(3);
    }
  });

  platform.met("MP-40 five errors in a row take a pod of api-service out: for 30s, of all at most half", () => {
    expect(traffic("api-service")["outlierDetection"]).to.deep.equal({
      consecutive5xxErrors: 5,
      interval: "10s",
      baseEjectionTime: "30s",
      maxEjectionPercent: 50,
    });
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

  platform.met("MP-44 a pool of 1024 connections in each DestinationRule", () => {
    for (const service of services)
      expect(traffic(service)["connectionPool"].tcp, service).to.deep.equal({
        maxConnections: 1024,
        connectTimeout: "5s",
      });
  });

  platform.met("MP-45 the mesh gives metrics and spans of every proxy", () => {
    const { metrics, tracing } = spec(telemetry);
    expect(metrics).to.deep.equal([{ providers: [{ name: "prometheus" }] }]);
    expect(tracing).to.deep.equal([{ providers: [{ name: "otlp" }], randomSamplingPercentage: 100 }]);
    expect(
      spec("kubernetes:monitoring.coreos.com/v1:PodMonitor", "addons-istiod-podmonitor-istio-system-istio-proxies")[
        "podMetricsEndpoints"
      ],
    ).to.have.length(1);
  });

  platform.met(
    "MP-60 Istio sends its spans to the OpenTelemetry Collector of the stack, which keeps them in Jaeger",
    () => {
      const { enableTracing, extensionProviders } = platform.values("addons-istiod")["meshConfig"];
      expect(enableTracing).to.equal(true);
      expect(extensionProviders).to.deep.equal([
        { name: "otlp", opentelemetry: { service: "otel-agent.monitoring.svc.cluster.local", port: 4317 } },
      ]);
      const { exporters } = platform.values("observability-otel-gateway")["alternateConfig"];
      expect(exporters.otlp_grpc.endpoint).to.equal("jaeger.monitoring.svc.cluster.local:4317");
    },
  );

  platform.met("MP-46 denied by default: in the mesh, and by a NetworkPolicy below it", () => {
    const denied = of(kube.authorization, "addons-istiod-authorizationpolicy-production-deny-by-default");
    expect([denied["metadata"].namespace, denied["spec"]]).to.deep.equal(["production", {}]);
    const { podSelector, policyTypes } = spec(kube.policy, "namespaces-production-policy-default-deny-all");
    expect([podSelector, policyTypes]).to.deep.equal([{}, ["Ingress", "Egress"]]);
  });

  platform.met("MP-47 traffic from outside enters by the gateway alone", () => {
    expect(callers("api-service")).to.deep.equal([gateway]);
    const types = platform.all("kubernetes:core/v1:Service").map(({ inputs }) => inputs["spec"].type as string);
    expect(types).to.deep.equal(services.map(() => "ClusterIP"));
  });

  platform.met("MP-48 services call each other by mutual TLS only", () => {
    expect(callers("media-service")).to.have.members([gateway, "cluster.local/ns/production/sa/api-service"]);
    for (const service of services) expect(traffic(service)["tls"], service).to.deep.equal({ mode: "ISTIO_MUTUAL" });
  });

  platform.met("MP-49 an AuthorizationPolicy for each service that is called, beside the PeerAuthentication", () => {
    expect(platform.all(kube.authorization).map(({ name }) => name)).to.have.members([
      "addons-istiod-authorizationpolicy-production-deny-by-default",
      "api-service",
      "media-service",
    ]);
    for (const service of ["api-service", "media-service"])
      expect(spec(kube.authorization, service)["selector"].matchLabels, service).to.deep.equal({
        "app.kubernetes.io/name": service,
      });
    expect(platform.all(kube.peers).map(({ name }) => name)).to.include(
      "addons-istiod-peerauthentication-production-default",
    );
  });

  platform.met("MP-50 every pod runs as user 1000, not root", () => {
    for (const service of services)
      expect(pod(kube.deployment, service)["securityContext"], service).to.include({
        runAsNonRoot: true,
        runAsUser: 1000,
      });
  });

  const security: Record<string, [string, unknown]> = {
    "MP-51": ["readOnlyRootFilesystem", true],
    "MP-52": ["capabilities", { drop: ["ALL"] }],
    "MP-53": ["allowPrivilegeEscalation", false],
  };
  for (const [id, [key, value]] of Object.entries(security))
    platform.met(`${id} ${key}: ${JSON.stringify(value)} of every container`, () => {
      for (const service of services)
        expect(container(kube.deployment, service)["securityContext"][key], service).to.deep.equal(value);
    });
});
