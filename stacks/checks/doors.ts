import { type DnsSettings, hostedZones } from "../../components/doors/dns-settings";
import { certificateNames } from "../../components/doors/envoy-spec";
import {
  type AlbDoor,
  type DoorSettings,
  type DoorsSettings,
  type EnvoyDoor,
  isAlbDoor,
  isEnvoyDoor,
  type IstioDoor,
  isIstioDoor,
  type NlbDoor,
} from "../../components/doors/settings";
import type { AddonsSettings } from "../../components/platform-addons/settings";
import type { ConfigProblem } from "../problems";

/** What is read of a config to judge its doors. */
export interface DoorsView {
  aws: { region: string };
  domain: string;
  doors: DoorsSettings;
  dns: DnsSettings;
  addons: AddonsSettings;
}

const controller = "aws-load-balancer-controller";

/** A door against the add-ons that make it, and what its certificate needs. */
export function doorProblems(name: string, view: DoorsView): ConfigProblem[] {
  const door = view.doors[name];
  if (!door) return [];
  const found = [
    ...controllerProblems(door, view),
    ...(isAlbDoor(door) ? albProblems(door, view) : certificateProblems(door, view)),
    ...(isEnvoyDoor(door) ? envoyProblems(door, view) : []),
    ...(isIstioDoor(door) ? istioProblems(door, view) : []),
  ];
  return found.map(({ path, ...problem }) => ({ path: `doors.${name}${path}`, ...problem }));
}

function controllerProblems(door: DoorSettings, { addons }: DoorsView): ConfigProblem[] {
  if (addons[controller] !== undefined) return [];
  const why = `is of type ${door.type}, and nothing makes a load balancer of it`;
  return [{ path: "", why, set: `addons: { ${controller}: {} }` }];
}

function albProblems(door: AlbDoor, { aws, dns, addons }: DoorsView): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (door.shield && addons[controller]?.shield === false) {
    const why = "is on, but the controller may not use Shield";
    problems.push({ path: ".shield", why, set: `addons.${controller}.shield: true` });
  }
  if (door.certificate === undefined && dns.zoneId === undefined) {
    const why = "has no certificate, and without a hosted zone none can be issued";
    problems.push({ path: "", why, set: "its certificate.arn, or dns.zoneId" });
  }
  const arns = { "certificate.arn": door.certificate?.arn, wafAclArn: door.wafAclArn };
  for (const [key, arn] of Object.entries(arns)) {
    const region = arn?.split(":")[3];
    if (region === undefined || region === aws.region) continue;
    const why = `is in ${region}, but the load balancer is in ${aws.region}`;
    problems.push({ path: `.${key}`, why, set: `one of ${aws.region}` });
  }
  return problems;
}

function envoyProblems(door: EnvoyDoor, { addons }: DoorsView): ConfigProblem[] {
  const envoy = addons["envoy-gateway"];
  if (!envoy) {
    const why = `is of type ${door.type}, and nothing makes proxies of it`;
    return [{ path: "", why, set: "addons: { envoy-gateway: {}, cert-manager: {} }" }];
  }
  if (door.rateLimit === undefined || envoy.rateLimitRedis !== undefined) return [];
  const why = "is to be counted over all proxies, and there is nothing that counts";
  return [{ path: ".rateLimit", why, set: "addons.envoy-gateway.rateLimitRedis" }];
}

function istioProblems({ replicas }: IstioDoor, { addons }: DoorsView): ConfigProblem[] {
  if (!addons.istiod) {
    const why = "is of type istio, and nothing makes proxies of it";
    return [{ path: "", why, set: "addons: { istio-base: {}, istio-cni: {}, istiod: {}, cert-manager: {} }" }];
  }
  if (replicas.min === replicas.max || addons["metrics-server"]) return [];
  const why = "asks for an autoscaler, which reads CPU from metrics-server, and that is not installed";
  return [{ path: ".replicas", why, set: "addons: { metrics-server: {} }, or min and max the same" }];
}

function certificateProblems(door: NlbDoor | IstioDoor, { addons, dns, domain }: DoorsView): ConfigProblem[] {
  const certificates = addons["cert-manager"];
  if (!certificates) {
    const why = "ends TLS itself, and nothing issues its certificate";
    return [{ path: "", why, set: "addons: { cert-manager: {} }" }];
  }
  const issuer = certificates.issuers[door.issuer];
  if (!issuer) {
    const why = "is not an issuer of the stack";
    return [{ path: ".issuer", given: `"${door.issuer}"`, why, set: Object.keys(certificates.issuers).join(" or ") }];
  }
  if (issuer.type !== "acme") return [];
  const zones = hostedZones(domain, dns).map((zone) => zone.domain);
  const outside = certificateNames(door.names, domain).filter(
    (host) => host.startsWith("*.") && !zones.some((zone) => host === `*.${zone}` || host.endsWith(`.${zone}`)),
  );
  return outside.map((host) => ({
    path: door.names === undefined ? "" : ".names",
    given: host,
    why: "is a wildcard, which only a record in its hosted zone can prove",
    set: "dns.zoneId or dns.zones, or names without *",
  }));
}
