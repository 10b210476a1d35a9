import type { RecordedResource } from "../recorded";
import { at, textAt, type View } from "../view";
import { type Charge, ownedBy } from "./charge";
import type { NotPriced } from "./items";
import type { Pricing } from "./pricing";
import { isPublic, proxyService } from "./proxy-services";
import type { Thing } from "./things";

type Kind = "alb" | "nlb";

/** https://aws.amazon.com/elasticloadbalancing/pricing/: the hour, the capacity units, and its public IPv4 addresses. */
export function loadBalancerCharges(name: string, kind: Kind, internetFacing: boolean, prices: Pricing): Charge[] {
  const units = prices.config.cost.loadBalancerCapacityUnits;
  const unit = kind === "alb" ? "LCU" : "NLCU";
  const title = kind === "alb" ? "application load balancer" : "network load balancer";
  const note = "assumed (cost.loadBalancerCapacityUnits)";
  const charge = (what: string, quantity: number, key: string, more = {}): Charge => ({
    group: "load balancers",
    what,
    quantity,
    usd: prices.service(key),
    per: "hour",
    ...more,
  });
  return [
    charge(`${title} of ${name}`, 1, `${kind}.hour`),
    ...(units > 0 ? [charge(`capacity units of ${name}`, units, `${kind}.lcu`, { unit, note })] : []),
    ...(internetFacing
      ? [
          charge(`public IPv4 addresses of ${name}`, prices.zones, "ipv4.public-hour", {
            note: "one a zone",
          }),
        ]
      : []),
  ];
}

/** A load balancer that the program makes itself. */
export function awsLoadBalancer(thing: Thing, prices: Pricing): Charge[] {
  const kind = textAt(thing.inputs, "loadBalancerType") === "network" ? "nlb" : "alb";
  return loadBalancerCharges(thing.name, kind, thing.inputs.internal !== true, prices);
}

/** Load balancers that controllers make for Kubernetes objects: Gateways, Ingresses and Services. */
export function kubernetesLoadBalancers(prices: Pricing): { charges: Charge[]; notPriced: NotPriced[] } {
  const { view } = prices;
  const charges: Charge[] = [];
  const notPriced: NotPriced[] = [];
  for (const gateway of view.kubernetes("Gateway").filter((one) => isGatewayApi(one, view))) {
    const inputs = view.inputs(gateway);
    const proxies = proxyService(inputs, view);
    if (proxies) {
      if (proxies.type !== "LoadBalancer") continue; // the Gateway in front is what costs
      const name = `gateway ${objectName(gateway, view)}`;
      charges.push(...ownedBy(gateway, loadBalancerCharges(name, "nlb", proxies.isPublic, prices)));
      continue;
    }
    const kind = gatewayKind(textAt(inputs, "spec", "gatewayClassName") ?? "", view);
    const name = `gateway ${objectName(gateway, view)}`;
    if (kind === "in-cluster") continue; // its Service or Gateway in front is what costs
    if (kind === undefined)
      notPriced.push({ what: name, why: "what its gateway class makes is not known", lacks: "price" });
    else charges.push(...ownedBy(gateway, loadBalancerCharges(name, kind, gatewayIsPublic(inputs, view), prices)));
  }
  for (const ingress of groups(view.kubernetes("Ingress"), view)) {
    const inputs = view.inputs(ingress);
    const annotations = at(inputs, "metadata", "annotations");
    const facing = textAt(annotations, "alb.ingress.kubernetes.io/scheme") === "internet-facing";
    charges.push(
      ...ownedBy(ingress, loadBalancerCharges(`ingress ${objectName(ingress, view)}`, "alb", facing, prices)),
    );
  }
  for (const service of view.kubernetes("Service")) {
    const inputs = view.inputs(service);
    if (textAt(inputs, "spec", "type") !== "LoadBalancer") continue;
    const facing = isPublic(at(inputs, "metadata", "annotations"));
    charges.push(
      ...ownedBy(service, loadBalancerCharges(`service ${objectName(service, view)}`, "nlb", facing, prices)),
    );
  }
  return { charges, notPriced: [...notPriced, ...shields(view)] };
}

/** https://aws.amazon.com/shield/pricing/: a subscription of the whole organization, whatever it protects; traffic beside it. */
function shields(view: View): NotPriced[] {
  return view
    .kubernetes("LoadBalancerConfiguration")
    .filter((one) => at(view.inputs(one), "spec", "shieldConfiguration", "enabled") === true)
    .map((one) => ({
      what: `Shield Advanced of gateway ${objectName(one, view)}`,
      why: "by the organization's subscription, 3000 USD a month, and by the gigabyte that goes out",
      lacks: "use",
    }));
}

/** The API group decides: Istio has a kind Gateway of its own, which makes nothing. */
function isGatewayApi(resource: RecordedResource, view: View): boolean {
  return textAt(view.inputs(resource), "apiVersion")?.startsWith("gateway.networking.k8s.io/") ?? false;
}

/** Controllers of the AWS Load Balancer Controller: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/gateway/ */
const controllers: Record<string, Kind> = { "gateway.k8s.aws/alb": "alb", "gateway.k8s.aws/nlb": "nlb" };

function gatewayKind(className: string, view: View): Kind | "in-cluster" | undefined {
  const found = view
    .kubernetes("GatewayClass")
    .find((one) => textAt(view.inputs(one), "metadata", "name") === className);
  if (!found) return className === "alb" || className === "nlb" ? className : undefined;
  const controller = textAt(view.inputs(found), "spec", "controllerName") ?? "";
  return controllers[controller] ?? "in-cluster";
}

/** LoadBalancerConfiguration says the scheme; without one the controller makes an internal load balancer. */
function gatewayIsPublic(gateway: unknown, view: View): boolean {
  const reference = textAt(gateway, "spec", "infrastructure", "parametersRef", "name");
  const className = textAt(gateway, "spec", "gatewayClassName");
  const ofClass = view
    .kubernetes("GatewayClass")
    .map((one) => view.inputs(one))
    .find((one) => textAt(one, "metadata", "name") === className);
  const names = [reference, textAt(ofClass, "spec", "parametersRef", "name")].filter((name) => name !== undefined);
  const found = view
    .kubernetes("LoadBalancerConfiguration")
    .map((one) => view.inputs(one))
    .filter((one) => names.includes(textAt(one, "metadata", "name") ?? ""));
  return found.some((one) => textAt(one, "spec", "scheme") === "internet-facing");
}

/** Ingresses of one group share a load balancer. */
function groups(ingresses: RecordedResource[], view: View): RecordedResource[] {
  const seen = new Set<string>();
  return ingresses.filter((ingress) => {
    const annotations = at(view.inputs(ingress), "metadata", "annotations");
    const group = textAt(annotations, "alb.ingress.kubernetes.io/group.name");
    return group === undefined || seen.size !== seen.add(group).size;
  });
}

function objectName(resource: RecordedResource, view: View): string {
  return textAt(view.inputs(resource), "metadata", "name") ?? resource.name;
}
