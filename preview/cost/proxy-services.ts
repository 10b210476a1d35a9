import { at, textAt, type View } from "../view";

/** The Service that a controller makes before the proxies of a Gateway, as far as it costs something. */
export interface ProxyService {
  type: string | undefined;
  isPublic: boolean;
}

/**
 * What the configuration of a Gateway's proxies says about their Service: an EnvoyProxy of Envoy Gateway, or a ConfigMap
 * with patches of Istio (`infrastructure.parametersRef`). Undefined where the Gateway names neither.
 */
export function proxyService(gateway: unknown, view: View): ProxyService | undefined {
  const reference = at(gateway, "spec", "infrastructure", "parametersRef");
  const kind = textAt(reference, "kind") ?? "";
  const parameters = view
    .kubernetes(kind)
    .map((one) => view.inputs(one))
    .find((one) => textAt(one, "metadata", "name") === textAt(reference, "name"));
  if (!parameters) return undefined;
  if (kind === "EnvoyProxy") {
    const service = at(parameters, "spec", "provider", "kubernetes", "envoyService");
    return { type: textAt(service, "type"), isPublic: isPublic(at(service, "annotations")) };
  }
  const patch = kind === "ConfigMap" ? textAt(parameters, "data", "service") : undefined;
  if (patch === undefined) return undefined;
  const service = JSON.parse(patch) as unknown;
  return { type: textAt(service, "spec", "type"), isPublic: isPublic(at(service, "metadata", "annotations")) };
}

/** Whether annotations of a Service ask for a load balancer that faces the internet; without one it is internal. */
export function isPublic(annotations: unknown): boolean {
  return textAt(annotations, "service.beta.kubernetes.io/aws-load-balancer-scheme") === "internet-facing";
}
