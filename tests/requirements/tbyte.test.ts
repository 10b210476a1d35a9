import { expect } from "./support/mutations";
import { kube, Platform } from "./support/platform";

const services = ["frontend", "backend"];

describe("the TByte platform: cluster, workloads, scaling and security", function () {
  this.timeout(180_000);
  const ask = new Platform("tbyte");
  const { of, spec, pod, container } = ask;
  const level = (name: string) =>
    of(kube.namespace, `namespaces-${name}`)["metadata"].labels["pod-security.kubernetes.io/enforce"];
  const nodePool = () => spec("kubernetes:karpenter.sh/v1:NodePool");
  const database = () => of("aws:rds/instance:Instance");
  const policy = (name: string) => spec(kube.policy, name);
  const portsOf = (rules: any[]) => rules.flatMap(({ ports }) => ports.map(({ port }: any) => port));
  const triggers = (name: string) => spec(kube.scaler, `${name}-scaler`)["triggers"];
  const trigger = (name: string, type: string) => triggers(name).find((one: any) => one.type === type);
  const each = (check: (name: string) => void) => () => {
    services.forEach(check);
  };

  ask.met("TB-1 a request goes from the ALB to the ingress controller, the frontend, the backend and RDS", () => {
    const [backend] = spec(kube.route, "doors-public-edge-route")["rules"][0].backendRefs;
    expect(backend).to.include({ name: "door-public", namespace: "envoy-gateway-system" });
    const route = spec(kube.route, "frontend.public.tbyte.example.com");
    expect([route["parentRefs"][0].name, route["rules"][0].backendRefs[0].name]).to.deep.equal(["public", "frontend"]);
    const [from] = policy("backend")["ingress"][0].from;
    expect(from.podSelector.matchLabels).to.deep.equal({ "app.kubernetes.io/name": "frontend" });
    expect(portsOf(policy("backend")["egress"])).to.include(database()["port"]);
  });
  ask.met("TB-3 the cluster's name", () => {
    expect(of("eks:index:Cluster")["name"]).to.equal("tbyte-dev");
  });
  ask.met(
    "TB-5 the services' nodes are Karpenter's",
    each((name) => {
      expect(pod(kube.deployment, name)["nodeSelector"]["platform/pool"]).to.equal(
        nodePool()["template"].metadata.labels["platform/pool"],
      );
    }),
  );
  ask.met("TB-6 Karpenter packs pods onto fewer nodes", () => {
    expect(nodePool()["disruption"].consolidationPolicy).to.equal("WhenEmptyOrUnderutilized");
  });
  ask.met("TB-7 RDS, which holds the data in place of a StatefulSet, does so on gp3", () => {
    expect(database()["storageType"]).to.equal("gp3");
  });
  ask.met("TB-8 no storage class is of gp2", () => {
    const types = ask.all(kube.class).map(({ name }) => of(kube.class, name)["parameters"].type);
    expect(types).to.deep.equal(["gp3"]);
  });
  ask.met("TB-12 RDS for PostgreSQL, Multi-AZ, encrypted", () => {
    expect(database()).to.include({ engine: "postgres", multiAz: true, storageEncrypted: true });
  });
  ask.met(
    "TB-13 frontend and backend are tiers of one namespace",
    each((name) => {
      const { labels, namespace } = of(kube.deployment, name)["metadata"];
      expect([labels["platform/tier"], namespace]).to.deep.equal([name, "tbyte"]);
    }),
  );
  ask.met("TB-19 an ALB answers the host, under a name that can have a certificate", () => {
    expect(
      spec("kubernetes:gateway.networking.k8s.io/v1:Gateway", "doors-public-edge-gateway")["gatewayClassName"],
    ).to.equal("alb");
    expect(spec(kube.route, "frontend.public.tbyte.example.com")["hostnames"]).to.deep.equal(["tbyte.example.com"]);
  });
  ask.met(
    "TB-21 services speak TLS with a certificate of their own",
    each((name) => {
      expect(spec("kubernetes:cert-manager.io/v1:Certificate", `${name}-certificate`)["issuerRef"].name).to.equal(
        "internal",
      );
      expect(container(kube.deployment, name)["livenessProbe"].httpGet.scheme).to.equal("HTTPS");
    }),
  );
  ask.met("TB-22 responses are compressed, by Envoy", () => {
    const { compressor } = spec("kubernetes:gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy");
    expect(compressor).to.deep.equal([{ type: "Brotli" }, { type: "Gzip" }]);
  });

  ask.met(
    "TB-23 TB-24 frontend and backend are behind a ClusterIP",
    each((name) => {
      expect(spec("kubernetes:core/v1:Service", name)["type"]).to.equal("ClusterIP");
    }),
  );
  ask.met(
    "TB-26 CPU",
    each((name) => {
      const { requests, limits } = container(kube.deployment, name)["resources"];
      expect([requests.cpu, limits.cpu]).to.deep.equal(["100m", "500m"]);
    }),
  );
  ask.met(
    "TB-27 memory",
    each((name) => {
      const { requests, limits } = container(kube.deployment, name)["resources"];
      expect([requests.memory, limits.memory]).to.deep.equal(["128Mi", "512Mi"]);
    }),
  );
  ask.met(
    "TB-28 ephemeral storage",
    each((name) => {
      const { requests, limits } = container(kube.deployment, name)["resources"];
      expect([requests["ephemeral-storage"], limits["ephemeral-storage"]]).to.deep.equal(["1Gi", "2Gi"]);
    }),
  );
  for (const [id, probe, path, more] of [
    ["TB-29", "livenessProbe", "/health", { initialDelaySeconds: 30 }],
    ["TB-30", "readinessProbe", "/ready", { initialDelaySeconds: 5 }],
    ["TB-31", "startupProbe", "/startup", { failureThreshold: 30, periodSeconds: 10 }],
  ] as const) {
    ask.met(
      `${id} ${probe} at ${path}`,
      each((name) => {
        const found = container(kube.deployment, name)[probe];
        expect(found.httpGet.path).to.equal(path);
        expect(found).to.deep.include(more);
      }),
    );
  }
  ask.met(
    "TB-32 a drain takes one pod at a time, which leaves half from two pods on (TB-N3)",
    each((name) => {
      const { maxUnavailable, minAvailable } = spec(kube.pdb, name);
      expect([maxUnavailable, minAvailable]).to.deep.equal([1, undefined]);
      expect(spec(kube.scaler, `${name}-scaler`)["minReplicaCount"]).to.equal(2);
    }),
  );

  ask.met(
    "TB-33 TB-36 CPU at 70 %",
    each((name) => {
      expect(trigger(name, "cpu")).to.deep.include({ metricType: "Utilization", metadata: { value: "70" } });
    }),
  );
  ask.met(
    "TB-34 TB-37 memory at 80 %",
    each((name) => {
      expect(trigger(name, "memory")).to.deep.include({ metricType: "Utilization", metadata: { value: "80" } });
    }),
  );
  ask.met(
    "TB-35 two to ten pods",
    each((name) => {
      const { minReplicaCount, maxReplicaCount } = spec(kube.scaler, `${name}-scaler`);
      expect([minReplicaCount, maxReplicaCount]).to.deep.equal([2, 10]);
    }),
  );
  ask.met(
    "TB-38 a Prometheus query scales, too",
    each((name) => {
      expect(trigger(name, "prometheus").metadata.query).to.contain('namespace="tbyte"');
    }),
  );
  ask.met(
    "TB-39 KEDA scales, and no HPA beside it (TB-N2)",
    each((name) => {
      expect(spec(kube.scaler, `${name}-scaler`)["scaleTargetRef"]).to.deep.include({ kind: "Deployment", name });
      expect(ask.all(kube.hpa)).to.deep.equal([]);
    }),
  );
  ask.met("TB-40 Karpenter has a NodePool, and what its nodes are made of", () => {
    const { kind, name } = nodePool()["template"].spec.nodeClassRef;
    expect(of(`kubernetes:karpenter.k8s.aws/v1:${String(kind)}`)["metadata"].name).to.equal(name);
  });

  ask.met("TB-42 everything is denied but what is listed", () => {
    expect(policy("namespaces-tbyte-policy-default-deny-all")).to.deep.equal({
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
  });
  ask.met("TB-43 only the ports that a service needs are open", () => {
    expect(portsOf(policy("frontend")["ingress"])).to.deep.equal([443, 9090]);
    expect(portsOf(policy("backend")["ingress"])).to.deep.equal([8080, 8080]);
  });
  ask.met("TB-44 the ingress controller may call 443; nothing listens without TLS at 80", () => {
    const [{ from, ports }] = policy("frontend")["ingress"];
    expect(from[0].namespaceSelector.matchLabels["kubernetes.io/metadata.name"]).to.equal("envoy-gateway-system");
    expect(ports).to.deep.equal([{ port: 443, protocol: "TCP" }]);
  });
  ask.met("TB-45 monitoring may call 8080 and 9090", () => {
    const [{ from, ports }] = policy("namespaces-tbyte-policy-allow-scraping")["ingress"];
    expect(from[0].namespaceSelector.matchLabels["kubernetes.io/metadata.name"]).to.equal("monitoring");
    expect(ports.map(({ port }: any) => port)).to.deep.equal([8080, 9090]);
  });
  ask.met(
    "TB-46 TB-47 DNS and HTTPS out",
    each((name) => {
      expect(portsOf(policy(name)["egress"])).to.include.members([53, 443]);
    }),
  );
  ask.met("TB-48 the backend alone may call the database", () => {
    expect(portsOf(policy("backend")["egress"])).to.include(5432);
    expect(portsOf(policy("frontend")["egress"])).not.to.include(5432);
  });

  ask.met(
    "TB-49 not root, user 1000",
    each((name) => {
      expect(pod(kube.deployment, name)["securityContext"]).to.include({ runAsNonRoot: true, runAsUser: 1000 });
    }),
  );
  ask.met(
    "TB-50 a read-only root file system",
    each((name) => {
      expect(container(kube.deployment, name)["securityContext"].readOnlyRootFilesystem).to.equal(true);
    }),
  );
  ask.met(
    "TB-51 no privilege escalation",
    each((name) => {
      expect(container(kube.deployment, name)["securityContext"].allowPrivilegeEscalation).to.equal(false);
    }),
  );
  ask.met(
    "TB-52 no capability but NET_BIND_SERVICE",
    each((name) => {
      expect(container(kube.deployment, name)["securityContext"].capabilities).to.deep.equal({
        drop: ["ALL"],
        add: ["NET_BIND_SERVICE"],
      });
    }),
  );
  ask.met("TB-53 restricted for applications", () => {
    expect(level("tbyte")).to.equal("restricted");
  });
  ask.met("TB-54 monitoring and logging are stricter than baseline; what reads the host is apart (TB-N8)", () => {
    expect([level("monitoring"), level("logging")]).to.deep.equal(["restricted", "restricted"]);
    expect([level("monitoring-host"), level("logging-host")]).to.deep.equal(["privileged", "privileged"]);
  });
  ask.met("TB-55 privileged for CSI drivers", () => {
    expect(level("secrets-management")).to.equal("privileged");
  });
  ask.met("TB-56 Role app-reader", () => {
    const { rules, metadata } = of("kubernetes:rbac.authorization.k8s.io/v1:Role");
    expect([metadata.name, rules]).to.deep.equal([
      "app-reader",
      [{ apiGroups: [""], resources: ["pods", "services", "configmaps"], verbs: ["get", "list", "watch"] }],
    ]);
  });
});
