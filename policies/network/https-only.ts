import type { Field } from "../support/field";
import type { Kind, KubeObject } from "../support/kube-object";
import { cis } from "../support/benchmarks";
import type { Report } from "../support/report";
import { stackRule, type StackView } from "../support/rule";
import { jsonDocument } from "../support/values";
import { namespaceOf } from "../support/namespaced";
import { kubeNetwork } from "./policies";

const gatewayApi = "gateway.networking.k8s.io";
const isGateway = ({ group, kind }: Kind): boolean => group === gatewayApi && kind === "Gateway";
const isProxy = ({ group, kind }: Kind): boolean => group === "gateway.envoyproxy.io" && kind === "EnvoyProxy";
const isRoute = ({ group, kind }: Kind): boolean => group === gatewayApi && kind.endsWith("Route");
const isIngress = ({ group, kind }: Kind): boolean =>
  (group === "networking.k8s.io" || group === "extensions") && kind === "Ingress";
const isListener = ({ group, kind }: Kind): boolean =>
  group === "aws" && ["aws.lb.Listener", "aws.alb.Listener"].includes(kind);

export const httpsOnly = stackRule({
  name: "https-only",
  displayName: "HTTPS only",
  description: "Every gateway speaks TLS; plain HTTP only sends people there.",
  severity: "critical",
  remediationSteps: "Give the listener protocol HTTPS and a certificate, and port 80 a redirect.",
  url: "https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/",
  ...cis("5.4.5"),
  ...kubeNetwork,
  covers: ["checkov CKV_AWS_2", "checkov CKV_AWS_103"],
  needs: (object) => [isGateway, isProxy, isRoute, isIngress, isListener].some((is) => is(object)),
  check(view) {
    view.objects.filter(isGateway).forEach((gateway) => judgeGateway(view, gateway));
    view.objects.filter(isIngress).forEach((ingress) => judgeIngress(view, ingress));
    view.objects.filter(isListener).forEach((listener) => judgeListener(view, listener));
  },
});

const why = "what people send and get, passwords too, is there for everybody on the way";

function judgeGateway(view: StackView, gateway: KubeObject): void {
  const report = view.about(gateway);
  for (const listener of gateway.root.at("spec", "listeners").items()) {
    const protocol = listener.at("protocol");
    report.expect(protocol, (value) => ["HTTPS", "TLS", "HTTP", "TCP", "UDP"].includes(value as string), {
      why: "nobody can tell whether it is encrypted",
      fix: `Set ${protocol.path} to HTTPS`,
    });
    if (protocol.value === "HTTPS" || protocol.value === "TLS") {
      const tls = listener.at("tls");
      report.expect(tls, (value) => typeof value === "object" && value !== null && !Array.isArray(value), {
        why: "without a certificate it answers nobody",
        fix: `Set ${tls.path}`,
      });
    }
    if ((protocol.value === "TCP" || protocol.value === "UDP") && !insideOnly(view, gateway)) {
      report.expect(protocol, () => false, {
        why: "nothing says that what passes is encrypted",
        fix: `Set ${protocol.path} to TLS, or give the Gateway a waiver that says what encrypts it`,
      });
    }
    if (protocol.value === "HTTP" && !insideOnly(view, gateway)) {
      plainRoutes(view, gateway, listener);
    }
  }
}

/**
 * Whether a Gateway's proxies have a cluster address only: no gateway, but what stands behind one, which ends TLS before it.
 * Source: Envoy Gateway, API reference, EnvoyProxy, KubernetesServiceSpec.type; left out it is a load balancer.
 */
function insideOnly(view: StackView, gateway: KubeObject): boolean {
  const reference = gateway.root.at("spec", "infrastructure", "parametersRef");
  return view.objects.some(
    (proxy) =>
      isProxy(proxy) &&
      reference.at("kind").value === proxy.kind &&
      reference.at("name").value === proxy.name &&
      namespaceOf(proxy) === namespaceOf(gateway) &&
      proxy.root.at("spec", "provider", "kubernetes", "envoyService", "type").value === "ClusterIP",
  );
}

/** Routes on an HTTP listener may redirect to HTTPS and nothing else. */
function plainRoutes(view: StackView, gateway: KubeObject, listener: Field): void {
  for (const route of view.objects.filter(isRoute)) {
    const parents = route.root.at("spec", "parentRefs").items();
    const attached = parents.filter((parent) => attaches(route, parent, gateway, listener));
    if (attached.length === 0) {
      continue;
    }
    // One that is attached without a doubt settles it.
    const doubts = attached.map((parent) => doubt(parent, listener));
    const doubtful = doubts.includes(undefined) ? undefined : doubts[0];
    const report = view.about(route);
    const rules = route.root.at("spec", "rules");
    report.expect(rules, (value) => Array.isArray(value) && value.length > 0, {
      why: "a route without rules sends everything on",
      fix: `Add a rule with a RequestRedirect to https to ${rules.path}`,
    });
    for (const rule of rules.items()) {
      const schemes = rule
        .at("filters")
        .items()
        .map((one) => one.at("requestRedirect", "scheme"));
      const unsure = schemes.find((scheme) => scheme.isUnknown) ?? doubtful;
      if (schemes.some((scheme) => scheme.value === "https")) {
        continue;
      }
      if (unsure) {
        report.unknown(unsure);
        continue;
      }
      report.violation({
        what: `${rule.path} answers on listener "${listener.at("name").string ?? "?"}" of Gateway "${gateway.name}", which is plain HTTP`,
        why,
        fix: "Set sectionName of its parentRefs to the HTTPS listener, or make the rule a RequestRedirect to https",
      });
    }
  }
}

