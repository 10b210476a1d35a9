import { expect } from "chai";
import { type AddonsView, checkAddons } from "../../../stacks/checks/addons";
import { addonsOf } from "../../components/platform-addons/builders";
import { certificateArn, doorsOf, zoneId } from "../../components/doors/builders";
import { observabilityOf } from "../../components/observability/builders";

/** A stack whose areas fit together. */
function view(deviation: Partial<AddonsView> = {}): AddonsView {
  return {
    aws: { region: "us-east-1" },
    domain: "acme.example",
    addons: addonsOf({ "aws-load-balancer-controller": {}, "metrics-server": {} }),
    observability: observabilityOf({}),
    doors: doorsOf({ public: { type: "alb" } }),
    dns: { zones: {}, zoneId },
    storageClasses: { gp3: { type: "gp3" }, efs: { type: "efs" } },
    namespaces: { production: {} },
    ...deviation,
  };
}

const paths = (deviation: Partial<AddonsView>) => (checkAddons(view(deviation)).problems ?? []).map(({ path }) => path);

describe("add-ons, doors and observability against the rest", () => {
  it("finds nothing where all fits", () => {
    expect(checkAddons(view())).to.deep.equal({ problems: [], warnings: [] });
  });

  it("a door needs the controller that makes its load balancer", () => {
    expect(paths({ addons: addonsOf({ "metrics-server": {} }) })).to.deep.equal(["doors.public"]);
  });

  it("SS-N1: a door needs a certificate, or a zone to have one issued in", () => {
    expect(paths({ dns: { zones: {} } })).to.deep.equal(["doors.public"]);
    const doors = doorsOf({ public: { type: "alb", certificate: { arn: certificateArn } } });
    expect(paths({ dns: { zones: {} }, doors })).to.deep.equal([]);
  });

  it("a certificate of another region can't be used", () => {
    const doors = doorsOf({ public: { type: "alb", certificate: { arn: certificateArn } } });
    expect(paths({ aws: { region: "eu-west-1" }, doors })).to.deep.equal(["doors.public.certificate.arn"]);
  });

  it("SS-21: Shield on a door needs the controller's leave", () => {
    const doors = doorsOf({ public: { type: "alb", shield: true } });
    expect(paths({ doors })).to.deep.equal(["doors.public.shield"]);
    const addons = addonsOf({ "aws-load-balancer-controller": { shield: true }, "metrics-server": {} });
    expect(paths({ doors, addons })).to.deep.equal([]);
  });

  it("a storage class that doesn't exist is named, and a shared file system refused", () => {
    expect(paths({ observability: observabilityOf({ grafana: { storageClass: "fast" } }) })).to.deep.equal([
      "observability.grafana.storageClass",
    ]);
    const [problem] =
      checkAddons(view({ observability: observabilityOf({ prometheus: { storageClass: "efs" } }) })).problems ?? [];
    expect(problem).to.include({ path: "observability.prometheus.storageClass", set: "gp3" });
  });

  it("without observability its volumes are not asked about", () => {
    expect(paths({ observability: undefined, storageClasses: {} })).to.deep.equal([]);
  });

  it("a namespace has one owner", () => {
    expect(paths({ namespaces: { monitoring: {} } })).to.deep.equal(["namespaces.monitoring"]);
    expect(paths({ namespaces: { doors: {} } })).to.deep.equal(["namespaces.doors"]);
    expect(paths({ observability: observabilityOf({ namespace: "doors" }) })).to.deep.equal([
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
