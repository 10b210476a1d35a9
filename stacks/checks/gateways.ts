import { type DnsSettings, hostedZones } from "../../components/gateways/dns-settings";
import { certificateNames } from "../../components/gateways/envoy-spec";
import {
  type AlbGatewaySettings,
  type GatewaySettings,
  type GatewaysSettings,
  type EnvoyGatewaySettings,
  isAlbGateway,
  isEnvoyGateway,
  type IstioGatewaySettings,
  isIstioGateway,
  type NlbGatewaySettings,
} from "../../components/gateways/settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";

/** What is read of a config to judge its gateways. */
export interface GatewaysView {
  aws: { region: string };
  domain: string;
  gateways: GatewaysSettings;
  dns: DnsSettings;
  addons: AddonsSettings;
}

const controller = "aws-load-balancer-controller";

/** A gateway against the add-ons that make it, and what its certificate needs. */
export function gatewayProblems(name: string, view: GatewaysView): ConfigProblem[] {
  const gateway = view.gateways[name];
  if (!gateway) return [];
  const found = [
    ...controllerProblems(gateway, view),
    ...(isAlbGateway(gateway) ? albProblems(gateway, view) : certificateProblems(gateway, view)),
    ...(isEnvoyGateway(gateway) ? envoyProblems(gateway, view) : []),
    ...(isIstioGateway(gateway) ? istioProblems(gateway, view) : []),
  ];
  return found.map(({ path, ...problem }) => ({ path: `gateways.${name}${path}`, ...problem }));
}

function controllerProblems(gateway: GatewaySettings, { addons }: GatewaysView): ConfigProblem[] {
  if (addons[controller] !== undefined) return [];
  const why = `is of type ${gateway.type}, and nothing makes a load balancer of it`;
  return [{ path: "", why, set: `addons: { ${controller}: {} }` }];
}

function albProblems(gateway: AlbGatewaySettings, { aws, dns, addons }: GatewaysView): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (gateway.shield && addons[controller]?.shield === false) {
    const why = "is on, but the controller may not use Shield";
    problems.push({ path: ".shield", why, set: `addons.${controller}.shield: true` });
  }
  if (gateway.certificate === undefined && dns.zoneId === undefined) {
    const why = "has no certificate, and without a hosted zone none can be issued";
    problems.push({ path: "", why, set: "its certificate.arn, or dns.zoneId" });
  }
  const arns = { "certificate.arn": gateway.certificate?.arn, wafAclArn: gateway.wafAclArn };
  for (const [key, arn] of Object.entries(arns)) {
    const region = arn?.split(":")[3];
    if (region === undefined || region === aws.region) continue;
    const why = `is in ${region}, but the load balancer is in ${aws.region}`;
    problems.push({ path: `.${key}`, why, set: `one of ${aws.region}` });
  }
  return problems;
}

function envoyProblems(gateway: EnvoyGatewaySettings, { addons }: GatewaysView): ConfigProblem[] {
  const envoy = addons["envoy-gateway"];
  if (!envoy) {
    const why = `is of type ${gateway.type}, and nothing makes proxies of it`;
    return [{ path: "", why, set: "addons: { envoy-gateway: {}, cert-manager: {} }" }];
  }
  if (gateway.rateLimit === undefined || envoy.rateLimitRedis !== undefined) return [];
  const why = "is to be counted over all proxies, and there is nothing that counts";
  return [{ path: ".rateLimit", why, set: "addons.envoy-gateway.rateLimitRedis" }];
}

function istioProblems({ replicas }: IstioGatewaySettings, { addons }: GatewaysView): ConfigProblem[] {
  if (!addons.istiod) {
    const why = "is of type istio, and nothing makes proxies of it";
    return [{ path: "", why, set: "addons: { istio-base: {}, istio-cni: {}, istiod: {}, cert-manager: {} }" }];
  }
  if (replicas.min === replicas.max || addons["metrics-server"]) return [];
  const why = "asks for an autoscaler, which reads CPU from metrics-server, and that is not installed";
  return [{ path: ".replicas", why, set: "addons: { metrics-server: {} }, or min and max the same" }];
}

function certificateProblems(
  gateway: NlbGatewaySettings | IstioGatewaySettings,
  { addons, dns, domain }: GatewaysView,
): ConfigProblem[] {
  const certificates = addons["cert-manager"];
  if (!certificates) {
    const why = "ends TLS itself, and nothing issues its certificate";
    return [{ path: "", why, set: "addons: { cert-manager: {} }" }];
  }
  if (certificates.issuers[gateway.issuer]?.type !== "acme") return [];
  const zones = hostedZones(domain, dns).map((zone) => zone.domain);
  const outside = certificateNames(gateway.names, domain).filter(
    (host) => host.startsWith("*.") && !zones.some((zone) => host === `*.${zone}` || host.endsWith(`.${zone}`)),
  );
  return outside.map((host) => ({
    path: gateway.names === undefined ? "" : ".names",
    given: host,
    why: "is a wildcard, which only a record in its hosted zone can prove",
    set: "dns.zoneId or dns.zones, or names without *",
  }));
}
