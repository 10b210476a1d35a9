/** Namespaces of the components of the shared services. */
export const componentNamespaces = [
  "ingress-system",
  "cert-manager",
  "external-dns",
  "secrets-management",
  "monitoring",
  "logging-host",
];
