import { expect } from "chai";
import type { GatewayRef } from "../../../components/shared/refs";
import { albGateway, built, istioGateway, kind, problems } from "./builders";

const envoyGateway: GatewayRef = { ...albGateway, kind: "envoy", targetsPodIps: false };
const ruleConfiguration = "kubernetes:gateway.k8s.aws/v1:ListenerRuleConfiguration";
const security = "kubernetes:gateway.envoyproxy.io/v1alpha1:SecurityPolicy";
const backend = "kubernetes:gateway.envoyproxy.io/v1alpha1:BackendTrafficPolicy";

const office = ["203.0.113.0/24"];
const cognito = {
  type: "cognito",
  userPoolArn: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a1b2c3d4e",
  clientId: "admin",
  domain: "acme",
};
const oidc = { type: "oidc", issuer: "https://login.example.com", clientId: "admin", secretName: "login" };

const behind = (gateway: GatewayRef, route: object) =>
  built({ routes: [{ host: "admin", ...route }] }, { gateways: { public: gateway } });

describe("what routes ask of requests", () => {
  it("VC-36: an ALB lets in the office alone, and has people log in at Cognito, before the route is there", async () => {
    const program = await behind(albGateway, { allowFrom: office, login: cognito });
    const { metadata, spec } = program.inputs(ruleConfiguration);
    expect(spec.conditions).to.deep.equal([{ field: "source-ip", sourceIPConfig: { values: office } }]);
    expect(spec.actions[0].type).to.equal("authenticate-cognito");
    expect(spec.actions[0].authenticateCognitoConfig).to.deep.include({
      userPoolArn: cognito.userPoolArn,
      userPoolClientId: "admin",
      userPoolDomain: "acme",
      onUnauthenticatedRequest: "authenticate",
    });
    const [rule] = program.inputs(kind.route).spec.rules;
    expect(rule.filters).to.deep.equal([
      {
        type: "ExtensionRef",
        extensionRef: { group: "gateway.k8s.aws", kind: "ListenerRuleConfiguration", name: metadata.name },
      },
    ]);
    expect(program.one(kind.route).dependencies).to.include(program.one(ruleConfiguration).urn);
  });

  it("VC-36: Envoy's proxies let in the office alone, and have people log in at a provider", async () => {
    const program = await behind(envoyGateway, { allowFrom: office, login: oidc });
    const { spec } = program.inputs(security);
    const { metadata } = program.inputs(kind.route);
    expect(spec.targetRefs).to.deep.equal([
      { group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: metadata.name },
    ]);
    expect(spec.authorization).to.deep.equal({
      defaultAction: "Deny",
      rules: [{ name: "allow-from", action: "Allow", principal: { clientCIDRs: office } }],
    });
    expect(spec.oidc).to.deep.equal({
      provider: { issuer: "https://login.example.com" },
      clientID: "admin",
      clientSecret: { group: "", kind: "Secret", name: "login" },
      scopes: [],
    });
  });

  it("VC-36: a gateway of Istio refuses everybody else for the host, with and without a port, and below the path", async () => {
    const program = await behind(istioGateway, { allowFrom: office, path: "/admin" });
    const { metadata, spec } = program.inputs(kind.authorization);
    expect(metadata.namespace).to.equal("gateways");
    expect(spec).to.deep.equal({
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "mesh" }],
      action: "DENY",
      rules: [
        {
          from: [{ source: { notIpBlocks: office } }],
          to: [
            {
              operation: { hosts: ["admin.example.com", "admin.example.com:*"], paths: ["/admin", "/admin/*"] },
            },
          ],
        },
      ],
    });
  });

  it("MP-43, VC-29: a route has a timeout of its own, at gateways with proxies", async () => {
    for (const gateway of [envoyGateway, istioGateway]) {
      const [rule] = (await behind(gateway, { timeoutSeconds: 300 })).inputs(kind.route).spec.rules;
      expect(rule.timeouts).to.deep.equal({ request: "300s" });
    }
  });

  it("MP-41: Envoy's proxies try again with growing waits, each try bounded, beside the gateway's compression", async () => {
    const { spec } = (await behind(envoyGateway, { retries: { attempts: 3 } })).inputs(backend);
    expect(spec.mergeType).to.equal("StrategicMerge");
    expect(spec.retry).to.deep.equal({
      numRetries: 3,
      perRetry: { timeout: "5s", backOff: { baseInterval: "25ms" } },
      retryOn: { triggers: ["connect-failure", "refused-stream", "reset-before-request", "unavailable", "cancelled"] },
    });
  });

  it("VC-28: a route has a limit of its own for each client address", async () => {
    const { spec } = (await behind(envoyGateway, { rateLimit: { requestsPerSecond: 10 } })).inputs(backend);
    expect(spec.rateLimit.global.rules).to.deep.equal([
      {
        clientSelectors: [{ sourceCIDR: { type: "Distinct", value: "0.0.0.0/0" } }],
        limit: { requests: 10, unit: "Second" },
      },
    ]);
  });

  it("sends an old host on to the new one for good, and asks nothing of the service", async () => {
    const program = await behind(albGateway, { host: "www", redirectTo: "app" });
    const [rule] = program.inputs(kind.route).spec.rules;
    expect(rule).to.deep.equal({
      matches: [{ path: { type: "PathPrefix", value: "/" } }],
      filters: [
        {
          type: "RequestRedirect",
          requestRedirect: { scheme: "https", hostname: "app.example.com", port: 443, statusCode: 301 },
        },
      ],
    });
  });

  it("VC-36: guards one path of a host by a route of its own, and leaves the others as they are", async () => {
    const routes = [{ host: "app" }, { host: "app", path: "/admin", allowFrom: office }];
    const program = await built({ routes }, { gateways: { public: albGateway } });
    expect(program.ofType(kind.route).map(({ name }) => name)).to.deep.equal([
      "api.public.app.example.com",
      "api.public.app.example.com.admin",
    ]);
    expect(program.one(ruleConfiguration).name).to.equal("api.public.app.example.com.admin");
  });

  it("names paths apart that would be called the same", async () => {
    const routes = ["/a/b", "/a-b", "/A/b", "/"].map((path) => ({ host: "app", path, allowFrom: office }));
    const names = (await built({ routes }, { gateways: { public: albGateway } }))
      .ofType(kind.route)
      .map(({ name }) => name);
    expect(new Set(names).size).to.equal(4);
    for (const name of names) expect(name).to.match(/^[a-z0-9.-]+$/);
  });

  it("refuses a range that is none and an issuer without TLS", () => {
    const routes = [{ host: "x", allowFrom: ["203.0.113.7"], login: { ...oidc, issuer: "http://login" } }];
    expect(problems({ routes }).map(({ path }) => path)).to.have.members([
      "api.routes[0].allowFrom[0]",
      "api.routes[0].login.issuer",
    ]);
  });
});
