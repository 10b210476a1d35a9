import { internalIssuer } from "../../components/app-service/tls/tls-settings";
import type { GatewaysSettings } from "../../components/gateways/settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";
import { oneOf } from "../../components/shared/near-name";

/** What the check reads of a config. */
export interface ServiceTlsView {
  addons: Pick<AddonsSettings, "cert-manager">;
  gateways: GatewaysSettings;
  namespaces: Record<string, { mesh: string }>;
  services: ResolvedStack["services"];
}

type Service = ResolvedStack["services"][string];

/** TLS of services against who issues it, who calls them and what would do it twice. */
export function checkServiceTls(config: ServiceTlsView): CheckResult {
  const problems = Object.entries(config.services).flatMap(([name, service]) => [
    ...(service.tls ? ownProblems(name, service, config) : []),
    ...callProblems(name, service, config),
  ]);
  return { problems };
}

function ownProblems(
  name: string,
  service: Service,
  { addons, gateways, namespaces }: ServiceTlsView,
): ConfigProblem[] {
  const path = `services.${name}.tls`;
  const { namespace } = service;
  if (namespaces[namespace]?.mesh === "istio") {
    const why = `is what the mesh of namespace ${namespace} does already, between all of its services`;
    return [{ path, why, set: "remove it" }];
  }
  const certManager = addons["cert-manager"];
  if (!certManager) {
    return [{ path, why: "asks for a certificate, which cert-manager issues", set: "addons: { cert-manager: {} }" }];
  }
  return [
    ...issuerProblems(path, service.tls?.issuer, certManager.issuers),
    ...gatewayProblems(name, service, gateways),
  ];
}

function issuerProblems(path: string, issuer: string | undefined, issuers: Record<string, { type: string }>) {
  if (issuer === undefined || (issuer === internalIssuer && !issuers[issuer])) return [];
  if (issuers[issuer]?.type === "ca") return [];
  const known = [...Object.keys(issuers).filter((one) => issuers[one]?.type === "ca"), internalIssuer];
  const why = "is no authority of the cluster's own, by whose root callers could know the service";
  return [{ path: `${path}.issuer`, given: `"${issuer}"`, why, set: oneOf([...new Set(known)], internalIssuer) }];
}

/** A gateway of Istio speaks the mesh's TLS, and to services outside of it none. */
function gatewayProblems(name: string, { routes }: Service, gateways: GatewaysSettings): ConfigProblem[] {
  return routes.flatMap(({ gateway }, index) => {
    if (gateways[gateway]?.type !== "istio") return [];
    const path = `services.${name}.routes[${index.toString()}].gateway`;
    const why = "is of type istio, which knows services by the mesh's certificates only";
    return [
      {
        path,
        given: `"${gateway}"`,
        why,
        set: "a gateway of another type, or mesh: istio of the namespace instead of tls",
      },
    ];
  });
}

/** Who has no certificate has no root either, and would refuse what it is shown. */
function callProblems(name: string, service: Service, { services }: ServiceTlsView): ConfigProblem[] {
  return service.calls.flatMap((called, index): ConfigProblem[] => {
    const theirs = services[called]?.tls?.issuer;
    if (theirs === undefined || service.tls?.issuer === theirs) return [];
    const path = `services.${name}.calls[${index.toString()}]`;
    const why = `speaks TLS with a certificate of ${theirs}, whose root ${name} does not have`;
    const set = theirs === internalIssuer ? `services.${name}.tls: {}` : `services.${name}.tls: { issuer: ${theirs} }`;
    return [{ path, given: `"${called}"`, why, set }];
  });
}
