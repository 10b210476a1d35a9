import { expect } from "chai";
import { parseStack } from "../../stacks/config";
import { Platform } from "../../stacks/platform";
import { customObjects, definitionLayers, waysIn, withoutWayToDefinitions } from "../support/definitions";
import { type Recorded, recorded } from "../support/record";
import { stackConfig } from "../support/stack-config";

/** The stack that is deployed, at a fixed date. */
function production(): Promise<Recorded> {
  const raw = { ...stackConfig("production"), today: "2026-11-21" };
  return recorded(() => new Platform(parseStack("production", raw).config));
}

describe("add-ons, gateways and observability in the platform", () => {
  let program: Recorded;
  before(async () => {
    program = await production();
  });

  const controller = () => program.one("kubernetes:helm.sh/v4:Chart", "addons-aws-load-balancer-controller");
  const namespace = (name: string) => program.one("kubernetes:core/v1:Namespace", `namespaces-${name}`);

  it("a destroy empties gateways before their controller: the Gateway depends on it", () => {
    const gateway = program.one("kubernetes:gateway.networking.k8s.io/v1:Gateway");
    expect(waysIn(program.resources)(gateway.urn)).to.include(controller().urn);
  });

  it("what has a route waits for the gateways, whose certificates may wait for a person; what has none, for the add-ons alone", () => {
    const reached = waysIn(program.resources);
    const gateway = program.one("kubernetes:gateway.networking.k8s.io/v1:Gateway").urn;
    const certificate = program.one("aws:acm/certificateValidation:CertificateValidation").urn;
    const way = (name: string) => reached(program.one("kubernetes:apps/v1:Deployment", name).urn);
    expect([...way("frontend")]).to.include.members([gateway, certificate, controller().urn]);
    expect([...way("worker")])
      .to.include(controller().urn)
      .and.not.to.include(gateway)
      .and.not.to.include(certificate);
  });

  it("every add-on comes after its namespace and after the nodes", () => {
    const { dependencies } = controller();
    expect(dependencies).to.include(namespace("ingress-system").urn);
    expect(dependencies).to.include(program.one("aws:eks/addon:Addon", "workload-addons-coredns").urn);
  });

  it("the network policies of an add-on come before its chart, whose pods get ready by them", () => {
    const charts = program.resources.filter(({ type }) => type.startsWith("kubernetes:helm.sh/"));
    const policies = program.ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy");
    const guarded = charts.flatMap((chart) =>
      policies
        .filter(({ name }) => name.startsWith(`${chart.name}-networkpolicy-`))
        .map((policy) => [chart, policy] as const),
    );
    expect(guarded.length).to.be.greaterThan(30);
    for (const [chart, policy] of guarded) {
      expect(chart.dependencies, chart.name).to.include(policy.urn);
      expect(policy.dependencies, policy.name).not.to.include(chart.urn);
    }
  });

  it("monitoring comes after its storage class and after the add-ons", () => {
    const { urn } = program.one("kubernetes:helm.sh/v4:Chart", "observability-kube-prometheus-stack");
    const classes = program.ofType("kubernetes:storage.k8s.io/v1:StorageClass").map((one) => one.urn);
    expect([...waysIn(program.resources)(urn)]).to.include.members([controller().urn, ...classes]);
  });

  it("TB-N8: only what mounts the host is privileged: its exporter, collector and sensor, and the driver of secrets", () => {
    const levels = program
      .ofType("kubernetes:core/v1:Namespace")
      .map(({ name }) => [
        name.replace("namespaces-", ""),
        program.inputs("kubernetes:core/v1:Namespace", name).metadata.labels["pod-security.kubernetes.io/enforce"],
      ])
      .filter(([, level]) => level !== "restricted");
    expect(levels).to.have.deep.members([
      ["falco", "privileged"],
      ["logging-host", "privileged"],
      ["monitoring-host", "privileged"],
      ["secrets-management", "privileged"],
    ]);
  });

  it("TB-88: nothing of a custom kind is without a way to every layer of definitions", () => {
    const { resources } = program;
    expect(definitionLayers(resources).length).to.be.greaterThan(10);
    expect(customObjects(resources).length).to.be.greaterThan(20);
    expect(withoutWayToDefinitions(resources)).to.deep.equal([]);
  });

  it("no value of a chart is unknown, so that a preview on a cluster shows every object", () => {
    const charts = ["kubernetes:helm.sh/v4:Chart", "kubernetes:helm.sh/v3:Release"].flatMap((type) =>
      program.ofType(type).map(({ name }) => program.inputs(type, name)),
    );
    expect(charts.length).to.be.greaterThan(3);
    expect(JSON.stringify(charts)).not.to.contain("[unknown]");
  });
});
