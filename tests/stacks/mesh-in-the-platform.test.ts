import { expect } from "chai";
import { runPolicies } from "../../preview/policy-run";
import { rules } from "../../policies/rules";
import policyConfig from "../../policies/config/production.json";
import { parseStack } from "../../stacks/config";
import { Platform } from "../../stacks/platform";
import { waysIn } from "../support/definitions";
import { type Recorded, recorded } from "../support/record";
import { meshed } from "../support/addon-stacks";

type Json = Record<string, any>;

const kind = {
  gateway: "kubernetes:gateway.networking.k8s.io/v1:Gateway",
  peers: "kubernetes:security.istio.io/v1:PeerAuthentication",
  authorization: "kubernetes:security.istio.io/v1:AuthorizationPolicy",
  destinationRule: "kubernetes:networking.istio.io/v1:DestinationRule",
  rollout: "kubernetes:argoproj.io/v1alpha1:Rollout",
  namespace: "kubernetes:core/v1:Namespace",
  networkPolicy: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
};

describe("a mesh in the platform, beside what is not in it", () => {
  let program: Recorded;
  before(async () => {
    program = await recorded(() => new Platform(parseStack("production", meshed("production")).config));
  });

  it("no mandatory rule of the policy pack is violated", async () => {
    const { resources } = program;
    const run = {
      resources,
      stack: "production",
      project: "platform",
      config: policyConfig,
      rules,
      today: "2026-11-21",
    };
    const { findings, problems } = await runPolicies(run);
    const mandatory = findings
      .filter(({ level }) => level === "mandatory")
      .map(({ policy, message }) => [policy, message]);
    expect([mandatory, problems]).to.deep.equal([[], []]);
  });

  it("MP-12, MP-38, MP-46: the one namespace is injected, takes mutual TLS only, and denies by default", () => {
    const injected = program
      .ofType(kind.namespace)
      .map(({ inputs }) => (inputs as Json)["metadata"] as Json)
      .filter(({ labels }) => labels["istio-injection"] === "enabled");
    expect(injected.map(({ name }) => name as string)).to.deep.equal(["media"]);
    const strict = program.ofType(kind.peers).map(({ inputs }) => (inputs as Json)["metadata"].namespace as string);
    expect(strict).to.have.members(["istio-system", "media"]);
    const denied = program
      .ofType(kind.authorization)
      .map(({ inputs }) => inputs as Json)
      .filter(({ metadata }) => metadata.name === "deny-by-default");
    expect(denied.map(({ metadata }) => metadata.namespace as string)).to.deep.equal(["media"]);
  });

  it("SS-30, MP-14, MP-15, MP-47: each service is behind one of two gateways, and hears that gateway alone", () => {
    const gateways = program.ofType(kind.gateway).map(({ name }) => program.inputs(kind.gateway, name));
    const classes = gateways.map(({ metadata, spec }) => [metadata.name, spec.gatewayClassName]);
    expect(classes).to.have.deep.members([
      ["public", "alb"],
      ["mesh", "istio"],
    ]);
    const { rules: heard } = program.inputs(kind.authorization, "media-service").spec;
    expect(heard[0].from[0].source.principals).to.have.members([
      "cluster.local/ns/media/sa/api-service",
      "cluster.local/ns/gateways/sa/mesh-istio",
    ]);
  });

  it("KP-56: the canary moves the weights of callers in the mesh and of the gateway's route", () => {
    const { trafficRouting } = program.inputs(kind.rollout, "api-service").spec.strategy.canary;
    expect(trafficRouting.istio).to.deep.equal({ virtualService: { name: "api-service", routes: ["all"] } });
    expect(Object.keys(trafficRouting.plugins)).to.deep.equal(["argoproj-labs/gatewayAPI"]);
  });

  it("nothing of the mesh's kinds comes before the layer of its definitions", () => {
    const layer = program.one("kubernetes:yaml/v2:ConfigGroup", "addons-istio-base-crds");
    const rule = program.one(kind.destinationRule, "media-service");
    expect(waysIn(program.resources)(rule.urn)).to.include(layer.urn);
  });
});