/** What isn't known of whether a route is attached to a listener. */
function doubt(parent: Field, listener: Field): Field | undefined {
  const fields = ["name", "namespace", "sectionName"].map((key) => parent.at(key));
  return [...fields, listener.at("name"), listener.at("allowedRoutes", "namespaces", "from")].find(
    (field) => field.isUnknown,
  );
}

/** Whether a route is attached to a listener, or may be. */
function attaches(route: KubeObject, parent: Field, gateway: KubeObject, listener: Field): boolean {
  const same = (field: Field, wanted: unknown, absent: unknown) =>
    field.isUnknown || field.isMalformed || (field.absent ? absent : field.value) === wanted;
  const section = parent.at("sectionName");
  const from = listener.at("allowedRoutes", "namespaces", "from");
  const inside = namespaceOf(route) === namespaceOf(gateway);
  return (
    same(parent.at("name"), gateway.name, undefined) &&
    same(parent.at("namespace"), namespaceOf(gateway), namespaceOf(route)) &&
    same(section, listener.at("name").value, listener.at("name").value) &&
    (inside || from.value === "All" || from.value === "Selector" || from.isUnknown || from.isMalformed)
  );
}

/** Source of the annotations: AWS Load Balancer Controller guide, ingress/annotations. */
function judgeIngress(view: StackView, ingress: KubeObject): void {
  const report = view.about(ingress);
  const annotations = ingress.root.at("metadata", "annotations");
  const ports = annotations.at("alb.ingress.kubernetes.io/listen-ports");
  const certificate = annotations.at("alb.ingress.kubernetes.io/certificate-arn");
  const tls = ingress.root.at("spec", "tls");
  report.expect(tls, (value) => (Array.isArray(value) && value.length > 0) || !certificate.absent, {
    why,
    fix: `Set ${tls.path}, or ${certificate.path}`,
  });
  if (certificate.absent && !tls.absent) {
    judgeHosts(ingress, tls, report);
  }
  const redirect = annotations.at("alb.ingress.kubernetes.io/ssl-redirect");
  const listeners = jsonDocument(ports).items();
  const plain = listeners.some((one) => !one.at("HTTP").absent);
  if (!report.readable(jsonDocument(ports)) || (plain && redirect.absent)) {
    report.expect(ports, () => false, {
      why,
      fix: `Set ${redirect.path} to "443", or leave HTTP out of ${ports.path}`,
    });
  }
}

/** Every host of an Ingress has TLS of its own: an entry without a host and without a Secret is of none. */
function judgeHosts(ingress: KubeObject, tls: Field, report: Report): void {
  const entries = tls.items();
  const unsure = entries.flatMap((one) => [one, one.at("secretName"), ...one.at("hosts").items()]);
  const rules = ingress.root.at("spec", "rules").items();
  const hosts = rules.length === 0 ? [undefined] : rules.map((rule) => rule.at("host"));
  for (const host of hosts) {
    if (host?.isUnknown || entries.some((entry) => isTlsOf(entry, host?.string))) {
      continue;
    }
    const unknown = unsure.find((field) => field.isUnknown);
    if (unknown) {
      report.unknown(unknown);
      continue;
    }
    report.violation({
      what: `${tls.path} has no entry for ${host?.string === undefined ? "requests to any host" : `host "${host.string}"`}`,
      why,
      fix: `Add the host and its secretName to ${tls.path}`,
    });
  }
}

function isTlsOf(entry: Field, host: string | undefined): boolean {
  const hosts = entry.at("hosts").items();
  if (hosts.length === 0) {
    return entry.at("secretName").string !== undefined;
  }
  return (
    host !== undefined && hosts.some(({ string }) => string === host || string === `*${host.slice(host.indexOf("."))}`)
  );
}

function judgeListener(view: StackView, listener: KubeObject): void {
  const report = view.about(listener);
  const protocol = listener.root.at("protocol");
  report.expect(protocol, (value) => typeof value === "string" || value === undefined, {
    why: "that is no protocol",
    fix: `Set ${protocol.path} to HTTPS`,
  });
  if (protocol.value === "HTTP" || protocol.absent) {
    for (const action of listener.root.at("defaultActions").items()) {
      const to = action.at("redirect", "protocol");
      report.expect(to, (value) => value === "HTTPS", { why, fix: `Set ${protocol.path} to HTTPS, or redirect there` });
    }
  }
}
