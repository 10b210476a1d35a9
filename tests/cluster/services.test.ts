import { expect } from "chai";
import { Doors } from "../../components/doors/doors";
import { crdBundles, defaultKubernetesVersion } from "../../stacks/versions";
import { builtAll, istioDoor } from "../components/app-service/builders";
import { envoyDoor, everyKind, everyMeshed, everyRoute } from "../components/app-service/every-kind";
import { doorsArgs, doorsOf } from "../components/doors/builders";
import { type Recorded, recorded } from "../support/record";
import type { KubeObject } from "./support/api";
import type { ControlPlane } from "./support/control-plane";
import { define, definitionsOf, unavailable } from "./support/definitions";
import { controlPlaneOrSkip, print } from "./support/mocha";

const bundles = [
  ...["gateway-api", "cert-manager", "envoy-gateway", "istio"],
  ...["argo-rollouts", "keda", "vertical-pod-autoscaler"],
] as const;
const operator = { name: "prometheus-operator-crds", chart: "prometheus-operator-crds" };

/** Objects of a program, in its order. */
function objectsOf(program: Recorded): KubeObject[] {
  return program.resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ type, name }) => {
      const [, version = "", kind = ""] = /^kubernetes:(?:core\/)?(.+):(\w+)$/.exec(type) ?? [];
      return { apiVersion: version, kind, ...(program.inputs(type, name) as object) } as KubeObject;
    });
}

describe("a control plane judges services of every kind", function () {
  this.timeout(60_000);
  let plane: ControlPlane;

  before(async function () {
    this.timeout(0);
    plane = await controlPlaneOrSkip(this, defaultKubernetesVersion);
    const entries = bundles.map((name) => ({
      name,
      files: [...crdBundles[name as keyof typeof crdBundles].manifests],
    }));
    for (const entry of [...entries, operator]) {
      const brought = definitionsOf(entry);
      const why = Object.values(brought?.missing ?? {})[0];
      if (why !== undefined) {
        print("skipped:", [why]);
        this.skip();
      }
      await define(plane.api, brought?.definitions ?? []);
    }
    for (const name of ["doors", "production", "routed", "meshed"]) {
      await plane.api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    }
  });

  after(() => plane?.stop());

  /** Applies every object of which a definition can be had, with strict field validation; their kinds. */
  async function accepted(program: Recorded, namespace: string): Promise<Set<string>> {
    const judged = objectsOf(program).filter((object) => unavailable(object) === undefined);
    for (const { metadata, ...object } of judged) {
      const own = metadata.namespace === "production" ? { ...metadata, namespace } : metadata;
      await plane.api.apply({ ...object, metadata: own });
    }
    return new Set(judged.map(({ kind }) => kind));
  }

  it("accepts rollouts, scalers, recommendations, routes and monitors", async () => {
    expect(await accepted(await builtAll(everyKind), "production")).to.include.all.keys(
      ...["Rollout", "AnalysisTemplate", "ScaledObject", "TriggerAuthentication", "VerticalPodAutoscaler"],
      ...["HTTPRoute", "ServiceMonitor", "NetworkPolicy", "PodDisruptionBudget"],
    );
  });

  it("VC-28, VC-36, MP-41, MP-43: accepts what routes ask of Envoy Gateway", async () => {
    const program = await builtAll(everyRoute, {}, { public: envoyDoor });
    expect(await accepted(program, "routed")).to.include.all.keys(
      "SecurityPolicy",
      "BackendTrafficPolicy",
      "BackendTLSPolicy",
      "Certificate",
    );
  });

  it("MP-39, MP-49, KP-33, KP-56: accepts what services have in the mesh", async () => {
    const program = await builtAll(everyMeshed, { mesh: "istio" }, { mesh: istioDoor });
    expect(await accepted(program, "meshed")).to.include.all.keys(
      ...["AuthorizationPolicy", "DestinationRule", "VirtualService", "Rollout", "HTTPRoute"],
    );
  });

  it("MP-14, MP-16, MP-17: accepts a door of Istio", async () => {
    const settings = doorsOf({ mesh: { type: "istio" } });
    const mesh = { namespace: "istio-system", nodeSelector: {}, tolerations: [] };
    const program = await recorded(() => new Doors("doors", doorsArgs({ settings, mesh })));
    expect(await accepted(program, "production")).to.include.all.keys(
      "Gateway",
      "Certificate",
      "EnvoyFilter",
      "HTTPRoute",
    );
  });
});
