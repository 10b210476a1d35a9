import type { AddonObject } from "../../addon";
import type { AddonFacts } from "../../addon-facts";

const apiVersion = "cert-manager.io/v1";

/** Name of an authority's root certificate, of its Secret, and of the Issuer that lets it vouch for itself. */
export function rootName(issuer: string): string {
  return `${issuer}-root`;
}

/**
 * The root of an authority of the cluster's own: a certificate that vouches for itself, whose key is in a Secret of
 * cert-manager's namespace and nowhere else. Valid for ten years; a renewal keeps the key, so that certificates issued
 * before are still known by the new root. https://cert-manager.io/docs/configuration/ca/
 */
export function authority(
  issuer: string,
  { namespace }: { namespace: string },
  { platform }: AddonFacts,
): AddonObject[] {
  const name = rootName(issuer);
  return [
    {
      apiVersion,
      kind: "Issuer",
      metadata: { name, namespace },
      setting: "issuers",
      body: { spec: { selfSigned: {} } },
    },
    {
      apiVersion,
      kind: "Certificate",
      metadata: { name, namespace },
      setting: "issuers",
      body: {
        spec: {
          isCA: true,
          commonName: `${platform.clusterName} ${issuer}`,
          secretName: name,
          duration: "87600h",
          renewBefore: "8760h",
          privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
          usages: ["cert sign", "crl sign", "digital signature"],
          issuerRef: { group: "cert-manager.io", kind: "Issuer", name },
        },
      },
    },
  ];
}
