import type { KubeObject } from "./api";

/**
 * Kinds of which operators that don't run here make pods. Each pod says of which object it is by a label; pods of
 * cert-manager, which are there while a name is proven, name none.
 */
const makers: Record<string, { kinds: string[]; anyName?: boolean }> = {
  "cnpg.io/cluster": { kinds: ["Cluster"] },
  "gateway.networking.k8s.io/gateway-name": { kinds: ["Gateway"] },
  "acme.cert-manager.io/http01-solver": { kinds: ["ClusterIssuer", "Issuer"], anyName: true },
};

/** Whether a selector chooses pods that an operator makes of one of the objects, in a namespace. */
export function madeByOperator(selector: any, namespace: string | undefined, objects: KubeObject[]): boolean {
  return Object.entries((selector?.matchLabels ?? {}) as Record<string, string>).some(([label, name]) => {
    const maker = makers[label];
    return objects.some(
      ({ kind, metadata }) =>
        maker?.kinds.includes(kind) &&
        (maker.anyName === true || (metadata.name === name && metadata.namespace === namespace)),
    );
  });
}

/**
 * Services, with each port, that Envoy Gateway makes of Gateways, where a grant lets a route lead to them: they are in the
 * controller's own namespace. `namespace/name:port`.
 */
export function proxyServices(objects: KubeObject[]): string[] {
  const grants = objects.filter(({ kind }) => kind === "ReferenceGrant");
  return objects.flatMap((gateway) => {
    const { kind, name } = gateway.spec?.infrastructure?.parametersRef ?? {};
    const proxy = objects.find((one) => kind === "EnvoyProxy" && one.kind === kind && one.metadata.name === name);
    const service = proxy?.spec.provider?.kubernetes?.envoyService?.name as string | undefined;
    const grant = grants.find(({ spec }) => spec.to.some((to: any) => to.kind === "Service" && to.name === service));
    if (service === undefined || !grant) return [];
    const home = grant.metadata.namespace ?? "";
    return gateway.spec.listeners.map(({ port }: any) => `${home}/${service}:${String(port)}`) as string[];
  });
}
