import { expect } from "chai";
import { type AddonsView, checkAddons } from "../../../stacks/checks/addons";
import { addonSet } from "../../../stacks/resolve/addon-set";
import { addonsOf } from "../../components/platform-addons/builders";
import { certificateArn, gatewaysOf, zoneId } from "../../components/gateways/builders";
import { observabilityOf } from "../../components/observability/builders";

/** A stack whose areas fit together. */
function view(deviation: Partial<AddonsView> = {}): AddonsView {
  const stack = {
    aws: { region: "us-east-1" },
    domain: "acme.example",
    addons: addonsOf({ "aws-load-balancer-controller": {}, "metrics-server": {} }),
    observability: observabilityOf({}),
    gateways: gatewaysOf({ public: { type: "alb" } }),
    dns: { zones: {}, zoneId },
    storageClasses: { gp3: { type: "gp3" }, efs: { type: "efs" } },
    namespaces: { production: {} },
    managedAddons: { snapshots: true, podNetworking: { policyEngine: "vpc-cni" } },
    ...deviation,
  };
  return { ...stack, addonSet: addonSet({ ...stack, namespaces: { production: {} } }) };
}

const paths = (deviation: Partial<AddonsView>) => (checkAddons(view(deviation)).problems ?? []).map(({ path }) => path);

describe("add-ons, gateways and observability against the rest", () => {
  it("finds nothing where all fits", () => {
    expect(checkAddons(view())).to.deep.equal({ problems: [], warnings: [] });
  });

  it("a gateway needs the controller that makes its load balancer", () => {
    expect(paths({ addons: addonsOf({ "metrics-server": {} }) })).to.deep.equal(["gateways.public"]);
  });

  it("SS-N1: a gateway needs a certificate, or a zone to have one issued in", () => {
    expect(paths({ dns: { zones: {} } })).to.deep.equal(["gateways.public"]);
    const gateways = gatewaysOf({ public: { type: "alb", certificate: { arn: certificateArn } } });
    expect(paths({ dns: { zones: {} }, gateways })).to.deep.equal([]);
  });

  it("a certificate of another region can't be used", () => {
    const gateways = gatewaysOf({ public: { type: "alb", certificate: { arn: certificateArn } } });
    expect(paths({ aws: { region: "eu-west-1" }, gateways })).to.deep.equal(["gateways.public.certificate.arn"]);
  });

  it("SS-21: Shield on a gateway needs the controller's leave", () => {
    const gateways = gatewaysOf({ public: { type: "alb", shield: true } });
    expect(paths({ gateways })).to.deep.equal(["gateways.public.shield"]);
    const addons = addonsOf({ "aws-load-balancer-controller": { shield: true }, "metrics-server": {} });
    expect(paths({ gateways, addons })).to.deep.equal([]);
  });

  it("a shared file system is refused for volumes of databases", () => {
    const [problem] =
      checkAddons(view({ observability: observabilityOf({ prometheus: { storageClass: "efs" } }) })).problems ?? [];
    expect(problem).to.include({ path: "observability.prometheus.storageClass", set: "gp3" });
  });

  it("without observability its volumes are not asked about", () => {
    expect(paths({ observability: undefined, storageClasses: {} })).to.deep.equal([]);
  });

  it("a namespace has one owner", () => {
    expect(paths({ namespaces: { monitoring: {} } })).to.deep.equal(["namespaces.monitoring"]);
    expect(paths({ namespaces: { gateways: {} } })).to.deep.equal(["namespaces.gateways"]);
    expect(paths({ observability: observabilityOf({ namespace: "gateways" }) })).to.deep.equal([
      "observability.namespace",
    ]);
  });

  it("SS-N8: tells whose Pod Security level a shared namespace lowers", () => {
    const { problems, warnings } = checkAddons(view({ observability: observabilityOf({ hostNamespace: "system" }) }));
    expect(problems).to.deep.equal([]);
    expect(warnings).to.have.length(1);
    expect(warnings?.[0]).to.contain("system enforces privileged").and.to.contain("metrics-server");
  });
});
