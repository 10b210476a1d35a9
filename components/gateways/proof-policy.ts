import type { PlatformContext } from "../shared/context";
import type { GatewayRef } from "../shared/refs";
import { api, gatewayObject } from "./gateway-object";

/** Name of the NetworkPolicy of the pods that answer an authority. */
export const proofPolicy = "http01-proofs";

/** Labels of those pods, which cert-manager makes beside each certificate: v1.21.1, pkg/apis/acme/v1/types.go. */
export const proofLabels = { "acme.cert-manager.io/http01-solver": "true" };

/** Port that they listen on: cert-manager v1.21.1, pkg/issuer/acme/http/http.go, acmeSolverListenPort. */
export const proofPort = 8089;

/**
 * Lets the pods by which cert-manager proves a name hear the gateway that brings the authority to them; they call nobody.
 * cert-manager tries the same way itself, by the public name, before it asks the authority.
 */
export function proofPolicyObject(
  { gatewayName, sources }: Pick<GatewayRef, "gatewayName" | "sources">,
  context: PlatformContext,
) {
  const spec = {
    podSelector: { matchLabels: proofLabels },
    policyTypes: ["Ingress"],
    ingress: [{ from: sources, ports: [{ port: proofPort, protocol: "TCP" }] }],
  };
  const object = { apiVersion: api.networkPolicy, kind: "NetworkPolicy", name: proofPolicy, spec };
  return gatewayObject(gatewayName, object, context);
}
