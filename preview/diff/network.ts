import type { PlanDocument } from "../document";
import { isFields } from "./differences";

type Resource = PlanDocument["resources"][number];
type Fields = Record<string, unknown>;

/**
 * Every way that a plan opens between pods, and into and out of the network, one line each:
 * `production/api: from production/frontend on TCP 8000`, `nodes: ingress tcp 443 from 10.0.0.0/16`.
 */
export function edgesOf(resources: Resource[]): Set<string> {
  return new Set(
    resources.flatMap(({ type, name, inputs }) => {
      if (!isFields(inputs)) return [];
      if (type === "kubernetes:networking.k8s.io/v1:NetworkPolicy") return policyEdges(inputs);
      const direction = /^aws:vpc\/securityGroup(Ingress|Egress)Rule:/.exec(type)?.[1];
      return direction === undefined ? [] : [ruleEdge(name, direction.toLowerCase(), inputs)];
    }),
  );
}

function policyEdges(inputs: Fields): string[] {
  const metadata = fields(inputs.metadata);
  const spec = fields(inputs.spec);
  const whose = `${word(metadata.namespace)}/${selected(spec.podSelector) || "all pods"}`;
  const edges = (rules: unknown, peersKey: string, direction: string) =>
    list(rules).flatMap((rule) => {
      const peers = list(fields(rule)[peersKey]).map((one) => peer(one, word(metadata.namespace)));
      const ports = list(fields(rule).ports).map(portText);
      return (peers.length ? peers : ["anywhere"]).flatMap((where) =>
        (ports.length ? ports : ["all ports"]).map((port) => `${whose}: ${direction} ${where} on ${port}`),
      );
    });
  return [...edges(spec.ingress, "from", "from"), ...edges(spec.egress, "to", "to")];
}

function peer(value: unknown, namespace: string): string {
  const { ipBlock, namespaceSelector, podSelector } = fields(value);
  if (ipBlock !== undefined) {
    const { cidr, except } = fields(ipBlock);
    return `${word(cidr)}${except === undefined ? "" : ` but ${list(except).join(", ")}`}`;
  }
  const where = namespaceSelector === undefined ? namespace : selected(namespaceSelector) || "any namespace";
  return `${where}/${selected(podSelector) || "all pods"}`;
}

/** A selector as text; a name where it selects by one alone. */
function selected(selector: unknown): string {
  const { matchLabels, matchExpressions } = fields(selector);
  const labels = Object.entries(fields(matchLabels));
  const [only] = labels;
  const byName = ["app.kubernetes.io/name", "kubernetes.io/metadata.name", "app"];
  const text =
    labels.length === 1 && only && byName.includes(only[0])
      ? String(only[1])
      : labels.map(([key, value]) => `${key}=${String(value)}`).join(",");
  return [text, ...list(matchExpressions).map((one) => JSON.stringify(one))].filter((one) => one !== "").join(",");
}

function portText(value: unknown): string {
  const { protocol = "TCP", port, endPort } = fields(value);
  return `${word(protocol)} ${port === undefined ? "any port" : word(port)}${endPort === undefined ? "" : `-${word(endPort)}`}`;
}

function ruleEdge(name: string, direction: string, inputs: Fields): string {
  const { ipProtocol, fromPort, toPort, cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId } = inputs;
  const peer = cidrIpv4 ?? cidrIpv6 ?? prefixListId ?? referencedSecurityGroupId ?? "its peer";
  const ports = fromPort === toPort ? word(fromPort) : `${word(fromPort)}-${word(toPort)}`;
  const what = fromPort === undefined ? "all ports" : ports;
  return `${name}: ${direction} ${word(ipProtocol)} ${what} ${direction === "ingress" ? "from" : "to"} ${word(peer)}`;
}

/** A plain value as it is written, any other as JSON. */
const word = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
const fields = (value: unknown): Fields => (isFields(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
