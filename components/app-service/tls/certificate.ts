import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceOwner } from "../owner";
import { newVersionService } from "../rollout/strategy";
import type { ServiceSettings } from "../settings";

/** Name of the Certificate of a service, and of the Secret that it is in. */
export function certificateName(service: string): string {
  return `${service}-tls`;
}

/** Name by which everybody outside the namespace knows a service, and which its certificate is for. */
export function serverName(service: string, namespace: string): string {
  return `${service}.${namespace}.svc`;
}

/**
 * Spec of the Certificate of a service: for each name that its Services have, as a server and as a client. Each renewal
 * has a new key. cert-manager v1.21.1, pkg/apis/certmanager/v1/types_certificate.go.
 */
export function certificateSpec(service: string, namespace: string, issuer: string, newVersion?: string) {
  const names = [service, ...(newVersion === undefined ? [] : [newVersion])];
  return {
    secretName: certificateName(service),
    issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: issuer },
    dnsNames: names.flatMap((name) => [
      name,
      `${name}.${namespace}`,
      serverName(name, namespace),
      `${serverName(name, namespace)}.cluster.local`,
    ]),
    duration: "2160h",
    renewBefore: "720h",
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
    usages: ["digital signature", "server auth", "client auth"],
  };
}

/** The certificate of a service that asks for TLS, before its pods, which wait for it. */
export function createCertificate(owner: ServiceOwner): pulumi.Resource[] {
  const { settings, namespace } = owner.args;
  if (!settings.tls) return [];
  const newVersion = newVersionService(owner.name, settings, namespace.mesh);
  const certificate = {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: owner.metadata(certificateName(owner.name)),
    spec: certificateSpec(owner.name, namespace.name, settings.tls.issuer, newVersion),
  };
  return [owner.make("certificate", k8s.apiextensions.CustomResource, owner.child("certificate"), certificate)];
}

/** Volume with the certificate, its key and its authority's root, and where the container has it. */
export function certificateVolume(service: string, tls: ServiceSettings["tls"]) {
  if (!tls) return [];
  const secret = { secretName: certificateName(service), defaultMode: 0o440 };
  return [{ volume: { name: "tls", secret }, mount: { name: "tls", mountPath: tls.path, readOnly: true } }];
}
