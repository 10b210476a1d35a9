import * as k8s from "@pulumi/kubernetes";
import { sharedAnnotations, type SharedField, sharedFields, sharedOptions } from "../../shared/field-owners";
import { transformed, type Transform } from "../../shared/transform";
import type { ServiceOwner } from "../owner";
import { canaryService } from "../rollout/strategy";
import type { RoutePlan } from "../traffic/route";
import { authorizationSpec } from "./authorization";
import { usualMesh } from "./mesh-settings";
import { destinationSpec, serviceHost, virtualServiceSpec } from "./traffic-rules";

type ObjectTransform = Transform<k8s.apiextensions.CustomResourceArgs>;

/**
 * Makes what a service has in the mesh: who may call it, how its callers connect, and what they do when it fails. Nothing
 * for a service outside, or one that nothing can call.
 */
export function createMesh(owner: ServiceOwner, routes: RoutePlan[]): void {
  const { name: service, args } = owner;
  const { settings, namespace, edges, transform = {} } = args;
  const { port, mesh = usualMesh } = settings;
  if (namespace.mesh !== "istio" || port === "none") return;
  const gateways = routes.map(({ gateway }) => gateway);
  const authorization = authorizationSpec({ service, port, namespace, edges, gateways, methods: mesh.methods });
  if (authorization) {
    create(owner, "security.istio.io/v1", "AuthorizationPolicy", authorization, transform.authorization);
  }
  const newVersion = canaryService(service, settings, namespace.mesh);
  const destination = (name: string) => destinationSpec(serviceHost(name, namespace.name), mesh);
  create(owner, networking, "DestinationRule", destination(service), transform.destinationRule);
  if (newVersion !== undefined) {
    const named = { logicalName: owner.child("new-version"), name: newVersion };
    create(owner, networking, "DestinationRule", destination(newVersion), transform.destinationRule, named);
  }
  const virtual = virtualServiceSpec(service, namespace.name, mesh, newVersion);
  const shared = newVersion === undefined ? {} : { shared: sharedFields.canaryVirtualService };
  create(owner, networking, "VirtualService", virtual, transform.virtualService, shared);
}

const networking = "networking.istio.io/v1";

interface Naming {
  logicalName?: string;
  name?: string;
  shared?: SharedField;
}

function create(
  owner: ServiceOwner,
  apiVersion: string,
  kind: string,
  spec: object,
  transform: ObjectTransform | undefined,
  { logicalName = owner.name, name = owner.name, shared }: Naming = {},
): void {
  const metadata = owner.metadata(name, shared && sharedAnnotations(shared));
  const object = { apiVersion, kind, metadata, spec };
  new k8s.apiextensions.CustomResource(
    logicalName,
    transformed<k8s.apiextensions.CustomResourceArgs>(object, transform),
    owner.opts(shared ? sharedOptions(shared) : {}),
  );
}
