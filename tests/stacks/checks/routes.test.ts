import { expect } from "chai";
import { tiers } from "../../../stacks/tiers";
import { gatewaysSettings } from "../../../components/gateways/settings";
import { addonsSettings } from "../../../components/platform-addons/settings";
import { checkRoutes } from "../../../stacks/checks/routes";
import { followed } from "../../support/followed";
import { service, services } from "../../components/app-service/builders";

const login = {
  oidc: { type: "oidc", issuer: "https://login.example.com", clientId: "a", secretName: "s" },
  cognito: {
    type: "cognito",
    userPoolArn: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a1b2c3d4e",
    clientId: "a",
    domain: "d",
  },
};

/** What is wrong with one route behind a gateway of a type: the key, and what to set. */
function problems(type: string, route: object, gateway: object = {}, envoy: object = {}) {
  const { problems: found } = checkRoutes(
    followed({
      addons: addonsSettings({ replicas: 2 }).parse({ "envoy-gateway": envoy }),
      gateways: gatewaysSettings(tiers.production.gateways).parse({ public: { type, ...gateway } }),
      services: services({ api: service({ routes: [{ host: "api", ...route }] }) }),
    }),
  );
  return (found ?? []).map(({ path, set }) => [path.replace("services.api.routes[0].", ""), set]);
}

describe("what routes ask against what their gateways can", () => {
  it("VC-36: each type of gateway has a login but Istio's, which only judges tokens", () => {
    expect(problems("alb", { login: login.cognito })).to.deep.equal([]);
    expect(problems("nlb", { login: login.oidc })).to.deep.equal([]);
    expect(problems("alb-gateway", { login: login.oidc })).to.deep.equal([]);
    expect(problems("alb", { login: login.oidc }).map(([key]) => key)).to.deep.equal(["login.type"]);
    expect(problems("nlb", { login: login.cognito })).to.deep.equal([
      ["login.type", "oidc, with the user pool's issuer"],
    ]);
    expect(problems("istio", { login: login.oidc })).to.deep.equal([
      ["login", "a gateway of type alb, nlb or alb-gateway"],
    ]);
  });

  it("VC-36: a rule of an ALB has room for three ranges beside host and root, two beside a path", () => {
    const ranges = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];
    expect(problems("alb", { allowFrom: ranges })).to.deep.equal([]);
    expect(problems("alb", { allowFrom: ranges, path: "/admin" })).to.deep.equal([
      ["allowFrom", "2 at most, or gateways.public.allowFrom for the whole gateway"],
    ]);
    expect(problems("istio", { allowFrom: ranges })).to.deep.equal([]);
    expect(problems("istio", { allowFrom: ranges, host: "*.acme.example" }).map(([key]) => key)).to.deep.equal([
      "allowFrom",
    ]);
  });

  it("MP-N7: a route's timeout fits below that of the ALB in front, and is not an ALB's own", () => {
    expect(problems("nlb", { timeoutSeconds: 300 })).to.deep.equal([]);
    expect(problems("istio", { timeoutSeconds: 300 })).to.deep.equal([]);
    expect(problems("alb-gateway", { timeoutSeconds: 300 }, { idleTimeoutSeconds: 300 })).to.deep.equal([]);
    expect(problems("alb-gateway", { timeoutSeconds: 300 })).to.deep.equal([
      ["timeoutSeconds", "gateways.public.idleTimeoutSeconds: 300"],
    ]);
    expect(problems("alb", { timeoutSeconds: 30 }).map(([key]) => key)).to.deep.equal(["timeoutSeconds"]);
  });

  it("MP-41, VC-28: tries and limits of a route need Envoy Gateway, limits its Redis too", () => {
    const both = { retries: {}, rateLimit: { requestsPerSecond: 1 } };
    expect(problems("nlb", both, {}, { rateLimitRedis: "redis.cache:6379" })).to.deep.equal([]);
    expect(problems("nlb", both)).to.deep.equal([["rateLimit", "addons.envoy-gateway.rateLimitRedis"]]);
    for (const type of ["alb", "istio"]) {
      expect(problems(type, both).map(([key]) => key)).to.deep.equal(["retries", "rateLimit"]);
    }
  });

  it("a redirect stands alone", () => {
    expect(problems("nlb", { redirectTo: "app" })).to.deep.equal([]);
    expect(problems("nlb", { redirectTo: "app", timeoutSeconds: 5 })).to.deep.equal([
      ["timeoutSeconds", "one of them"],
    ]);
  });
});
