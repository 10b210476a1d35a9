import { expect } from "chai";
import { consolesSettings } from "../../../components/consoles/settings";
import { checkConsoles, type ConsolesView } from "../../../stacks/checks/consoles";
import { checkRoutes, type RoutesView } from "../../../stacks/checks/routes";
import { tiers } from "../../../stacks/tiers";
import { gatewaysSettings } from "../../../components/gateways/settings";
import { followed } from "../../support/followed";
import { service, services } from "../../components/app-service/builders";

const allowFrom = ["203.0.113.0/24"];
const login = { type: "oidc", issuer: "https://login.example.com", clientId: "a", secretName: "s" };
const gateways = gatewaysSettings(tiers.production.gateways).parse({ public: { type: "alb" } });

function view(consoles: object, deviation: Partial<ConsolesView> = {}) {
  const areas = {
    consoles: consolesSettings().parse(consoles),
    observability: { namespace: "monitoring" },
    addons: {},
    domain: "example.com",
    gateways,
    services: services({ api: service({ routes: [{ host: "api" }] }) }),
  };
  return { ...followed(areas), ...deviation } as ReturnType<typeof followed> & ConsolesView & RoutesView;
}

const problems = (...given: Parameters<typeof view>) =>
  (checkConsoles(view(...given)).problems ?? []).map(({ path, set }) => [path, set]);

const grafana = { host: "grafana", allowFrom };

describe("consoles against the rest of the config", () => {
  it("a stack's own console behind its only gateway is well", () => {
    expect(problems({ grafana })).to.deep.equal([]);
  });

  it("a console of what the stack does not have", () => {
    expect(problems({ "argo-cd": { host: "cd", allowFrom } })).to.deep.equal([
      ["consoles.argo-cd", "addons.argo-cd: {}, or remove it"],
    ]);
  });

  it("the host of a service", () => {
    expect(problems({ grafana: { ...grafana, host: "api.example.com" } })).to.deep.equal([
      ["consoles.grafana.host", "a host of its own"],
    ]);
  });

  it("VC-36: a login that the gateway can't ask for", () => {
    const { problems: found } = checkRoutes({ ...view({ grafana: { host: "grafana", login } }), addons: {}, gateways });
    expect((found ?? []).map(({ path }) => path)).to.deep.equal(["consoles.grafana.login.type"]);
  });
});
