import type { GatewaysSettings } from "../../components/gateways/settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";
import type { ResolvedStack } from "../resolve/stack";
import type { CheckResult } from "./check";
import { oneOf } from "../../components/shared/near-name";

/** What the check reads of a config. */
export interface MeshView {
  addons: Pick<AddonsSettings, "istiod">;
  gateways: GatewaysSettings;
  namespaces: Record<string, { mesh: string }>;
  services: ResolvedStack["services"];
}

type Service = ResolvedStack["services"][string];

/** Namespaces of the mesh against the add-on that makes it, and everything that would call into them without its TLS. */
export function checkMesh(config: MeshView): CheckResult {
  return {
    problems: [
      ...namespaceProblems(config),
      ...Object.entries(config.services).flatMap(([name, service]) => [
        ...callProblems(name, service, config),
        ...settingsProblems(name, service, config),
        ...(inMesh(service, config)
          ? [...gatewayProblems(name, service, config), ...metricsProblems(name, service)]
          : []),
      ]),
    ],
  };
}

function inMesh(service: Pick<Service, "namespace">, { namespaces }: MeshView): boolean {
  return namespaces[service.namespace]?.mesh === "istio";
}

function namespaceProblems({ namespaces, addons }: MeshView): ConfigProblem[] {
  if (addons.istiod) return [];
  return Object.entries(namespaces)
    .filter(([, { mesh }]) => mesh === "istio")
    .map(([name]) => ({
      path: `namespaces.${name}.mesh`,
      given: '"istio"',
      why: "has nothing that gives its pods proxies and certificates",
      set: "addons: { istio-base: {}, istio-cni: {}, istiod: {} }, or none",
    }));
}

/** What a service says of the mesh, where it is in one; its other version answers in its place. */
function settingsProblems(name: string, service: Service, config: MeshView): ConfigProblem[] {
  const { mesh } = service;
  if (!mesh) return [];
  const path = `services.${name}.mesh`;
  if (!inMesh(service, config)) {
    return [
      {
        path,
        why: "is about calls in the mesh, and the service is in no namespace of it",
        set: "mesh: istio of its namespace, or remove it",
      },
    ];
  }
  const strangers = Object.keys(mesh.methods).filter((caller) => !config.services[caller]?.calls.includes(name));
  return [
    ...strangers.map((caller) => ({
      path: `${path}.methods.${caller}`,
      why: `is for a caller, and ${caller} declares no call to ${name}`,
      set: `calls: [${name}] of services.${caller}, or remove it`,
    })),
    ...splitProblems(name, service, config),
  ];
}

function splitProblems(name: string, service: Service, config: MeshView): ConfigProblem[] {
  const other = service.mesh?.split?.service;
  if (other === undefined) return [];
  const same = ({ namespace, port }: Service) => namespace === service.namespace && port === service.port;
  const target = config.services[other];
  if (other !== name && target && same(target)) return [];
  const fitting = Object.entries(config.services).filter(([one, candidate]) => one !== name && same(candidate));
  const why = "is no other service of the same namespace and port";
  const set = oneOf(
    fitting.map(([one]) => one),
    "a service with the image of the other version",
  );
  return [{ path: `services.${name}.mesh.split.service`, given: `"${other}"`, why, set }];
}

/** A caller without a sidecar has no certificate, and is refused at the connection. */
function callProblems(name: string, service: Service, config: MeshView): ConfigProblem[] {
  if (inMesh(service, config)) return [];
  return service.calls.flatMap((called, index) => {
    const target = config.services[called];
    if (!target || !inMesh(target, config)) return [];
    const path = `services.${name}.calls[${index.toString()}]`;
    const why = `is in a namespace of the mesh, which takes mutual TLS only, and ${name} is not`;
    return [{ path, given: `"${called}"`, why, set: `mesh: istio of the namespace of ${name} as well` }];
  });
}

/** Only proxies of the mesh have a certificate of it: an ALB and Envoy Gateway call pods without. */
function gatewayProblems(name: string, { routes }: Service, { gateways }: MeshView): ConfigProblem[] {
  const fitting = Object.keys(gateways).filter((gateway) => gateways[gateway]?.type === "istio");
  return routes.flatMap(({ gateway }, index) => {
    const type = gateways[gateway]?.type;
    if (type === undefined || type === "istio") return [];
    const why = `is of type ${type}, and its namespace takes mutual TLS of the mesh only, which such a gateway does not speak`;
    const path = `services.${name}.routes[${index.toString()}].gateway`;
    return [{ path, given: `"${gateway}"`, why, set: oneOf(fitting, "a gateway of type istio") }];
  });
}

function metricsProblems(name: string, { metrics, port }: Service): ConfigProblem[] {
  if (!metrics || port === "none" || (metrics.port !== undefined && metrics.port !== port)) return [];
  const why = "is the service's own, which takes mutual TLS of the mesh only, and Prometheus is not in the mesh";
  return [{ path: `services.${name}.metrics.port`, given: String(port), why, set: "a port that only serves metrics" }];
}
