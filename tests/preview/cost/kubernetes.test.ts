import { expect } from "chai";
import { kube, resource } from "../support/resources";
import { costConfig, estimate, figures, unpriced } from "./support";

const gp3 = kube(
  "storage.k8s.io/v1:StorageClass",
  "gp3",
  { provisioner: "ebs.csi.aws.com", parameters: { type: "gp3" } },
  { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
);
const io2 = kube("storage.k8s.io/v1:StorageClass", "io2", { parameters: { type: "io2", iops: "40000" } });
const efs = kube("storage.k8s.io/v1:StorageClass", "efs", { provisioner: "efs.csi.aws.com" });

const template = (storage: string, storageClassName?: string) => ({
  spec: { resources: { requests: { storage } }, ...(storageClassName ? { storageClassName } : {}) },
});

describe("cost of volumes", () => {
  it("counts a StatefulSet's claims for each replica, at the price of the default class", () => {
    const set = kube("apps/v1:StatefulSet", "db", { spec: { replicas: 3, volumeClaimTemplates: [template("10Gi")] } });
    expect(figures(estimate([gp3, set]))).to.deep.equal([["volumes of db: gp3", 3]]);
  });

  it("prices io2 by the gigabyte and by the tiers of its IOPS", () => {
    const claim = kube("core/v1:PersistentVolumeClaim", "data", template("100Gi", "io2"));
    expect(figures(estimate([gp3, io2, claim]))).to.have.deep.members([
      ["volumes of data: io2", 12.5],
      ["volumes of data: io2 IOPS", 1920],
      ["volumes of data: io2 IOPS above 32,000", 320],
    ]);
  });

  it("finds what a chart claims in its values: templates of operators, and persistence", () => {
    const values = {
      prometheus: { prometheusSpec: { replicas: 2, storageSpec: { volumeClaimTemplate: template("200Gi") } } },
      grafana: { persistence: { enabled: true, size: "20Gi" } },
      alertmanager: { persistence: { enabled: false, size: "999Gi" } },
    };
    const chart = resource("kubernetes:helm.sh/v4:Chart", "monitoring", { inputs: { values } });
    expect(figures(estimate([gp3, chart]))).to.deep.equal([["volumes of monitoring: gp3", 42]]);
  });

  it("counts the children of a chart instead of its values where the engine records them", () => {
    const values = { grafana: { persistence: { enabled: true, size: "20Gi" } } };
    const chart = resource("kubernetes:helm.sh/v4:Chart", "monitoring", { inputs: { values } });
    const claim = kube("core/v1:PersistentVolumeClaim", "grafana", template("20Gi"));
    const prometheus = kube("monitoring.coreos.com/v1:Prometheus", "prometheus", {
      spec: { replicas: 2, storage: { volumeClaimTemplate: template("50Gi") } },
    });
    const children = [claim, prometheus].map((child) => ({ ...child, parent: chart.urn }));
    expect(figures(estimate([gp3, chart, ...children]))).to.deep.equal([
      ["volumes of prometheus: gp3", 10],
      ["volumes of grafana: gp3", 2],
    ]);
  });

  it("lists claims on EFS and on classes that the stack does not make", () => {
    const claims = ["efs", "elsewhere"].map((name) =>
      kube("core/v1:PersistentVolumeClaim", name, template("5Gi", name)),
    );
    const cost = estimate([efs, ...claims]);
    expect(figures(cost)).to.deep.equal([]);
    expect(unpriced(cost)).to.deep.equal(["volumes of efs, storage class efs", "volumes of elsewhere, 5 GB"]);
  });
});

describe("cost of load balancers", () => {
  const gateway = (className: string, rest = {}) =>
    kube("gateway.networking.k8s.io/v1:Gateway", "public", {
      apiVersion: "gateway.networking.k8s.io/v1",
      spec: { gatewayClassName: className, ...rest },
    });
  const gatewayClass = (name: string, controllerName: string) =>
    kube("gateway.networking.k8s.io/v1:GatewayClass", name, { spec: { controllerName } });

  it("counts an ALB, the assumed capacity units, and its public addresses when it faces the internet", () => {
    const reference = { infrastructure: { parametersRef: { name: "public" } } };
    const facing = kube("gateway.k8s.aws/v1beta1:LoadBalancerConfiguration", "public", {
      spec: { scheme: "internet-facing" },
    });
    const resources = [gatewayClass("alb", "gateway.k8s.aws/alb"), gateway("alb", reference), facing];
    expect(figures(estimate(resources, costConfig({ loadBalancerCapacityUnits: 2 })))).to.deep.equal([
      ["application load balancer of gateway public", 14.6],
      ["capacity units of gateway public", 11.68],
      ["public IPv4 addresses of gateway public", 10.95],
    ]);
  });

  it("SS-21: lists Shield Advanced of a load balancer, which is a subscription of the organization", () => {
    const balancer = (enabled: boolean) =>
      kube("gateway.k8s.aws/v1:LoadBalancerConfiguration", "public", { spec: { shieldConfiguration: { enabled } } });
    expect(unpriced(estimate([balancer(true)]))).to.deep.equal(["Shield Advanced of gateway public"]);
    expect(unpriced(estimate([balancer(false)]))).to.deep.equal([]);
  });

  it("counts nothing for a Gateway that a controller inside the cluster serves: its Service costs", () => {
    const resources = [
      gatewayClass("envoy", "gateway.envoyproxy.io/gatewayclass-controller"),
      gateway("envoy"),
      kube("core/v1:Service", "envoy", { spec: { type: "LoadBalancer" } }),
      kube("core/v1:Service", "api", { spec: { type: "ClusterIP" } }),
    ];
    expect(figures(estimate(resources))).to.deep.equal([
      ["network load balancer of service envoy", 14.6],
      ["capacity units of service envoy", 4.38],
    ]);
  });

  it("counts the NLB that a controller makes before a Gateway's proxies, of Envoy Gateway and of Istio", () => {
    const annotations = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" };
    const parameters = (kind: string) => ({ infrastructure: { parametersRef: { kind, name: "public" } } });
    const envoyService = { type: "LoadBalancer", annotations };
    const envoy = kube("gateway.envoyproxy.io/v1alpha1:EnvoyProxy", "public", {
      spec: { provider: { kubernetes: { envoyService } } },
    });
    const service = JSON.stringify({ metadata: { annotations }, spec: { type: "LoadBalancer" } });
    const istio = kube("core/v1:ConfigMap", "public", { data: { service } });
    const facing = [
      ["network load balancer of gateway public", 14.6],
      ["public IPv4 addresses of gateway public", 10.95],
      ["capacity units of gateway public", 4.38],
    ];
    expect(figures(estimate([gateway("envoy", parameters("EnvoyProxy")), envoy]))).to.deep.equal(facing);
    expect(figures(estimate([gateway("istio", parameters("ConfigMap")), istio]))).to.deep.equal(facing);
    const inside = kube("gateway.envoyproxy.io/v1alpha1:EnvoyProxy", "public", {
      spec: { provider: { kubernetes: { envoyService: { type: "ClusterIP" } } } },
    });
    expect(figures(estimate([gateway("envoy", parameters("EnvoyProxy")), inside]))).to.deep.equal([]);
  });

  it("lists a Gateway whose class it does not know", () => {
    expect(unpriced(estimate([gateway("mystery")]))).to.deep.equal(["gateway public"]);
  });

  it("counts ingresses of one group as one load balancer", () => {
    const annotations = { "alb.ingress.kubernetes.io/group.name": "shared" };
    const ingresses = ["a", "b"].map((name) => kube("networking.k8s.io/v1:Ingress", name, {}, { annotations }));
    expect(figures(estimate(ingresses))).to.deep.equal([
      ["application load balancer of ingress a", 14.6],
      ["capacity units of ingress a", 5.84],
    ]);
  });
});
