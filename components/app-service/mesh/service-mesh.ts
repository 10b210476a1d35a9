import * as k8s from "@pulumi/kubernetes";
import { sharedAnnotations, type SharedField, sharedFields, sharedOptions } from "../../shared/field-owners";
import type { ServiceOwner } from "../owner";
import { canaryService } from "../rollout/strategy";
import type { RoutePlan } from "../traffic/route";
import { authorizationSpec } from "./authorization";
import { usualMesh } from "./mesh-settings";
import type { ServiceMeshTransform } from "../transform";
import { destinationSpec, serviceHost, virtualServiceSpec } from "./traffic-rules";

/**
 * Makes what a service has in the mesh: who may call it, how its callers connect, and what they do when it fails. Nothing
 * for a service outside, or one that nothing can call.
 */
export function createMesh(owner: ServiceOwner, routes: RoutePlan[]): void {
  const { name: service, args } = owner;
  const { settings, namespace, edges } = args;
  const { port, mesh = usualMesh } = settings;
  if (namespace.mesh !== "istio" || port === "none") return;
  const gateways = routes.map(({ gateway }) => gateway);
  const authorization = authorizationSpec({ service, port, namespace, edges, gateways, methods: mesh.methods });
  if (authorization) {
    create(owner, "authorization", "security.istio.io/v1", "AuthorizationPolicy", authorization);
  }
  const newVersion = canaryService(service, settings, namespace.mesh);
  const destination = (name: string) => destinationSpec(serviceHost(name, namespace.name), mesh);
  create(owner, "destinationRule", networking, "DestinationRule", destination(service));
  if (newVersion !== undefined) {
    const named = { logicalName: owner.child("new-version"), name: newVersion };
    create(owner, "destinationRule", networking, "DestinationRule", destination(newVersion), named);
  }
  const virtual = virtualServiceSpec(service, namespace.name, mesh, newVersion);
  const shared = newVersion === undefined ? {} : { shared: sharedFields.canaryVirtualService };
  create(owner, "virtualService", networking, "VirtualService", virtual, shared);
}

const networking = "networking.istio.io/v1";

interface Naming {
  logicalName?: string;
  name?: string;
  shared?: SharedField;
}

function create(
  owner: ServiceOwner,
  slot: keyof ServiceMeshTransform,
  apiVersion: string,
  kind: string,
  spec: object,
  { logicalName = owner.name, name = owner.name, shared }: Naming = {},
): void {
  const metadata = owner.metadata(name, shared && sharedAnnotations(shared));
  const object = { apiVersion, kind, metadata, spec };
  owner.make(slot, k8s.apiextensions.CustomResource, logicalName, object, shared ? sharedOptions(shared) : {});
}
