import { expect } from "chai";
import { Gateways } from "../../../components/gateways/gateways";
import { builtAll, istioGateway } from "../../components/app-service/builders";
import { envoyGateway, everyKind, everyMeshed, everyRoute } from "../../components/app-service/every-kind";
import { gatewaysArgs, gatewaysOf } from "../../components/gateways/builders";
import { type Recorded, recorded } from "../../support/record";
import type { ControlPlane } from "../support/control-plane";
import { unavailable } from "../support/definitions";
import { applyInto, type Bundle, createNamespaces, defineOrSkip, objectsOf } from "../support/objects";

const bundles: Bundle[] = [
  ...(["gateway-api", "cert-manager", "envoy-gateway", "istio", "argo-rollouts", "keda"] as const),
  ...(["vertical-pod-autoscaler", "prometheus-operator-crds"] as const),
];

/** Services with everything that they can ask for. */
export function services(plane: () => ControlPlane): void {
  before(async function () {
    await defineOrSkip(this, plane().api, bundles);
    await createNamespaces(plane().api, ["services", "routed", "meshed", "mesh"]);
  });

  /** Applies every object of which a definition can be had, with strict field validation; their kinds. */
  async function accepted(program: Recorded, namespace: string): Promise<Set<string>> {
    const judged = objectsOf(program).filter((object) => unavailable(object) === undefined);
    await applyInto(plane().api, namespace, judged);
    return new Set(judged.map(({ kind }) => kind));
  }

  it("accepts rollouts, scalers, recommendations, routes and monitors", async () => {
    expect(await accepted(await builtAll(everyKind), "services")).to.include.all.keys(
      ...["Rollout", "AnalysisTemplate", "ScaledObject", "TriggerAuthentication", "VerticalPodAutoscaler"],
      ...["HTTPRoute", "ServiceMonitor", "NetworkPolicy", "PodDisruptionBudget"],
    );
  });

  it("VC-28, VC-36, MP-41, MP-43: accepts what routes ask of Envoy Gateway", async () => {
    const program = await builtAll(everyRoute, {}, { public: envoyGateway });
    expect(await accepted(program, "routed")).to.include.all.keys(
      "SecurityPolicy",
      "BackendTrafficPolicy",
      "BackendTLSPolicy",
      "Certificate",
    );
  });

  it("MP-39, MP-49, KP-33, KP-56: accepts what services have in the mesh", async () => {
    const program = await builtAll(everyMeshed, { mesh: "istio" }, { mesh: istioGateway });
    expect(await accepted(program, "meshed")).to.include.all.keys(
      ...["AuthorizationPolicy", "DestinationRule", "VirtualService", "Rollout", "HTTPRoute"],
    );
  });

  it("MP-14, MP-16, MP-17: accepts a gateway of Istio", async () => {
    const settings = gatewaysOf({ mesh: { type: "istio" } });
    const mesh = { namespace: "istio-system", nodeSelector: {}, tolerations: [] };
    const program = await recorded(() => new Gateways("gateways", gatewaysArgs({ settings, mesh })));
    expect(await accepted(program, "mesh")).to.include.all.keys("Gateway", "Certificate", "EnvoyFilter", "HTTPRoute");
  });
}
