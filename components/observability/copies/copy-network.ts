import type * as k8s from "@pulumi/kubernetes";
import { clusterDns, nodeLocalDns, podIdentityAgent } from "../../namespaces/network-policies";
import { selectorLabels } from "../../shared/labels";
import { type CopyKind, copyName } from "./names";

type PolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;

/** What each job asks, by the labels of its pods and their port: values.yaml of grafana 12.11.1; the operator's Prometheus. */
const asked = {
  dashboards: { pods: { "app.kubernetes.io/name": "grafana" }, port: 3000 },
  metrics: { pods: { "app.kubernetes.io/name": "prometheus" }, port: 9090 },
} as const;

/** A job is asked by nobody; it asks for names and credentials, what it copies, and S3. */
export function copyTraffic(kind: CopyKind): PolicySpec {
  const { pods, port } = asked[kind];
  const tcp = (to: number) => [{ port: to, protocol: "TCP" }];
  return {
    podSelector: { matchLabels: selectorLabels(copyName(kind)) },
    policyTypes: ["Ingress", "Egress"],
    egress: [
      { to: [clusterDns, nodeLocalDns], ports: [{ port: 53, protocol: "UDP" }, ...tcp(53)] },
      { to: [podIdentityAgent], ports: tcp(80) },
      { to: [{ podSelector: { matchLabels: pods } }], ports: tcp(port) },
      // S3 has public addresses, behind a gateway endpoint too; KMS and STS may have private ones.
      { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: tcp(443) },
    ],
  };
}
