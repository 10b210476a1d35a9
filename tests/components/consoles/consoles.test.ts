import { expect } from "chai";
import { Consoles } from "../../../components/consoles/consoles";
import { consolesSettings } from "../../../components/consoles/settings";
import { withConsoleUrls } from "../../../stacks/resolve/console-urls";
import { parseStack } from "../../../stacks/config";
import { platformContext } from "../../support/builders";
import { type Recorded, recorded } from "../../support/record";
import { stackConfig } from "../../support/stack-config";
import { albGateway, kind } from "../app-service/builders";
import { envoyGateway } from "../app-service/every-kind";

const office = ["203.0.113.0/24"];
const login = { type: "oidc", issuer: "https://login.example.com", clientId: "argocd", secretName: "argocd-login" };
const cognito = {
  type: "cognito",
  userPoolArn: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a1b2c3d4e",
  clientId: "grafana",
  domain: "acme",
};
const view = { observability: { namespace: "monitoring" }, addons: { "argo-cd": { namespace: "argocd" } } };

function built(given: object, gateways = { public: albGateway }): Promise<Recorded> {
  const settings = consolesSettings().parse(given);
  return recorded(
    () => new Consoles("consoles", { context: platformContext(), settings, view, gateways, domain: "example.com" }),
  );
}

const reasons = (given: object) => {
  const parsed = consolesSettings().safeParse(given);
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join("."));
};

describe("consoles behind gateways", () => {
  it("VC-36: Grafana for the office alone after a login at Cognito, asked for its health by the load balancer", async () => {
    const program = await built({ grafana: { host: "grafana", allowFrom: office, login: cognito } });
    const { metadata, spec } = program.inputs(kind.route);
    expect([metadata.namespace, spec.hostnames]).to.deep.equal(["monitoring", ["grafana.example.com"]]);
    expect(spec.rules[0].backendRefs).to.deep.equal([
      { group: "", kind: "Service", name: "kube-prometheus-stack-grafana", port: 80, weight: 1 },
    ]);
    const rule = program.inputs("kubernetes:gateway.k8s.aws/v1:ListenerRuleConfiguration").spec;
    expect(rule.conditions).to.deep.equal([{ field: "source-ip", sourceIPConfig: { values: office } }]);
    expect(rule.actions[0].type).to.equal("authenticate-cognito");
    expect(program.inputs(kind.targetHealth).spec.defaultConfiguration.healthCheckConfig).to.deep.include({
      healthCheckPath: "/api/health",
      matcher: { httpCode: "200" },
    });
  });

  it("VC-36: Argo CD after a login at a provider of OpenID Connect, asked for by the gateway's proxies", async () => {
    const program = await built({ "argo-cd": { host: "argocd", login } }, { public: envoyGateway });
    const { metadata, spec } = program.inputs(kind.route);
    expect([metadata.namespace, spec.rules[0].backendRefs[0].name]).to.deep.equal(["argocd", "argocd-server"]);
    const { oidc } = program.inputs("kubernetes:gateway.envoyproxy.io/v1alpha1:SecurityPolicy").spec;
    expect(oidc.provider).to.deep.equal({ issuer: "https://login.example.com" });
    expect(oidc.clientSecret).to.deep.equal({ group: "", kind: "Secret", name: "argocd-login" });
  });

  it("none unless a stack names it, and none without a guard or a reason", async () => {
    expect((await built({})).ofType(kind.route)).to.deep.equal([]);
    expect(reasons({ grafana: { host: "grafana" } })).to.deep.equal(["grafana.allowFrom"]);
    expect(reasons({ grafana: { host: "grafana", open: { reason: "a public demo" } } })).to.deep.equal([]);
  });

  it("know the address that people reach them at, which a stack's own word goes before", () => {
    const raw = { ...stackConfig("production"), today: "2026-11-21" } as Record<string, unknown>;
    const consoles = { grafana: { host: "metrics", allowFrom: office }, "argo-cd": { host: "cd", allowFrom: office } };
    const addons = { ...(raw["addons"] as object), "argo-cd": {} };
    const { config } = parseStack("production", { ...raw, consoles, addons });
    expect(config.observability?.grafana.url).to.equal("https://metrics.ytvideocreator.com");
    expect(config.addons["argo-cd"]?.url).to.equal("https://cd.ytvideocreator.com");
    const other = { grafana: { host: "other", allowFrom: office, gateway: "public" } };
    const own = withConsoleUrls({ ...config, consoles: other });
    expect(own.observability?.grafana.url).to.equal("https://metrics.ytvideocreator.com");
  });
});
